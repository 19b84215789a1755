//! A JSON value that keeps the order of its keys: the defaults and examples of specs.

use std::marker::PhantomData;
use std::{fmt, iter};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// The variants have the names of the kinds of YAML that they are read from.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub(crate) enum Json {
    #[serde(rename = "nothing")]
    Null,
    #[serde(rename = "a boolean")]
    Bool(bool),
    #[serde(rename = "a number")]
    Number(Number),
    #[serde(rename = "text")]
    Text(String),
    #[serde(rename = "a list")]
    List(Vec<Json>),
    #[serde(rename = "a mapping", deserialize_with = "entries")]
    Map(Vec<(String, Json)>),
}

impl Json {
    /// What it is, in the words of YAML.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }

    /// The value on one line.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A mapping as indented JSON.
pub(crate) fn pretty(entries: &[(&str, &Json)]) -> String {
    let entries = entries.iter();
    let entries = entries.map(|(key, value)| ((*key).to_owned(), (*value).clone()));
    serde_json::to_string_pretty(&Json::Map(entries.collect())).unwrap_or_default()
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => values.serialize(serializer),
            Self::Map(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}

/// The entries of a mapping, in the order of the file.
pub(crate) fn entries<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, T)>, D::Error> {
    struct Entries<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = Vec<(String, T)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a mapping")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            iter::from_fn(|| map.next_entry().transpose()).collect()
        }
    }

    deserializer.deserialize_map(Entries(PhantomData))
}
