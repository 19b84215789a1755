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

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Halt;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.read(self.value().unwrap_or(&Value::Null), visitor)
    }

    /// A key that is there has a value: `description:` with nothing after it is a mistake.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_some(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.expect(&Value::Bool(false), visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.expect(&Value::Text(String::new()), visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    /// An HTTP status: the language has no other such number.
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 100..=599)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 0..=u32::MAX.into())
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 0..=u64::MAX.into())
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, i64::MIN.into()..=i64::MAX.into())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.expect(&Value::Number(0.into()), visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.expect(&Value::List(Vec::new()), visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.expect(&Value::Map(Map::default()), visitor)
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
                if let Some(node) = self.place.node() {
                    let mistake = describe::no_mapping(self.place, node, form);
                    self.notes.note(mistake);
                }
                (self.nothing(), &[][..])
            }
        };
        let fields = Fields::new(reader, entries, form);
        let made = visitor.visit_map(MapDeserializer::new(fields));
        made.map_err(|halt| match halt {
            // Once told, a key is never missed again.
            Halt::Missing(key) if self.notes.required.borrow_mut().insert((name, key)) => {
                Halt::Again
            }
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
            Some(Value::Text(word)) => self.notes.note(describe::no_word(self.place, word, names)),
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
    fn expect<'de, V: Visitor<'de>>(self, instead: &Value, visitor: V) -> Result<V::Value, Halt> {
        self.fitting(
            |value| discriminant(value) == discriminant(instead),
            instead,
            visitor,
        )
    }

    fn integer<'de, V: Visitor<'de>>(
        self,
        visitor: V,
        range: RangeInclusive<i128>,
    ) -> Result<V::Value, Halt> {
        let least = u64::try_from(*range.start()).unwrap_or_default();
        let is_in = |number: &Number| number.as_i128().is_some_and(|value| range.contains(&value));
        let fits = |value: &Value| matches!(value, Value::Number(number) if is_in(number));
        self.fitting(fits, &Value::Number(least.into()), visitor)
    }

    fn fitting<'de, V: Visitor<'de>>(
        self,
        fits: impl Fn(&Value) -> bool,
        instead: &Value,
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let value = self.value().filter(|value| fits(value));
        if value.is_none() {
            self.wrong(&visitor);
        }
        self.read(value.unwrap_or(instead), visitor)
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
