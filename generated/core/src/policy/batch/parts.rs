//! The answer to a batch, taken apart.

use std::collections::BTreeMap;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::command::name;
use crate::runtime::TextKey;

/// The sections of an answer: what they have is found by the places of the calls. One without anything is an empty list.
#[derive(Default)]
pub(super) struct Parts<'a> {
    pub(super) results: BTreeMap<usize, &'a RawValue>,
    pub(super) errors: BTreeMap<usize, &'a RawValue>,
    pub(super) totals: BTreeMap<usize, &'a RawValue>,
    pub(super) nexts: BTreeMap<usize, &'a RawValue>,
    pub(super) times: BTreeMap<usize, &'a RawValue>,
}

const SECTIONS: [&str; 5] = [
    "result",
    "result_error",
    "result_total",
    "result_next",
    "result_time",
];

impl<'a> Parts<'a> {
    /// Takes apart what stands under `result`; `sent` are the calls in the request, in their order, and `first` is the place in the
    /// batch that they are counted from.
    pub(super) fn of(raw: &'a RawValue, first: usize, sent: &[usize]) -> Self {
        let mut sections = pick(raw, |key| SECTIONS.iter().position(|name| *name == key));
        let place = |key: &str| {
            let place: usize = key.strip_prefix('c')?.parse().ok()?;
            let index = place.checked_sub(first)?;
            (name(place) == key && sent.binary_search(&index).is_ok()).then_some(index)
        };
        let mut section = |number| {
            let section = sections.remove(&number);
            section.map_or_else(BTreeMap::new, |raw| pick(raw, place))
        };
        Self {
            results: section(0),
            errors: section(1),
            totals: section(2),
            nexts: section(3),
            times: section(4),
        }
    }

    /// A result with what stands beside it, as the answer to a call that is alone. It takes no more memory than it has to.
    pub(super) fn answer(&self, index: usize) -> Option<Vec<u8>> {
        let mut pieces = vec!["{\"result\":", self.results.get(&index)?.get()];
        for (key, section) in [
            (",\"total\":", &self.totals),
            (",\"next\":", &self.nexts),
            (",\"time\":", &self.times),
        ] {
            if let Some(value) = section.get(&index) {
                pieces.extend([key, value.get()]);
            }
        }
        pieces.push("}");
        Some(pieces.concat().into_bytes())
    }

    /// An error as the answer to a call that is alone. It is an object as at the top of an answer; some are a text.
    pub(super) fn error(&self, index: usize) -> Option<Vec<u8>> {
        let error = self.errors.get(&index)?.get();
        Some(match error {
            object if object.starts_with("{\"error\"") => object.as_bytes().to_vec(),
            other => ["{\"error\":", other, "}"].concat().into_bytes(),
        })
    }
}

/// The elements of a list by their places; PHP may write it as an object. Of anything else, none.
pub(super) fn list(raw: &RawValue) -> BTreeMap<usize, &RawValue> {
    if raw.get().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_default();
        return list.into_iter().enumerate().collect();
    }
    pick(raw, |key| key.parse().ok())
}

/// The values of an object that have a place, not yet decoded; of anything else than an object, none.
fn pick(raw: &RawValue, place: impl Fn(&str) -> Option<usize>) -> BTreeMap<usize, &RawValue> {
    let mut json = serde_json::Deserializer::from_str(raw.get());
    Pick(place).deserialize(&mut json).unwrap_or_default()
}

struct Pick<F>(F);

impl<'de, F: Fn(&str) -> Option<usize>> DeserializeSeed<'de> for Pick<F> {
    type Value = BTreeMap<usize, &'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: Fn(&str) -> Option<usize>> Visitor<'de> for Pick<F> {
    type Value = BTreeMap<usize, &'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(TextKey(key)) = map.next_key()? {
            match (self.0)(&key) {
                Some(place) => drop(values.insert(place, map.next_value()?)),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(values)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_copied_once_whatever_stands_beside_it() {
        let long = "x".repeat(1 << 20);
        let answer = format!(
            r#"{{"result":{{"c3":"{long}"}},"result_error":{{"c4":"{long}"}},"result_total":{{"c3":5}},"result_time":{{"c3":{{}}}}}}"#
        );
        let raw = serde_json::from_str(&answer).unwrap();
        let parts = Parts::of(raw, 0, &[3, 4]);
        let body = parts.answer(3).unwrap();
        let expected = format!(r#"{{"result":"{long}","total":5,"time":{{}}}}"#);
        assert!(body == expected.as_bytes());
        assert_eq!(body.capacity(), body.len());
        let body = parts.error(4).unwrap();
        assert!(body == format!(r#"{{"error":"{long}"}}"#).as_bytes());
        assert_eq!(body.capacity(), body.len());
        assert!(parts.answer(4).is_none() && parts.error(3).is_none());
    }

    #[test]
    fn keys_that_nobody_asked_for_are_not_kept() {
        let answer = r#"{"result":{"c3":1,"c03":2,"c+3":3,"c7":4,"3":5,"x":6},"other":{"c3":7}}"#;
        let raw = serde_json::from_str(answer).unwrap();
        let parts = Parts::of(raw, 0, &[2, 3]);
        assert_eq!(parts.results.len(), 1);
        assert_eq!(parts.answer(3).unwrap(), br#"{"result":1}"#);
    }
}
