//! The parts of a JSON value, one by one.

use std::borrow::Cow;
use std::iter::Enumerate;
use std::vec;

use serde_core::de::value::CowStrDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_json::Error;
use serde_json::value::RawValue;

use super::value::{Place, Value};

/// The elements of an array.
pub(super) struct Elements<'r, 'de> {
    array: Value<'r, 'de>,
    elements: Enumerate<vec::IntoIter<&'de RawValue>>,
}

impl<'r, 'de> Elements<'r, 'de> {
    pub(super) fn new(array: Value<'r, 'de>, elements: Vec<&'de RawValue>) -> Self {
        Self {
            array,
            elements: elements.into_iter().enumerate(),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((index, element)) = self.elements.next() else {
            return Ok(None);
        };
        let place = Place {
            depth: self.array.place.depth + 1,
            ..self.array.place
        };
        let element = Value {
            json: element.get(),
            place,
            ..self.array
        };
        let read = seed.deserialize(element).map(Some);
        read.map_err(|error| self.array.reader.trace.index(index, error))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len())
    }
}

/// The members of an object.
pub(super) struct Members<'r, 'de> {
    object: Value<'r, 'de>,
    members: vec::IntoIter<(Cow<'de, str>, &'de RawValue)>,
    next: Option<(Cow<'de, str>, &'de RawValue)>,
}

impl<'r, 'de> Members<'r, 'de> {
    pub(super) fn new(
        object: Value<'r, 'de>,
        members: Vec<(Cow<'de, str>, &'de RawValue)>,
    ) -> Self {
        Self {
            object,
            members: members.into_iter(),
            next: None,
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        self.next = self.members.next();
        let Some((key, _)) = &self.next else {
            return Ok(None);
        };
        seed.deserialize(Key(key.clone())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (key, value) = self
            .next
            .take()
            .unwrap_or((Cow::Borrowed(""), RawValue::NULL));
        let object = self.object;
        let place = Place {
            key: &key,
            parent: Some(&object.place),
            depth: object.place.depth + 1,
        };
        let value = Value {
            json: value.get(),
            reader: object.reader,
            place,
        };
        let read = seed.deserialize(value);
        read.map_err(|error| object.reader.trace.key(&key, error))
    }
}

/// A key: text, or a number as text.
struct Key<'de>(Cow<'de, str>);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.parse::<i64>() {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text: CowStrDeserializer<'de, Error> = CowStrDeserializer::new(self.0);
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
