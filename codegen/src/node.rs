//! A YAML document as a tree that keeps order and duplicates.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, EnumAccess, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

use crate::locate::Step;
use crate::model::Kind;

/// A YAML value; also the JSON of an example.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// `null`, `~`, or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a float.
    Number(Number),
    /// A string.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, Node)>),
}

impl Node {
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

    /// What it is, with the value of what is short.
    pub(crate) fn found(&self) -> String {
        match self {
            Self::Bool(value) => format!("the boolean `{value}`"),
            Self::Number(value) => format!("the number `{value}`"),
            other => other.kind().to_owned(),
        }
    }

    /// The kind that it has in JSON; none for `null`.
    pub(crate) fn json_kind(&self) -> Option<Kind> {
        match self {
            Self::Null => None,
            Self::Bool(_) => Some(Kind::Boolean),
            Self::Number(_) => Some(Kind::Number),
            Self::Text(_) => Some(Kind::String),
            Self::List(_) => Some(Kind::Array),
            Self::Map(_) => Some(Kind::Object),
        }
    }

    /// The value that a path leads to.
    pub(crate) fn at_mut(&mut self, path: &[Step]) -> Option<&mut Self> {
        path.iter().try_fold(self, |node, step| match (node, step) {
            (Self::Map(entries), Step::Key(key, _)) => {
                let mut entries = entries.iter_mut();
                entries
                    .find(|(name, _)| name == key)
                    .map(|(_, value)| value)
            }
            (Self::List(values), Step::Index(index)) => values.get_mut(*index),
            _ => None,
        })
    }

    /// The value that a step leads to.
    pub(crate) fn step(&self, step: &Step) -> Option<&Self> {
        match (self, step) {
            (Self::Map(entries), Step::Key(key, _)) => {
                let mut entries = entries.iter();
                entries
                    .find(|(name, _)| name == key)
                    .map(|(_, value)| value)
            }
            (Self::List(values), Step::Index(index)) => values.get(*index),
            _ => None,
        }
    }

    /// The value on one line, as JSON.
    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A mapping as indented JSON.
pub(crate) fn pretty_json(entries: &[(&str, &Node)]) -> String {
    struct Entries<'n>(&'n [(&'n str, &'n Node)]);

    impl Serialize for Entries<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }

    serde_json::to_string_pretty(&Entries(entries)).unwrap_or_default()
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(values) => values.serialize(serializer),
            Self::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    /// What a text without anything in it is.
    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        let number =
            Number::from_f64(value).ok_or_else(|| E::custom("a number that is not finite"))?;
        Ok(Node::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Node::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(de::Error::custom("tags have no meaning in a spec"))
    }
}

/// A key: text, or an integer as in a table of numeric codes.
pub(crate) struct Key(pub(crate) String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Node::deserialize(deserializer)? {
            Node::Text(key) => Ok(Self(key)),
            Node::Number(key) if key.is_i64() => Ok(Self(key.to_string())),
            other => Err(de::Error::custom(format_args!(
                "a key is text, not {}",
                other.found()
            ))),
        }
    }
}
