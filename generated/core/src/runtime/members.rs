//! JSON taken apart, one level deep.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::key::TextKey;

/// The members of an object, in their order; nothing if it is no object.
pub(super) fn members(json: &str) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    let Members(members) = serde_json::from_str(json).ok()?;
    Some(members)
}

/// The elements of an array; nothing if it is no array.
pub(super) fn elements(json: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(json).ok()
}

/// The elements of an array, also of one that PHP has made an object of.
pub(super) fn elements_of_php(json: &str) -> Option<Vec<&RawValue>> {
    if !json.starts_with('{') {
        return elements(json);
    }
    let element = |(key, value): (Cow<'_, str>, _)| {
        let is_index = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        is_index.then_some(value)
    };
    members(json)?.into_iter().map(element).collect()
}

/// What stands under a key; if it comes twice, what comes last.
pub(super) fn member<'a>(json: &'a RawValue, key: &str) -> Option<&'a RawValue> {
    let mut members = members(json.get())?.into_iter().rev();
    let found = members.find(|(name, _)| name == key);
    found.map(|(_, value)| value)
}

struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(TextKey(key)) = map.next_key()? {
                    members.push((key, map.next_value()?));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}
