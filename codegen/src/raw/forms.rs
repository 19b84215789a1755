//! The forms that a value may have: in the order of the file, one or many, text or more, a word.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::ErrorSpec;

/// A mapping in the order of the file.
#[derive(Debug)]
pub(crate) struct Ordered<T>(pub(crate) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OrderedVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OrderedVisitor<T> {
            type Value = Ordered<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }

        deserializer.deserialize_map(OrderedVisitor(PhantomData))
    }
}

/// One value, or a list of them.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
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

/// Not derived: an untagged enum loses the place of a mistake inside it.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value or a list of them")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany<T>, E> {
                T::deserialize(text.into_deserializer()).map(OneOrMany::One)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(OneOrMany::One)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<OneOrMany<T>, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMany::Many)
            }
        }

        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

/// Text that says what something is, or a mapping that says more.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum DocOr<T> {
    /// What it is.
    Doc(String),
    /// What it is, and more.
    Full(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for DocOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DocOrVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for DocOrVisitor<T> {
            type Value = DocOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or a mapping with `doc`")
            }

            fn visit_str<E>(self, doc: &str) -> Result<DocOr<T>, E> {
                Ok(DocOr::Doc(doc.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DocOr<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(DocOr::Full)
            }
        }

        deserializer.deserialize_any(DocOrVisitor(PhantomData))
    }
}

/// The rows of an error code: `shared`, one, or a list of them.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ErrorRows {
    /// Those that a `_types.yaml` has for the code.
    Shared(Shared),
    /// The method's own.
    Own(OneOrMany<ErrorSpec>),
}

/// The word that takes over what a `_types.yaml` has.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shared {
    /// The rows of the `_types.yaml`.
    Shared,
}

impl<'de> Deserialize<'de> for ErrorRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowsVisitor;

        impl<'de> Visitor<'de> for RowsVisitor {
            type Value = ErrorRows;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`shared`, a mapping, or a list of mappings")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<ErrorRows, E> {
                Shared::deserialize(word.into_deserializer()).map(ErrorRows::Shared)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ErrorRows, A::Error> {
                let row = ErrorSpec::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ErrorRows::Own(OneOrMany::One(row)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<ErrorRows, A::Error> {
                let rows = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(ErrorRows::Own(OneOrMany::Many(rows)))
            }
        }

        deserializer.deserialize_any(RowsVisitor)
    }
}

/// An HTTP status.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status(pub(crate) u16);

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StatusVisitor;

        impl Visitor<'_> for StatusVisitor {
            type Value = Status;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an HTTP status from 100 to 599")
            }

            fn visit_u64<E: de::Error>(self, status: u64) -> Result<Status, E> {
                let possible = u16::try_from(status)
                    .ok()
                    .filter(|status| (100..=599).contains(status));
                possible
                    .map(Status)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(status), &self))
            }
        }

        deserializer.deserialize_u16(StatusVisitor)
    }
}
