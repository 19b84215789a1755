//! JSON of no known shape.

use std::fmt;

use serde_core::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::runtime::trace::Trace;

/// Decodes any value. What serde_json has for this does not count what it allocates.
pub(super) struct Json<'t>(pub(super) &'t Trace);

/// The elements of an array.
pub(super) fn array<'de, A: SeqAccess<'de>>(mut seq: A, trace: &Trace) -> Result<Value, A::Error> {
    let mut array = Vec::new();
    while let Some(value) = seq.next_element_seed(Json(trace))? {
        trace.element(array.len(), size_of::<Value>)?;
        array.push(value);
    }
    Ok(Value::Array(array))
}

/// The entries of an object. Whether `outermost`, it may be an error instead, as its keys tell.
pub(super) fn object<'de, A: MapAccess<'de>>(
    mut map: A,
    trace: &Trace,
    outermost: bool,
) -> Result<Value, A::Error> {
    let mut object = Map::new();
    while let Some(key) = map.next_key::<String>()? {
        if outermost {
            trace.other_key(&key);
        }
        let value = map.next_value_seed(Json(trace))?;
        trace.entry(object.len(), size_of::<Value>)?;
        object.insert(key, value);
    }
    Ok(Value::Object(object))
}

impl<'de> DeserializeSeed<'de> for Json<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Json<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Value, A::Error> {
        match self.0.is_json() {
            true => self.0.left_out.deeper(|| array(seq, self.0)),
            false => array(seq, self.0),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        match self.0.is_json() {
            true => self.0.left_out.deeper(|| object(map, self.0, false)),
            false => object(map, self.0, false),
        }
    }
}
