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
    /// A row is known by its `id`; without one, by all of its text.
    pub(super) fn new(noted: Noted<'_>, row: &str, lead: &'static str) -> Self {
        let known_by = noted
            .id
            .filter(|id| *id != "null")
            .map(|id| ("id", value(id)));
        let text = || {
            let mut hasher = DefaultHasher::new();
            row.hash(&mut hasher);
            ("#", hasher.finish().into())
        };
        Self {
            known_by: known_by.unwrap_or_else(text),
            leads_by: (lead, noted.lead.map_or(Value::Null, value)),
        }
    }
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
