//! Deserialising from a [`Node`], strictly: text is text, nothing is not an absent value, and an error is a path and a
//! problem, not a sentence.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::diag::alternatives;
use crate::locate::{At, Path, Step};
use crate::node::Node;

/// Reads `T`, or tells the first place that does not fit.
pub(crate) fn from_node<T: de::DeserializeOwned>(node: &Node) -> Result<T, Mismatch> {
    T::deserialize(node).map_err(|mut mismatch| {
        mismatch.path.reverse();
        mismatch
    })
}

/// A place in the document that does not fit the spec language.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) path: Path,
    pub(crate) at: At,
    pub(crate) problem: Problem,
}

/// Why it does not fit.
#[derive(Debug, PartialEq)]
pub(crate) enum Problem {
    UnknownKey {
        key: String,
        known: &'static [&'static str],
    },
    MissingKey(&'static str),
    UnknownValue {
        value: String,
        known: &'static [&'static str],
    },
    Wrong {
        found: String,
        expected: String,
        form: Option<Form>,
    },
    Other(String),
}

/// The struct that a mapping should have become.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Form {
    pub(crate) name: &'static str,
    pub(crate) keys: &'static [&'static str],
}

impl Mismatch {
    fn new(problem: Problem) -> Self {
        Self {
            path: Path::new(),
            at: At::Value,
            problem,
        }
    }

    fn below(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.problem)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Problem::Other(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            Unexpected::Unit => "nothing".to_owned(),
            Unexpected::Bool(value) => format!("the boolean `{value}`"),
            Unexpected::Signed(value) => format!("the number `{value}`"),
            Unexpected::Unsigned(value) => format!("the number `{value}`"),
            Unexpected::Float(value) => format!("the number `{value:?}`"),
            Unexpected::Str(_) => "text".to_owned(),
            Unexpected::Seq => "a list".to_owned(),
            Unexpected::Map => "a mapping".to_owned(),
            other => other.to_string(),
        };
        Self::new(Problem::Wrong {
            found,
            expected: expected.to_string(),
            form: None,
        })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_field(key: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownKey {
            key: key.to_owned(),
            known,
        })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Problem::MissingKey(key))
    }

    fn unknown_variant(value: &str, known: &'static [&'static str]) -> Self {
        Self::new(Problem::UnknownValue {
            value: value.to_owned(),
            known,
        })
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Number(value) => match (value.as_u64(), value.as_i64(), value.as_f64()) {
                (Some(value), ..) => visitor.visit_u64(value),
                (_, Some(value), _) => visitor.visit_i64(value),
                (.., value) => visitor.visit_f64(value.unwrap_or(f64::NAN)),
            },
            Node::Text(value) => visitor.visit_borrowed_str(value),
            Node::List(values) => visitor.visit_seq(Elements(values.iter().enumerate())),
            Node::Map(entries) => visitor.visit_map(Entries {
                rest: entries.iter(),
                value: None,
            }),
        }
    }

    /// A key that is there has a value: `description:` with nothing after it is a mistake.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self {
            Node::Text(value) => visitor.visit_enum(value.as_str().into_deserializer()),
            other => Err(Mismatch::new(Problem::Wrong {
                found: other.kind().to_owned(),
                expected: alternatives(known),
                form: None,
            })),
        }
    }

    /// A struct is a mapping: serde would read it from a list too, field by field.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self {
            Node::Map(_) => self.deserialize_any(visitor),
            other => Err(Mismatch::new(Problem::Wrong {
                found: other.found(),
                expected: "a mapping".to_owned(),
                form: Some(Form { name, keys }),
            })),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Elements<'de>(std::iter::Enumerate<std::slice::Iter<'de, Node>>);

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        let Some((index, node)) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(node)
            .map(Some)
            .map_err(|mismatch| mismatch.below(Step::Index(index)))
    }
}

struct Entries<'de> {
    rest: std::slice::Iter<'de, (String, Node)>,
    value: Option<&'de (String, Node)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mismatch> {
        let Some(entry) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(entry);
        let key: StrDeserializer<'_, Mismatch> = entry.0.as_str().into_deserializer();
        seed.deserialize(key)
            .map(Some)
            .map_err(|mismatch| Mismatch {
                at: At::Key,
                ..mismatch.below(key_step(entry))
            })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let entry = self
            .value
            .take()
            .ok_or_else(|| Mismatch::custom("a value without a key"))?;
        seed.deserialize(&entry.1)
            .map_err(|mismatch| mismatch.below(key_step(entry)))
    }
}

/// Duplicates are gone by the time that a document is read, so it is the first of its name.
fn key_step((key, _): &(String, Node)) -> Step {
    Step::Key(key.clone(), 0)
}
