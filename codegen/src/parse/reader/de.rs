//! What each kind of value is read from.

use std::iter;
use std::mem::discriminant;
use std::ops::RangeInclusive;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Number;
use yaml::{Map, Value};

use super::fields::Fields;
use super::{Halt, Reader};
use crate::diag::alternatives;
use crate::parse::describe::{self, Form};

impl<'de> IntoDeserializer<'de, Halt> for Reader<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What is read in one of two ways: by an example of its kind, or as an integer in a range.
macro_rules! table {
    ($($method:ident: $way:ident($what:expr);)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
            self.$way($what, visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Halt;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.read(self.value().unwrap_or(&Value::Null), visitor)
    }

    /// A key that is there has a value: `description:` with nothing after it is a mistake.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_some(self)
    }

    table! {
        deserialize_bool: expect(Value::Bool(false));
        deserialize_str: expect(Value::Text(String::new()));
        deserialize_string: expect(Value::Text(String::new()));
        deserialize_f64: expect(Value::Number(0.into()));
        deserialize_seq: expect(Value::List(Vec::new()));
        deserialize_map: expect(Value::Map(Map::default()));
        // An HTTP status: the language has no other such number.
        deserialize_u16: integer(100..=599);
        deserialize_u32: integer(0..=u32::MAX.into());
        deserialize_u64: integer(0..=u64::MAX.into());
        deserialize_i64: integer(i64::MIN.into()..=i64::MAX.into());
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let form = Form { name, keys };
        let (reader, entries) = match self.value() {
            Some(Value::Map(map)) => (self, map.entries()),
            _ => {
                let mistake = |node| describe::no_mapping(self.place, node, form);
                self.note(self.place.node().map(mistake));
                (self.nothing(), &[][..])
            }
        };
        let fields = Fields::new(reader, entries, form);
        let is_new = |key| self.notes.borrow_mut().required.insert((name, key));
        let made = visitor.visit_map(MapDeserializer::new(fields));
        made.map_err(|halt| match halt {
            // Once told, a key is never missed again.
            Halt::Missing(key) if is_new(key) => Halt::Again,
            halt => halt,
        })
    }

    /// A word, or one of several forms: their variants have the names of the kinds that they are read from.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let first = names.first().copied().unwrap_or_default();
        if describe::KINDS.contains(&first) {
            let kind = self.place.node().map(|node| node.kind());
            let form = match kind.filter(|kind| names.contains(kind)) {
                Some(kind) => (kind, self),
                None => {
                    self.wrong(&visitor);
                    (first, self.nothing())
                }
            };
            let form = MapDeserializer::new(iter::once(form));
            return visitor.visit_enum(MapAccessDeserializer::new(form));
        }
        match self.value() {
            Some(Value::Text(word)) if names.contains(&word.as_str()) => {
                return visitor.visit_enum(word.as_str().into_deserializer());
            }
            Some(Value::Text(word)) => self.note(describe::no_word(self.place, word, names)),
            _ => self.wrong(&alternatives(names).as_str()),
        }
        visitor.visit_enum(first.into_deserializer())
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl Reader<'_> {
    /// A value of the same kind as `instead`, which is read where this one is of another; that is noted.
    fn expect<'de, V: Visitor<'de>>(self, instead: Value, visitor: V) -> Result<V::Value, Halt> {
        let is_alike = |value: &&Value| discriminant(*value) == discriminant(&instead);
        let value = self.value().filter(is_alike);
        if value.is_none() {
            self.wrong(&visitor);
        }
        self.read(value.unwrap_or(&instead), visitor)
    }

    fn integer<'de, V: Visitor<'de>>(
        self,
        range: RangeInclusive<i128>,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let is_in = |number: &Number| number.as_i128().is_some_and(|value| range.contains(&value));
        match self.value() {
            Some(value @ Value::Number(number)) if is_in(number) => self.read(value, visitor),
            _ => {
                self.wrong(&visitor);
                visitor.visit_u64(u64::try_from(*range.start()).unwrap_or_default())
            }
        }
    }

    /// A value that stands here.
    fn read<'de, V: Visitor<'de>>(self, value: &Value, visitor: V) -> Result<V::Value, Halt> {
        match value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (_, Some(value)) => visitor.visit_i64(value),
                _ => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::Text(value) => visitor.visit_str(value),
            Value::List(_) => {
                let elements = self.place.elements().map(|place| self.at(place));
                visitor.visit_seq(SeqDeserializer::new(elements))
            }
            Value::Map(_) => {
                let entries = self.place.entries();
                let entries = entries.map(|(key, place)| (key, self.at(place)));
                visitor.visit_map(MapDeserializer::new(entries))
            }
        }
    }
}
