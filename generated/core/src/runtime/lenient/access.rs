//! The parts of a JSON value, one by one.

use std::borrow::Cow;

use serde_core::de::value::CowStrDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_json::Error;

use super::value::{Place, Value};

/// The elements of an array, or the members of an object, up to its end.
pub(super) struct Parts<'r, 'de> {
    whole: Value<'r, 'de>,
    close: u8,
    index: usize,
    ended: bool,
    /// What stands before a value.
    key: Cow<'de, str>,
    /// Whether the keys of the object are data.
    pub(super) is_map: bool,
}

impl<'r, 'de> Parts<'r, 'de> {
    /// Goes in, if it is what begins like this.
    pub(super) fn enter(whole: Value<'r, 'de>, open: u8) -> Option<Self> {
        whole.reader.json.takes(open).then(|| Self {
            whole,
            // `[` and `]` are two apart, as `{` and `}` are.
            close: open + 2,
            index: 0,
            ended: false,
            key: Cow::Borrowed(""),
            is_map: false,
        })
    }

    /// Whether there is another part; of an object, its key is read.
    #[inline]
    fn goes_on(&mut self) -> Result<bool, Error> {
        let json = self.whole.reader.json;
        let goes_on = !self.ended
            && json
                .goes_on(self.close, self.index == 0)
                .ok_or_else(Value::broken)?;
        self.ended = !goes_on;
        if goes_on && self.close == b'}' {
            self.key = json.key().ok_or_else(Value::broken)?;
        }
        self.index += 1;
        Ok(goes_on)
    }

    /// Leaves it; what nobody wanted of it is skipped.
    pub(super) fn leave(mut self) -> Result<(), Error> {
        while self.goes_on()? {
            self.whole.reader.json.skip().ok_or_else(Value::broken)?;
        }
        Ok(())
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        if !self.goes_on()? {
            return Ok(None);
        }
        // PHP makes an object of an array whose indices have gaps.
        let is_index = !self.key.is_empty() && self.key.bytes().all(|byte| byte.is_ascii_digit());
        if self.close == b'}' && !is_index {
            return self.whole.wrong("array", b'{');
        }
        let (reader, index) = (self.whole.reader, self.index - 1);
        reader.trace.element(index, size_of::<S::Value>)?;
        let place = Place {
            depth: self.whole.place.depth + 1,
            ..*self.whole.place
        };
        let place = &place;
        let read = seed.deserialize(Value { reader, place }).map(Some);
        read.map_err(|error| reader.trace.index(index, error))
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        if !self.goes_on()? {
            return Ok(None);
        }
        let key = match self.close {
            b'}' => self.key.clone(),
            // PHP makes an array of a map whose keys are 0, 1, 2…
            _ => {
                self.key = Cow::Owned((self.index - 1).to_string());
                self.key.clone()
            }
        };
        seed.deserialize(Key(key, &self.whole)).map(Some)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (whole, reader) = (self.whole, self.whole.reader);
        if self.is_map {
            let size = || size_of::<S::Value>();
            reader.trace.entry(self.index - 1, size)?;
        }
        let place = &Place {
            key: &self.key,
            parent: Some(whole.place),
            depth: whole.place.depth + 1,
        };
        if whole.place.depth > 0 || !reader.is_noted(&self.key) {
            let read = seed.deserialize(Value { reader, place });
            return read.map_err(|error| reader.trace.key(&self.key, error));
        }
        reader.json.peek();
        let begin = reader.json.at();
        let read = seed.deserialize(Value { reader, place });
        reader.note(&self.key, reader.json.since(begin));
        read.map_err(|error| reader.trace.key(&self.key, error))
    }
}

/// A key: text, or a number as text.
struct Key<'k, 'de>(Cow<'de, str>, &'k Value<'k, 'de>);

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match (self.0.parse::<i64>(), self.0.parse::<u64>()) {
                (Ok(number), _) => self.1.told(visitor.visit_i64(number), b'"'),
                (_, Ok(number)) => self.1.told(visitor.visit_u64(number), b'"'),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let read = match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        };
        self.1.told(read, b'"')
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.as_ref() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
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
        self.1
            .told(text.deserialize_enum(name, variants, visitor), b'"')
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
