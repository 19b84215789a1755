//! The parts of a JSON value, one by one.

use std::borrow::Cow;
use std::cell::Cell;

use serde_core::de::value::CowStrDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;
use serde_json::Error;

use super::value::{Place, Value};

/// The elements of an array, or the members of an object, up to its end.
pub(super) struct Parts<'r, 'de> {
    pub(super) whole: Value<'r, 'de>,
    close: u8,
    index: usize,
    ended: bool,
    /// What stands before a value.
    key: Cow<'de, str>,
    /// Whether there may be any number of entries.
    pub(super) is_map: bool,
    /// Whether the key is a name that the type knows, and not data.
    is_name: Cell<bool>,
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
            is_name: Cell::default(),
        })
    }

    /// Whether there is another part; of an object, its key is read.
    #[inline]
    pub(super) fn goes_on(&mut self) -> Result<bool, Error> {
        let json = self.whole.reader.json;
        let goes_on = !self.ended
            && json
                .goes_on(self.close, self.index == 0)
                .ok_or_else(|| self.whole.broken())?;
        self.ended = !goes_on;
        if goes_on && self.close == b'}' {
            self.key = json.key().ok_or_else(|| self.whole.broken())?;
        }
        self.index += 1;
        Ok(goes_on)
    }

    /// Leaves it; what nobody wanted of it is skipped.
    pub(super) fn leave(mut self) -> Result<(), Error> {
        while self.goes_on()? {
            self.whole
                .reader
                .json
                .skip()
                .ok_or_else(|| self.whole.broken())?;
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
        let read = Value {
            reader,
            place: &place,
        }
        .read(seed)
        .map(Some);
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
        self.is_name.set(false);
        let key = Key(key, &self.is_name);
        self.whole.told(seed.deserialize(key), b'"').map(Some)
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (whole, reader) = (self.whole, self.whole.reader);
        if self.is_map {
            let size = || size_of::<S::Value>();
            reader.trace.entry(self.index - 1, size)?;
        }
        // Keys that are data are all at one place, for there may be any number of them.
        let is_name = self.is_name.get();
        let value = Value {
            reader,
            place: &Place {
                key: if is_name { &self.key } else { "" },
                parent: Some(whole.place),
                depth: whole.place.depth + 1,
            },
        };
        let begin = reader.json.at();
        let read = value.read(seed);
        if whole.place.depth == 0 && reader.is_noted(&self.key) {
            reader.note(&self.key, reader.json.since(begin).trim_start());
        }
        read.map_err(|error| match is_name {
            true => reader.trace.key(&self.key, error),
            false => reader.trace.data(&self.key, "*", error),
        })
    }
}

/// A key: text, or a number as text.
struct Key<'k, 'de>(Cow<'de, str>, &'k Cell<bool>);

macro_rules! numbers {
    ($($method:ident: $number:ident $visit:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.parse::<$number>() {
                Ok(number) => visitor.$visit(number),
                Err(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    numbers! {
        deserialize_i8: i64 visit_i64,
        deserialize_i16: i64 visit_i64,
        deserialize_i32: i64 visit_i64,
        deserialize_i64: i64 visit_i64,
        deserialize_i128: i128 visit_i128,
        deserialize_u8: u64 visit_u64,
        deserialize_u16: u64 visit_u64,
        deserialize_u32: u64 visit_u64,
        deserialize_u64: u64 visit_u64,
        deserialize_u128: u128 visit_u128,
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.1.set(true);
        self.deserialize_any(visitor)
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
        text.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        ignored_any
    }
}
