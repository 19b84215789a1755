//! A value as a deserializer: what it may become, for each kind of value that is wanted.

use std::borrow::Cow;
use std::str::FromStr;

use serde_core::de::{Deserializer, IntoDeserializer as _, Visitor};
use serde_json::Error;

use super::value::{Value, kind, loose, plain};
use crate::runtime::loose::{boolean, double, integer};

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
        match self.peek() {
            b'[' => self.array(visitor),
            b'{' => self.object(visitor, true),
            b'"' => self.deserialize_str(visitor),
            _ => plain(self.take()?).deserialize_any(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        let value = match self.take()? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            json if first == b'"' => boolean(&loose(json)),
            _ => None,
        };
        match value {
            Some(value) => visitor.visit_bool(value),
            None => self.wrong("boolean", first),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        let text = loose(self.take()?);
        let text = text.trim();
        match (integer(text), text.parse::<u64>()) {
            (Some(value), _) => visitor.visit_i64(value),
            (None, Ok(value)) => visitor.visit_u64(value),
            (None, Err(_)) => self.wrong("integer", first),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        match wide(&loose(self.take()?)) {
            Some(value) => visitor.visit_i128(value),
            None => self.wrong("integer", first),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        match wide(&loose(self.take()?)) {
            Some(value) => visitor.visit_u128(value),
            None => self.wrong("integer", first),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        let json = self.take()?;
        if kind(first) == "number" {
            return plain(json).deserialize_f64(visitor);
        }
        match double(&loose(json)) {
            Some(value) => visitor.visit_f64(value),
            None => self.wrong("number", first),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.peek() {
            // With all of its digits.
            b'-' | b'0'..=b'9' => Cow::Borrowed(self.take()?),
            b'"' => self.reader.json.string().ok_or_else(|| self.broken())?,
            first => return self.wrong("string", first),
        };
        match read {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
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
        plain(self.take()?).deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.peek() == b'n' {
            self.take()?;
            return visitor.visit_none();
        }
        if !self.is_empty() {
            return visitor.visit_some(self);
        }
        let (reader, place) = (self.reader, self.place.hash(self.peek()));
        if reader.absent.borrow().has(place) {
            self.take()?;
            return visitor.visit_none();
        }
        let some = visitor.visit_some(self);
        if some.is_err() {
            reader.doubt.set(reader.doubt.get().or(Some(place)));
        }
        some
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        let is_empty = first == b'n' || self.is_empty();
        self.take()?;
        match is_empty {
            true => visitor.visit_unit(),
            false => self.wrong("null", first),
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
            return plain(self.take()?).deserialize_newtype_struct(name, visitor);
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
        self.object(visitor, true)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        // PHP writes an empty object as an array; for serde, an array with elements is a struct as well.
        match self.peek() == b'[' && !self.is_empty() {
            true => self.array(visitor),
            false => self.object(visitor, false),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let first = self.peek();
        if first == b'{' {
            return self.variant(visitor);
        }
        let json = self.take()?;
        match kind(first) {
            "number" => visitor.visit_enum(json.into_deserializer()),
            _ => plain(json).deserialize_enum(name, variants, visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.take()?;
        visitor.visit_unit()
    }
}

/// An integer of more than 64 bits, or one that is written with a fraction.
fn wide<T: FromStr + TryFrom<i64>>(text: &str) -> Option<T> {
    let text = text.trim();
    text.parse().ok().or_else(|| integer(text)?.try_into().ok())
}
