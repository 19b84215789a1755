//! Parameters as a form: how a command of a batch carries them.
//!
//! There, all values are text. A method written in PHP takes `1` and `0` for a boolean, and an empty value for null; the words
//! `true`, `false` and `null` would be text to it, and no empty one.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::EncodeError;
use crate::runtime::{Param, TextKey};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a part of an address or a form.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The parameters as `name=value` with names like `fields[TITLE]`, in their order.
pub(super) fn pairs(parameters: &[u8]) -> Result<Vec<(String, String)>, EncodeError> {
    let mut pairs = Vec::new();
    let place = Place {
        name: String::new(),
        pairs: &mut pairs,
    };
    // JSON of our own making is read without a tree, which would not keep the order.
    let read = place.deserialize(&mut serde_json::Deserializer::from_slice(parameters));
    read.map_err(|error| EncodeError::new(error.to_string()))?;
    Ok(pairs)
}

/// Where a value goes.
struct Place<'p> {
    name: String,
    pairs: &'p mut Vec<(String, String)>,
}

impl Place<'_> {
    fn put(self, text: impl Into<String>) {
        if !self.name.is_empty() {
            self.pairs.push((self.name, text.into()));
        }
    }

    /// The place under `key`; an error if PHP would read it as another one, for there is no way to escape a key.
    fn inside<E: Error>(&mut self, key: &str) -> Result<Place<'_>, E> {
        let outermost = self.name.is_empty();
        let breaks = |c: char| c == ']' || c == '\0' || outermost && matches!(c, ' ' | '.' | '[');
        if key.trim().is_empty() || key.contains(breaks) {
            let problem = "the name of a parameter has characters that a batch cannot carry";
            return Err(E::custom(problem));
        }
        let name = match self.name.as_str() {
            "" => key.to_owned(),
            name => format!("{name}[{key}]"),
        };
        Ok(Place {
            name,
            pairs: self.pairs,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a parameter")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.put("");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.put(if value { "1" } else { "0" });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.put(value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.put(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.put(value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.put(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        while seq
            .next_element_seed(self.inside(&index.to_string())?)?
            .is_some()
        {
            index += 1;
        }
        if index == 0 {
            self.put("");
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut is_empty = true;
        while let Some(TextKey(key)) = map.next_key()? {
            map.next_value_seed(self.inside(&key)?)?;
            is_empty = false;
        }
        if is_empty {
            self.put("");
        }
        Ok(())
    }
}

/// A command: `method?query`.
pub(super) fn command(method: &str, pairs: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name), encoded(value));
    let query: Vec<String> = pairs.iter().map(pair).collect();
    match query.as_slice() {
        [] => method.to_owned(),
        _ => format!("{method}?{}", query.join("&")),
    }
}

/// Adds parameters to a command that does not have them.
pub(super) fn add(command: &mut String, params: &[Param]) -> Result<(), EncodeError> {
    for (name, value) in pairs(&Param::set_all(params, b"{}".to_vec())?)? {
        let (name, inside) = (encoded(&name), encoded(&format!("{name}[")));
        let mut names = command.split(['?', '&']).skip(1);
        let is_it =
            |pair: &str| pair.split('=').next() == Some(name.as_str()) || pair.starts_with(&inside);
        if !names.any(is_it) {
            let sign = if command.contains('?') { '&' } else { '?' };
            command.push_str(&format!("{sign}{name}={}", encoded(&value)));
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn values_mean_the_same_as_in_json() {
        let json = br#"{"id":7,"fields":{"TITLE":"A & B = \u00fc","OPEN":true,"LOCKED":false,"NOTE":null,
            "TAGS":[]},"select":["ID","TITLE"],"order":{"NAME":"ASC","ID":"DESC"},"filter":{">=ID":1.5}}"#;
        let pairs = pairs(json).unwrap();
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        let expected = [
            ("id", "7"),
            ("fields[TITLE]", "A & B = ü"),
            ("fields[OPEN]", "1"),
            ("fields[LOCKED]", "0"),
            ("fields[NOTE]", ""),
            ("fields[TAGS]", ""),
            ("select[0]", "ID"),
            ("select[1]", "TITLE"),
            ("order[NAME]", "ASC"),
            ("order[ID]", "DESC"),
            ("filter[>=ID]", "1.5"),
        ];
        assert_eq!(pairs, expected);
        let title = ("fields[TITLE]".to_owned(), "A & B = ü".to_owned());
        assert_eq!(
            command("a.add", &[title]),
            "a.add?fields%5BTITLE%5D=A%20%26%20B%20%3D%20%C3%BC"
        );
        assert_eq!(command("a.list", &[]), "a.list");
    }

    #[test]
    fn a_command_gets_the_parameters_that_it_does_not_have() {
        let params = [Param::new("auth_connector", "a b"), Param::new("f.x", 1)];
        for (before, after) in [
            ("a.list", "a.list?auth_connector=a%20b&f%5Bx%5D=1"),
            (
                "a.list?f%5Bx%5D%5B0%5D=2",
                "a.list?f%5Bx%5D%5B0%5D=2&auth_connector=a%20b",
            ),
            (
                "a.list?auth_connector=&f%5By%5D=2",
                "a.list?auth_connector=&f%5By%5D=2&f%5Bx%5D=1",
            ),
        ] {
            let mut command = before.to_owned();
            add(&mut command, &params).unwrap();
            assert_eq!(command, after);
        }
    }

    #[test]
    fn parameters_without_names_are_numbered() {
        let pairs = pairs(br#"[1,{"TITLE":"x"}]"#).unwrap();
        let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["0", "1[TITLE]"]);
    }
}
