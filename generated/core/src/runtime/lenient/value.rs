//! A value in a JSON text, and where it stands.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_core::de::{DeserializeSeed, Visitor};
use serde_json::Error;

use super::Reader;
use super::access::Parts;
use crate::runtime::trace::too_large;

/// Deeper than this no value is read, as serde_json does not.
const DEEPEST: usize = 128;

/// The value that comes next, and the key that it stands under.
#[derive(Clone, Copy)]
pub(super) struct Value<'r, 'de> {
    pub(super) reader: &'r Reader<'r, 'de>,
    pub(super) place: &'r Place<'r>,
}

/// The keys that lead to a value; the elements of an array are all at one place.
#[derive(Clone, Copy)]
pub(super) struct Place<'r> {
    pub(super) key: &'r str,
    pub(super) parent: Option<&'r Place<'r>>,
    pub(super) depth: usize,
}

impl Place<'_> {
    pub(super) const OUTERMOST: Place<'static> = Place {
        key: "",
        parent: None,
        depth: 0,
    };

    /// A number for this place, and for an empty value there that begins like this.
    pub(super) fn hash(&self, first: u8) -> u64 {
        let (mut hasher, mut place) = (DefaultHasher::new(), Some(self));
        first.hash(&mut hasher);
        while let Some(Place { key, parent, .. }) = place {
            key.hash(&mut hasher);
            place = *parent;
        }
        hasher.finish()
    }
}

/// The kind of a value that begins like this.
pub(super) fn kind(first: u8) -> &'static str {
    match first {
        b'n' => "null",
        b't' => "true",
        b'f' => "false",
        b'"' => "string",
        b'[' => "array",
        b'{' => "object",
        _ => "number",
    }
}

/// What a text of JSON is for `serde_json`.
pub(super) fn plain(json: &str) -> serde_json::Deserializer<serde_json::de::StrRead<'_>> {
    serde_json::Deserializer::from_str(json)
}

/// The text that a value stands for: what is in a string, or the value itself.
pub(super) fn loose(json: &str) -> Cow<'_, str> {
    let text = json
        .strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'));
    match text {
        None => Cow::Borrowed(json),
        Some(text) if !text.contains('\\') => Cow::Borrowed(text),
        Some(_) => Cow::Owned(serde_json::from_str(json).unwrap_or_default()),
    }
}

impl<'r, 'de> Value<'r, 'de> {
    pub(super) fn peek(&self) -> u8 {
        self.reader.json.peek()
    }

    /// Takes the whole value, as JSON.
    pub(super) fn take(&self) -> Result<&'de str, Error> {
        self.reader.json.skip().ok_or_else(|| self.broken())
    }

    /// Whether PHP may mean nothing by it.
    pub(super) fn is_empty(&self) -> bool {
        let json = self.reader.json;
        let begin = json.at();
        let is_empty = match self.peek() {
            b'"' => json.rest().starts_with(b"\"\""),
            b'f' => json.rest().starts_with(b"false"),
            b'[' => json.takes(b'[') && json.takes(b']'),
            b'{' => json.takes(b'{') && json.takes(b'}'),
            _ => false,
        };
        json.back_to(begin);
        is_empty
    }

    /// The text is not JSON. Of what passes the envelope that is half of a surrogate pair.
    #[cold]
    pub(super) fn broken(&self) -> Error {
        self.reader.trace.fail("valid JSON", "something else")
    }

    /// Reads the value, and is behind it then.
    #[inline]
    pub(super) fn read<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        let first = self.peek();
        let (trace, begin) = (self.reader.trace, self.reader.json.at());
        let read = self.told(seed.deserialize(self), first)?;
        if trace.problem().is_some() || trace.is_too_large() {
            self.swallowed(begin)?;
        }
        Ok(read)
    }

    /// Goes on behind a value whose type has swallowed an error: it may have been left anywhere.
    #[cold]
    fn swallowed(&self, begin: usize) -> Result<(), Error> {
        let trace = self.reader.trace;
        trace.forget();
        if trace.is_too_large() {
            return Err(too_large());
        }
        self.reader.json.back_to(begin);
        self.take().map(drop)
    }

    #[cold]
    pub(super) fn wrong<T>(&self, expected: &'static str, first: u8) -> Result<T, Error> {
        Err(self.reader.trace.fail(expected, kind(first)))
    }

    /// Notes what the type of the caller says. Its own words may repeat the value, so that they are not kept but for one case.
    pub(super) fn told<T>(&self, result: Result<T, Error>, first: u8) -> Result<T, Error> {
        result.map_err(|error| self.tell(error, first))
    }

    #[cold]
    fn tell(&self, error: Error, first: u8) -> Error {
        let trace = self.reader.trace;
        if trace.problem().is_some() {
            return error;
        }
        let text = error.to_string();
        let missing = text.strip_prefix("missing field `");
        match missing.and_then(|text| text.split('`').next()) {
            Some(field) => trace.key(field, trace.fail("a value", "nothing")),
            None => trace.fail("a value that its type accepts", kind(first)),
        }
    }

    pub(super) fn array<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let first = self.peek();
        if !matches!(first, b'[' | b'{') {
            return self.wrong("array", first);
        }
        self.parts(first, |parts| visitor.visit_seq(parts))
    }

    pub(super) fn object<V: Visitor<'de>>(
        self,
        visitor: V,
        is_map: bool,
    ) -> Result<V::Value, Error> {
        let first = self.peek();
        if !matches!(first, b'[' | b'{') {
            return self.wrong("object", first);
        }
        self.parts(first, |parts| {
            parts.is_map = is_map;
            visitor.visit_map(parts)
        })
    }

    #[inline]
    pub(super) fn parts<T>(
        self,
        first: u8,
        read: impl FnOnce(&mut Parts<'r, 'de>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.place.depth >= DEEPEST {
            return self.wrong("a value that is nested less deeply", first);
        }
        let mut parts = Parts::enter(self, first).ok_or_else(|| self.broken())?;
        let value = self.told(read(&mut parts), first)?;
        parts.leave()?;
        Ok(value)
    }
}
