//! What paging has to know of a row.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::runtime::lenient::Noted;
use crate::runtime::record::{Entries, Map, Slot, SlotMut};

/// What a row is known by, and the field of it that leads to the next page: an object with these two members.
pub(super) struct Key {
    known_by: (&'static str, Value),
    leads_by: (&'static str, Value),
}

impl Key {
    /// A row is known by its `id`; without one that is text or a number, by all of its text.
    pub(super) fn new(noted: Noted<'_>, row: &str, lead: &'static str) -> Self {
        let known_by = noted
            .id
            .filter(|id| *id != "null" && is_scalar(id))
            .map(|id| ("id", value(id)));
        let text = || {
            let mut hasher = DefaultHasher::new();
            row.hash(&mut hasher);
            ("#", hasher.finish().into())
        };
        Self {
            known_by: known_by.unwrap_or_else(text),
            leads_by: (
                lead,
                noted
                    .lead
                    .filter(|lead| is_scalar(lead))
                    .map_or(Value::Null, value),
            ),
        }
    }
}

/// An array or an object of whatever size is not kept for each row.
fn is_scalar(json: &str) -> bool {
    !json.starts_with(['[', '{'])
}

fn value(json: &str) -> Value {
    let number = json.parse::<i64>().map(Value::from);
    number.unwrap_or_else(|_| serde_json::from_str(json).unwrap_or_default())
}

impl Map for Key {
    fn len(&self) -> usize {
        self.entries().count()
    }

    fn entries(&self) -> Entries<'_> {
        let members = [&self.known_by, &self.leads_by].into_iter();
        let members = members.filter(|(_, value)| !value.is_null());
        Box::new(members.map(|(name, value)| (*name, Slot::Json(value))))
    }

    // It is only looked at.

    fn insert(&mut self, _: &str) -> SlotMut<'_> {
        SlotMut::Unit
    }

    fn remove(&mut self, _: &str) {}

    fn clear(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_an_array_nor_an_object_is_kept_of_a_row() {
        for (json, known_by) in [
            ("7", "id"),
            ("\"a\"", "id"),
            ("[7]", "#"),
            (r#"{"a":7}"#, "#"),
        ] {
            let noted = Noted {
                id: Some(json),
                lead: Some(json),
            };
            let key = Key::new(noted, "the row", "lead");
            assert_eq!(key.known_by.0, known_by, "{json}");
            assert_eq!(key.leads_by.1.is_null(), known_by == "#", "{json}");
        }
    }
}
