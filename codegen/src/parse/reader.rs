//! A tree to structs, strictly: text is text, nothing is not an absent value. What does not fit is noted where it stands,
//! something that fits is read in its place, and the reading goes on.
//!
//! Only a missing key keeps a struct from being made. Which keys a struct cannot do without, it tells when it lacks one;
//! the document is then read once more, and from there on they are noted as the rest. So a document is read no more
//! often than the language has such keys, however many mistakes there are.

mod entries;
mod scalar;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, Expected, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::describe::{self, Form};
use crate::diag::{Diagnostic, Span, alternatives};
use crate::place::{File, Place};
use crate::yaml::{Map, Value};
use entries::{Elements, Entries, Fields, Forms};

/// What became of a document.
pub(crate) struct Read<T> {
    /// Nothing, if a mistake keeps it from being checked any further. A misspelt key does not: it is read as what it was
    /// meant to be.
    pub(crate) spec: Option<T>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The misspelt keys, and what they were meant to be.
    pub(crate) renamed: HashMap<Span, &'static str>,
    /// The keys of the struct that a mapping became, by where the mapping begins.
    pub(crate) forms: HashMap<usize, &'static [&'static str]>,
    /// How many values were looked at.
    #[cfg(test)]
    pub(crate) steps: usize,
}

pub(crate) fn read<T: DeserializeOwned>(file: &File<'_>) -> Read<T> {
    let notes = Notes::default();
    let spec = loop {
        let reader = Reader {
            notes: &notes,
            place: file.place(),
            key: "",
            around: None,
        };
        match T::deserialize(reader) {
            Ok(spec) => break Some(spec).filter(|_| !notes.unsound.get()),
            Err(Halt::Again) => notes.forget(),
            Err(halt) => {
                notes.note(file.place().value_error("E0005", halt.to_string()));
                break None;
            }
        }
    };
    Read {
        spec,
        diagnostics: notes.found.into_inner(),
        renamed: notes.renamed.into_inner(),
        forms: notes.forms.into_inner(),
        #[cfg(test)]
        steps: notes.steps.get(),
    }
}

#[derive(Default)]
struct Notes {
    found: RefCell<Vec<Diagnostic>>,
    renamed: RefCell<HashMap<Span, &'static str>>,
    forms: RefCell<HashMap<usize, &'static [&'static str]>>,
    /// Whether something could not be read as it was meant.
    unsound: Cell<bool>,
    /// The structs and the keys that they cannot do without, as far as they have told.
    required: RefCell<HashSet<(&'static str, &'static str)>>,
    #[cfg(test)]
    steps: Cell<usize>,
}

impl Notes {
    fn note(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
        self.unsound.set(true);
    }

    /// What is read once more is told once more.
    fn forget(&self) {
        self.found.borrow_mut().clear();
        self.unsound.set(false);
    }
}

/// A value to be read. Where there is none, it is whatever fits.
#[derive(Clone, Copy)]
struct Reader<'r> {
    notes: &'r Notes,
    place: Place<'r>,
    /// Its key, in a mapping.
    key: &'r str,
    around: Option<&'r Around<'r>>,
}

/// The mapping around a value.
struct Around<'r> {
    map: &'r Map,
    /// The keys of what should stand in one of its values, and stands beside that.
    flat: RefCell<Vec<&'static [&'static str]>>,
}

/// Why reading stops.
#[derive(Debug)]
enum Halt {
    /// A struct lacks a key.
    Missing(&'static str),
    /// The next pass will know better.
    Again,
    Other(String),
}

impl<'r> Reader<'r> {
    fn value(&self) -> Option<&'r Value> {
        #[cfg(test)]
        self.notes.steps.set(self.notes.steps.get() + 1);
        self.place.node().map(|node| &node.value)
    }

    /// Notes that the value is of another kind.
    fn wrong(&self, wanted: &dyn Expected) {
        if let Some(node) = self.place.node().filter(|_| !self.follows()) {
            let (expected, found) = (wanted.to_string(), node.found());
            self.notes
                .note(describe::wrong(self.place, self.key, &expected, &found));
        }
    }

    /// Notes that the value should be a mapping.
    fn no_mapping(&self, form: Form) {
        let Some(node) = self.place.node() else {
            return;
        };
        if self.follows() {
            return;
        }
        let flat = self.around.filter(|around| {
            if matches!(node.value, Value::Null) && around.has_one_of(form.keys) {
                around.flat.borrow_mut().push(form.keys);
            }
            !around.flat.borrow().is_empty()
        });
        let key = flat.map(|_| self.key);
        self.notes
            .note(describe::no_mapping(self.place, &node.found(), form, key));
    }

    /// Whether what stands here belongs into a value beside it, for which it was told.
    fn follows(&self) -> bool {
        let follows = self.around.is_some_and(|around| {
            let flat = around.flat.borrow();
            flat.iter().any(|keys| keys.contains(&self.key))
        });
        if follows {
            self.notes.unsound.set(true);
        }
        follows
    }
}

impl Around<'_> {
    fn has_one_of(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| {
            let entry = self.map.get(key);
            entry.is_some_and(|entry| !matches!(entry.value.value, Value::Map(_)))
        })
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Halt;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        match self.value() {
            None | Some(Value::Null) => visitor.visit_unit(),
            Some(Value::Bool(value)) => visitor.visit_bool(*value),
            Some(Value::Number(value)) => scalar::visit_number(value, visitor),
            Some(Value::Text(value)) => visitor.visit_str(value),
            Some(Value::List(values)) => visitor.visit_seq(Elements::new(self, values)),
            Some(Value::Map(map)) => visitor.visit_map(Entries::new(self, map)),
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
            return scalar::visit_number(value, visitor);
        }
        self.wrong(&visitor);
        visitor.visit_u64(0)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::List(values)) = self.value() {
            return visitor.visit_seq(Elements::new(self, values));
        }
        self.wrong(&visitor);
        visitor.visit_seq(Elements::new(self, &[]))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Halt> {
        if let Some(Value::Map(map)) = self.value() {
            return visitor.visit_map(Entries::new(self, map));
        }
        self.wrong(&visitor);
        visitor.visit_map(Entries::new(self, &Map::default()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Halt> {
        let form = Form { name, keys };
        let nothing = Map::default();
        let (reader, map) = match self.value() {
            Some(Value::Map(map)) => (self, map),
            _ => {
                self.no_mapping(form);
                let place = self.place.empty();
                (Self { place, ..self }, &nothing)
            }
        };
        let made = visitor.visit_map(Fields::new(reader, map, form));
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
            if let Some(kind) = kind.filter(|kind| names.contains(kind)) {
                return visitor.visit_enum(Forms { kind, reader: self });
            }
            self.wrong(&visitor);
            let place = self.place.empty();
            let reader = Self { place, ..self };
            return visitor.visit_enum(Forms {
                kind: first,
                reader,
            });
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

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => f.write_str(what),
            Self::Again => f.write_str("it has to be read once more"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Halt {}

impl de::Error for Halt {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }

    fn missing_field(key: &'static str) -> Self {
        Self::Missing(key)
    }
}
