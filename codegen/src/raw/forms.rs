//! The forms that a value may have: in the order of the file, one or many, text or more, a number.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};

/// What each form of a value means. Not derived: an untagged enum loses the place of a mistake inside it.
pub(super) trait Forms<'de>: Sized {
    const EXPECTED: &'static str;

    fn text<E: Error>(text: &str) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Str(text), &Self::EXPECTED))
    }

    fn number<E: Error>(number: u64) -> Result<Self, E> {
        Err(E::invalid_type(
            Unexpected::Unsigned(number),
            &Self::EXPECTED,
        ))
    }

    fn mapping<A: MapAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTED))
    }

    fn list<A: SeqAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, &Self::EXPECTED))
    }
}

pub(super) fn any_form<'de, F: Forms<'de>, D: Deserializer<'de>>(from: D) -> Result<F, D::Error> {
    from.deserialize_any(FormsVisitor(PhantomData))
}

struct FormsVisitor<F>(PhantomData<F>);

impl<'de, F: Forms<'de>> Visitor<'de> for FormsVisitor<F> {
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(F::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<F, E> {
        F::text(text)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<F, E> {
        F::number(number)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<F, A::Error> {
        F::mapping(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<F, A::Error> {
        F::list(list)
    }
}

/// A mapping in the order of the file.
#[derive(Debug, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Ordered<T>(#[schemars(with = "BTreeMap<String, T>")] pub(crate) Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FormsVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Forms<'de> for Ordered<T> {
    const EXPECTED: &'static str = "a mapping";

    fn mapping<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Self(entries))
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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_form(deserializer)
    }
}

impl<'de, T: Deserialize<'de>> Forms<'de> for OneOrMany<T> {
    const EXPECTED: &'static str = "one value or a list of them";

    fn text<E: Error>(text: &str) -> Result<Self, E> {
        T::deserialize(text.into_deserializer()).map(Self::One)
    }

    fn mapping<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Self::One)
    }

    fn list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Self::Many)
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
        any_form(deserializer)
    }
}

impl<'de, T: Deserialize<'de>> Forms<'de> for DocOr<T> {
    const EXPECTED: &'static str = "text, or a mapping with `doc`";

    fn text<E: Error>(doc: &str) -> Result<Self, E> {
        Ok(Self::Doc(doc.to_owned()))
    }

    fn mapping<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Self::Full)
    }
}

/// An HTTP status.
#[derive(Clone, Copy, Debug, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Status(#[schemars(range(min = 100, max = 599))] pub(crate) u16);

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u16(FormsVisitor(PhantomData))
    }
}

impl Forms<'_> for Status {
    const EXPECTED: &'static str = "an HTTP status from 100 to 599";

    fn number<E: Error>(number: u64) -> Result<Self, E> {
        match u16::try_from(number) {
            Ok(status @ 100..=599) => Ok(Self(status)),
            _ => Err(E::invalid_value(
                Unexpected::Unsigned(number),
                &Self::EXPECTED,
            )),
        }
    }
}
