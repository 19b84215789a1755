//! What each kind of value is read from.

use std::iter;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Number;

use super::fields::Fields;
use super::{Halt, Reader};
use crate::diag::alternatives;
use crate::parse::describe::{self, Form};
use yaml::{Entry, Node, Value};

impl<'de> IntoDeserializer<'de, Halt> for Reader<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Halt;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.value() {
            None | Some(Value::Null) => visitor.visit_unit(),
            Some(Value::Bool(value)) => visitor.visit_bool(*value),
            Some(Value::Number(value)) => visit_number(value, visitor),
            Some(Value::Text(value)) => visitor.visit_str(value),
            Some(Value::List(values)) => self.list(values, visitor),
            Some(Value::Map(map)) => self.entries(map.entries(), visitor),
        }
    }

    /// A key that is there has a value: `description:` with nothing after it is a mistake.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        visitor.visit_some(self)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::Bool(value)) = self.value() {
            return visitor.visit_bool(*value);
        }
        self.wrong(&visitor);
        visitor.visit_bool(false)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::Text(value)) = self.value() {
            return visitor.visit_str(value);
        }
        self.wrong(&visitor);
        visitor.visit_str("")
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.deserialize_str(visitor)
    }

    /// An HTTP status: the language has no other such number.
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 100, 599)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 0, u32::MAX.into())
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, 0, u64::MAX)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        self.integer(visitor, i64::MIN, i64::MAX.unsigned_abs())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::Number(value)) = self.value() {
            return visit_number(value, visitor);
        }
        self.wrong(&visitor);
        visitor.visit_u64(0)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.value() {
            Some(Value::List(values)) => self.list(values, visitor),
            _ => {
                self.wrong(&visitor);
                self.list(&[], visitor)
            }
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::Map(map)) = self.value() {
            return self.entries(map.entries(), visitor);
        }
        self.wrong(&visitor);
        self.entries(&[], visitor)
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

impl<'r> Reader<'r> {
    /// An integer from `min` to `max`.
    fn integer<'de, V: Visitor<'de>>(
        self,
        visitor: V,
        min: i64,
        max: u64,
    ) -> Result<V::Value, Halt> {
        let range = i128::from(min)..=i128::from(max);
        match self.value() {
            Some(Value::Number(number))
                if number.as_i128().is_some_and(|value| range.contains(&value)) =>
            {
                visit_number(number, visitor)
            }
            _ => {
                self.wrong(&visitor);
                visitor.visit_u64(min.max(0).unsigned_abs())
            }
        }
    }

    fn list<'de, V: Visitor<'de>>(self, values: &[Node], visitor: V) -> Result<V::Value, Halt> {
        let elements = (0..values.len()).map(|index| self.at(self.place.index(index)));
        visitor.visit_seq(SeqDeserializer::new(elements))
    }

    /// Entries whose keys are data.
    fn entries<'de, V: Visitor<'de>>(
        self,
        entries: &'r [Entry],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let read = |entry: &'r Entry| (entry.key.as_str(), self.at(self.place.entry(entry)));
        visitor.visit_map(MapDeserializer::new(entries.iter().map(read)))
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Halt> {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(value), ..) => visitor.visit_u64(value),
        (_, Some(value), _) => visitor.visit_i64(value),
        (.., value) => visitor.visit_f64(value.unwrap_or(f64::NAN)),
    }
}
