//! [`Wire`] for the types that records are made of.
//!
//! What is generic here is compiled for every generated type: a `match` is one function, and an adapter of the standard
//! library with what it is given is three.

use std::collections::BTreeMap;
use std::mem;

use serde_json::Value;

use super::record::{Entries, List, Map, Optional, Slot, SlotMut, Wire};
use super::scalar::Scalar;

macro_rules! scalar {
    ($type:ty, $blank:expr, $variant:ident, |$value:ident| $read:expr) => {
        impl Wire for $type {
            fn blank() -> Self {
                $blank
            }

            fn slot(&self) -> Slot<'_> {
                let $value = self;
                $read
            }

            fn slot_mut(&mut self) -> SlotMut<'_> {
                SlotMut::$variant(self)
            }
        }
    };
}

scalar!(bool, false, Bool, |value| Slot::Bool(*value));
scalar!(i64, 0, Integer, |value| Slot::Integer(*value));
scalar!(f64, 0.0, Double, |value| Slot::Double(*value));
scalar!(String, String::new(), String, |value| Slot::Text(value));
scalar!(Value, Value::Null, Json, |value| Slot::Json(value));

impl Wire for () {
    fn blank() -> Self {}

    fn slot(&self) -> Slot<'_> {
        Slot::Null
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Unit
    }
}

impl<T: Wire> Wire for Option<T> {
    fn blank() -> Self {
        None
    }

    // In line, it would be there for each field of each type.
    #[inline(never)]
    fn slot(&self) -> Slot<'_> {
        match self {
            Some(value) => value.slot(),
            None => Slot::Absent,
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Option(self)
    }
}

impl<T: Wire> Optional for Option<T> {
    fn value(&mut self) -> SlotMut<'_> {
        if self.is_none() {
            // Nothing is dropped, and nothing is compiled for it.
            mem::forget(self.replace(T::blank()));
        }
        match self {
            Some(value) => value.slot_mut(),
            None => SlotMut::Unit,
        }
    }

    fn clear(&mut self) {
        drop(self.take());
    }
}

/// A parameter that may be set to `null`, which means something else than leaving it out.
///
/// An optional parameter of this kind is an `Option<Nullable<T>>`: `None` is left out, `Some(Nullable::Null)` is sent
/// as `null`. Setters take a plain value as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Sent as `null`.
    Null,
    /// Sent as it is.
    Value(T),
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Nothing is null.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> Nullable<T> {
    /// The value, unless it is null.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T: Wire> Wire for Nullable<T> {
    fn blank() -> Self {
        Self::Null
    }

    fn slot(&self) -> Slot<'_> {
        match self {
            Self::Value(value) => value.slot(),
            Self::Null => Slot::Null,
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Option(self)
    }
}

impl<T: Wire> Optional for Nullable<T> {
    fn value(&mut self) -> SlotMut<'_> {
        if matches!(self, Self::Null) {
            *self = Self::Value(T::blank());
        }
        match self {
            Self::Null => SlotMut::Unit,
            Self::Value(value) => value.slot_mut(),
        }
    }

    fn clear(&mut self) {
        *self = Self::Null;
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::List(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::List(self)
    }
}

impl<T: Wire> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Slot<'_> {
        match <[T]>::get(self, index) {
            Some(value) => value.slot(),
            None => Slot::Absent,
        }
    }

    fn push(&mut self) -> SlotMut<'_> {
        Vec::push(self, T::blank());
        match self.last_mut() {
            Some(value) => value.slot_mut(),
            None => SlotMut::Unit,
        }
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Wire> Wire for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Map(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }
}

impl<T: Wire> Map for BTreeMap<String, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }

    fn entries(&self) -> Entries<'_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value.slot())))
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let value = self.entry(key.to_owned()).or_insert_with(T::blank);
        *value = T::blank();
        value.slot_mut()
    }

    fn remove(&mut self, key: &str) {
        BTreeMap::remove(self, key);
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }
}

/// Parameters without a spec.
impl Map for serde_json::Map<String, Value> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Entries<'_> {
        Box::new(
            self.iter()
                .map(|(key, value)| (key.as_str(), Slot::Json(value))),
        )
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let value = self.entry(key).or_insert(Value::Null);
        *value = Value::Null;
        SlotMut::Json(value)
    }

    fn remove(&mut self, key: &str) {
        self.remove(key);
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl Wire for Scalar {
    fn blank() -> Self {
        Self::Text(String::new())
    }

    fn slot(&self) -> Slot<'_> {
        match self {
            Self::Text(value) => Slot::Text(value),
            Self::Integer(value) => Slot::Integer(*value),
            Self::Double(value) => Slot::Double(*value),
            Self::Boolean(value) => Slot::Bool(*value),
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Scalar(self)
    }
}

super::macros::serde!(Scalar);
