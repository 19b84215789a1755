//! The forms that a value may have: in the order of the file, one or many, text or more, a number.
//!
//! The variants of a form have the names of the kinds of YAML that they are read from. An enum that serde calls untagged
//! would lose the place of a mistake inside it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::{Deserialize, Deserializer};

use crate::json;

/// A mapping in the order of the file.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Ordered<T>(#[schemars(with = "BTreeMap<String, T>")] pub(crate) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Ordered<T> {
    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    /// The key as it stands here, and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<(&str, &T)> {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map(|(name, value)| (name.as_str(), value))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::entries(deserializer).map(Self)
    }
}

/// One value, or a list of them.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, JsonSchema)]
#[serde(expecting = "one value or a list of them")]
#[schemars(untagged)]
pub(crate) enum OneOrMany<T> {
    /// One.
    #[serde(rename = "text", alias = "a mapping")]
    One(T),
    /// A list.
    #[serde(rename = "a list")]
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The values as a list.
    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// Text that says what something is, or a mapping that says more.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(expecting = "text, or a mapping with `doc`")]
#[schemars(untagged)]
pub(crate) enum DocOr<T> {
    /// What it is.
    #[serde(rename = "text")]
    Doc(String),
    /// What it is, and more.
    #[serde(rename = "a mapping")]
    Full(T),
}

/// An HTTP status.
// The one `u16` of the language, so the reader knows its range.
#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Status(#[schemars(range(min = 100, max = 599))] pub(crate) u16);
