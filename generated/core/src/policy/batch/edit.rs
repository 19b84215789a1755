//! Values in JSON, put in their places without a tree, which would not keep the order of keys.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::runtime::TextKey;

/// JSON with `value` in the place that the keys lead to; none if there cannot be one. Objects on the way are made if they are not
/// there, and elements of lists are not.
pub(super) fn put(json: &str, keys: &[&str], value: &str) -> Option<String> {
    let Some((key, rest)) = keys.split_first() else {
        return Some(value.to_owned());
    };
    if json.starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(json).ok()?;
        let mut list: Vec<Cow<'_, str>> = list.iter().map(|value| value.get().into()).collect();
        let element = list.get_mut(key.parse::<usize>().ok()?)?;
        *element = put(element, rest, value)?.into();
        return Some(format!("[{}]", list.join(",")));
    }
    let json = if json == "null" { "{}" } else { json };
    let Entries(mut entries) = serde_json::from_str(json).ok()?;
    let index = entries.iter().position(|(name, _)| name == key);
    let index = index.unwrap_or_else(|| {
        entries.push(((*key).into(), "null".into()));
        entries.len() - 1
    });
    let (_, entry) = entries.get_mut(index)?;
    *entry = put(entry, rest, value)?.into();
    let entry = |(name, value): &(Cow<'_, str>, Cow<'_, str>)| {
        let name = Value::from(name.as_ref());
        format!("{name}:{value}")
    };
    let entries: Vec<_> = entries.iter().map(entry).collect();
    Some(format!("{{{}}}", entries.join(",")))
}

/// An object, in its order.
struct Entries<'j>(Vec<(Cow<'j, str>, Cow<'j, str>)>);

impl<'de: 'j, 'j> Deserialize<'de> for Entries<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;

        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(TextKey(key)) = map.next_key()? {
                    let value: &RawValue = map.next_value()?;
                    entries.push((key, value.get().into()));
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(EntriesVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_put_where_the_keys_lead_and_the_order_is_kept() {
        let json = r#"{"b":1,"a":{"x":[1,[2,{"k":"\u00fc"}]]},"n":null}"#;
        let put = |keys: &[&str]| put(json, keys, "7");
        for (keys, expected) in [
            (
                &["b"][..],
                r#"{"b":7,"a":{"x":[1,[2,{"k":"\u00fc"}]]},"n":null}"#,
            ),
            (
                &["a", "x", "0"],
                r#"{"b":1,"a":{"x":[7,[2,{"k":"\u00fc"}]]},"n":null}"#,
            ),
            (
                &["a", "x", "1", "1", "k"],
                r#"{"b":1,"a":{"x":[1,[2,{"k":7}]]},"n":null}"#,
            ),
            (
                &["n", "m"],
                r#"{"b":1,"a":{"x":[1,[2,{"k":"\u00fc"}]]},"n":{"m":7}}"#,
            ),
            (
                &["c\"d", "e"],
                r#"{"b":1,"a":{"x":[1,[2,{"k":"\u00fc"}]]},"n":null,"c\"d":{"e":7}}"#,
            ),
        ] {
            assert_eq!(put(keys).as_deref(), Some(expected), "{keys:?}");
        }
        for keys in [&["b", "x"][..], &["a", "x", "2"], &["a", "x", "y"]] {
            assert_eq!(put(keys), None, "{keys:?}");
        }
    }
}
