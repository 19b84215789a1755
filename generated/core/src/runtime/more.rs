//! What a result says about more rows of a list, beside them.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::envelope::Envelope;
use super::key::TextKey;
use super::record::{Record, Slot};
use super::trace::is_word;

/// What a result says about more rows; nothing if it says nothing.
pub(super) fn more(result: &RawValue) -> Option<bool> {
    if !result.get().starts_with('{') {
        return None;
    }
    let Words(more) = serde_json::from_str(result.get()).ok()?;
    more
}

/// What the result of a response says.
#[cold]
pub(super) fn more_of(body: &str) -> Option<bool> {
    more(Envelope::parse(body.as_bytes()).ok()?.result?)
}

/// What an output says that has a field for it.
pub(super) fn said_by(output: &dyn Record) -> Option<bool> {
    let fields = output.def().fields.iter().enumerate();
    let mut words = fields.filter(|(_, field)| is_word(field.name));
    words.find_map(|(index, _)| match output.get(index) {
        Slot::Bool(more) => Some(more),
        Slot::Text(cursor) => Some(!cursor.is_empty()),
        Slot::Integer(_) => Some(true),
        _ => None,
    })
}

/// The word of a result; the last one, if there are several.
struct Words(Option<bool>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;

        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut more = None;
                while let Some(TextKey(key)) = map.next_key()? {
                    if is_word(&key) {
                        more = Some(!is_empty(map.next_value()?));
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Words(more))
            }
        }

        deserializer.deserialize_map(WordsVisitor)
    }
}

/// Whether PHP means nothing, or no, by a value.
fn is_empty(value: &RawValue) -> bool {
    matches!(
        value.get(),
        "false" | "null" | "0" | "\"\"" | "\"0\"" | "\"N\"" | "\"false\"" | "[]" | "{}"
    )
}
