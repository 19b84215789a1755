//! A JSON value as a deserializer.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_core::de::{Deserializer, Error as _, IntoDeserializer as _, Visitor};
use serde_json::Error;

use super::Reader;
use super::access::{Elements, Members};
use crate::runtime::loose::{boolean, double, integer};
use crate::runtime::members::{elements_of_php, members};

/// Deeper than this no value is read, as serde_json does not.
const DEEPEST: usize = 128;

/// A value, and the key that it stands under.
#[derive(Clone, Copy)]
pub(super) struct Value<'r, 'de> {
    pub(super) json: &'de str,
    pub(super) reader: &'r Reader,
    pub(super) place: Place<'r>,
}

/// The keys that lead to a value; the elements of an array are all at one place.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    pub(super) key: &'r str,
    pub(super) parent: Option<&'r Place<'r>>,
    pub(super) depth: usize,
}

impl Place<'_> {
    fn hash(&self) -> u64 {
        let (mut hasher, mut place) = (DefaultHasher::new(), Some(self));
        while let Some(Place { key, parent, .. }) = place {
            key.hash(&mut hasher);
            place = *parent;
        }
        hasher.finish()
    }
}

impl<'r, 'de> Value<'r, 'de> {
    pub(super) fn outermost(json: &'de str, reader: &'r Reader) -> Self {
        let place = Place {
            key: "",
            parent: None,
            depth: 0,
        };
        Self {
            json: json.trim(),
            reader,
            place,
        }
    }

    fn kind(&self) -> &'static str {
        match self.json.as_bytes() {
            [b'n', ..] => "null",
            [b't', ..] => "true",
            [b'f', ..] => "false",
            [b'"', ..] => "string",
            [b'[', ..] => "array",
            [b'{', ..] => "object",
            _ => "number",
        }
    }

    fn is_number(&self) -> bool {
        self.kind() == "number"
    }

    /// Whether PHP may mean nothing by it.
    fn is_empty(&self) -> bool {
        matches!(self.json, "\"\"" | "false" | "[]" | "{}")
    }

    /// The same, as serde_json reads it.
    fn plain(&self) -> serde_json::Deserializer<serde_json::de::StrRead<'de>> {
        serde_json::Deserializer::from_str(self.json)
    }

    fn text(&self) -> Option<String> {
        serde_json::from_str(self.json).ok()
    }

    fn wrong<T>(&self, expected: &'static str) -> Result<T, Error> {
        Err(self.reader.trace.fail(expected, self.kind()))
    }

    /// Notes what the type of the caller says. Its own words may repeat the value, so that they are not kept but for one case.
    fn told<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        let trace = &self.reader.trace;
        match result {
            Err(error) if trace.problem().is_none() => {
                let text = error.to_string();
                let missing = text.strip_prefix("missing field `");
                let missing = missing.and_then(|text| text.split('`').next());
                Err(match missing {
                    Some(field) => trace.key(field, trace.fail("a value", "nothing")),
                    None => trace.fail("a value that its type takes", self.kind()),
                })
            }
            result => result,
        }
    }

    fn array<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Some(elements) = elements_of_php(self.json).filter(|_| self.is_compound()) else {
            return self.wrong("array");
        };
        self.too_deep()?;
        self.told(visitor.visit_seq(Elements::new(self, elements)))
    }

    fn object<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // PHP writes an empty object as an array.
        let members = match self.json {
            "[]" => Some(Vec::new()),
            json => members(json),
        };
        let Some(members) = members else {
            return self.wrong("object");
        };
        self.too_deep()?;
        self.told(visitor.visit_map(Members::new(self, members)))
    }

    fn is_compound(&self) -> bool {
        matches!(self.kind(), "array" | "object")
    }

    fn too_deep(&self) -> Result<(), Error> {
        match self.place.depth {
            DEEPEST.. => Err(Error::custom("it is nested too deeply")),
            _ => Ok(()),
        }
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_i64(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            "array" => self.array(visitor),
            "object" => self.object(visitor),
            _ => self.told(self.plain().deserialize_any(visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.json {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => self.text().and_then(|text| boolean(&text)),
        };
        match value {
            Some(value) => self.told(visitor.visit_bool(value)),
            None => self.wrong("boolean"),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = match self.is_number() {
            true => self.json.to_owned(),
            false => self.text().unwrap_or_default(),
        };
        let text = text.trim();
        match (integer(text), text.parse::<u64>()) {
            (Some(value), _) => self.told(visitor.visit_i64(value)),
            (None, Ok(value)) => self.told(visitor.visit_u64(value)),
            (None, Err(_)) => self.wrong("integer"),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_number() {
            return self.told(self.plain().deserialize_f64(visitor));
        }
        match self.text().and_then(|text| double(&text)) {
            Some(value) => self.told(visitor.visit_f64(value)),
            None => self.wrong("number"),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            "string" => self.told(self.plain().deserialize_str(visitor)),
            // With all of its digits.
            "number" => self.told(visitor.visit_borrowed_str(self.json)),
            _ => self.wrong("string"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.told(self.plain().deserialize_bytes(visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let place = || self.place.hash();
        match self.json {
            "null" => visitor.visit_none(),
            _ if self.is_empty() && self.reader.absent.borrow().contains(&place()) => {
                visitor.visit_none()
            }
            _ => {
                let some = visitor.visit_some(self);
                if some.is_err() && self.is_empty() {
                    let doubt = self.reader.doubt.get();
                    self.reader.doubt.set(Some(doubt.unwrap_or_else(place)));
                }
                some
            }
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.json {
            "null" => visitor.visit_unit(),
            _ if self.is_empty() => visitor.visit_unit(),
            _ => self.wrong("null"),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        // By such names serde_json knows its own types, of which `RawValue` is one.
        if name.starts_with("$serde_json::") {
            return self.plain().deserialize_newtype_struct(name, visitor);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.array(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.array(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.array(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.is_number() {
            true => self.told(visitor.visit_enum(self.json.into_deserializer())),
            false => self.told(self.plain().deserialize_enum(name, variants, visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}
