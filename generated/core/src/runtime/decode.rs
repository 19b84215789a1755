//! Decoding, and all leniency, in one place: a table of what a JSON value may become in a slot.
//!
//! The server is PHP. It sends numbers as strings, booleans as `"Y"` and `"N"`, `[]` for an empty object, an object with
//! numeric keys for an array, and `""`, `false`, `[]` or `{}` for a value that is not there. All of that is taken.
//! What cannot be meant is an error: an optional value takes any empty value for absence, a required one does not.

mod cases;
mod choice;
mod compound;
mod exact;
mod fill;
mod json;
mod tolerant;

use std::fmt;

use serde_core::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::decimal::Decimal;
use super::loose::{boolean, double, integer, integral};
use super::record::{Kind, SlotMut, Text, Wire};
use super::scalar::Scalar;
use super::trace::Trace;
pub(super) use fill::{Fill, Filled, kind};

/// `Deserialize` for any [`Wire`] type, as lenient as the decoding of an answer; the message of an error names the path.
///
/// It serves structs of your own too, for [`Rest::to`](crate::Rest::to) as an example: PHP sends a number as a string, and
/// nothing as `false` or `""`.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Own {
///     #[serde(rename = "UF_CRM_SIZE", default, deserialize_with = "bitrix24::record::deserialize")]
///     size: Option<i64>,
/// }
///
/// let own: Own = bitrix24::Rest::from([("UF_CRM_SIZE", "7")]).to()?;
/// assert_eq!(own.size, Some(7));
/// let own: Own = bitrix24::Rest::from([("UF_CRM_SIZE", false)]).to()?;
/// assert_eq!(own.size, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// The value has another shape.
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    // Whoever has the deserializer knows what it reads.
    deserialize_within(deserializer, usize::MAX)
}

/// The same, if the value takes no more than so many bytes of memory.
pub(super) fn deserialize_within<'de, T: Wire, D: Deserializer<'de>>(
    deserializer: D,
    bytes: usize,
) -> Result<T, D::Error> {
    let mut value = T::blank();
    read(value.slot_mut(), deserializer, bytes)?;
    Ok(value)
}

// The rest is compiled for each format, and not for each type.
fn read<'de, D: Deserializer<'de>>(
    slot: SlotMut<'_>,
    deserializer: D,
    bytes: usize,
) -> Result<(), D::Error> {
    let trace = Trace::of_any_format(bytes);
    match Fill::<false>::new(slot, &trace).deserialize(deserializer) {
        Ok(_) => Ok(()),
        Err(error) => Err(match (trace.place().path, trace.problem()) {
            (_, None) => error,
            (path, Some(problem)) if path.is_empty() => de::Error::custom(problem),
            (path, Some(problem)) => de::Error::custom(format_args!("{path}: {problem}")),
        }),
    }
}

impl<'de, const TOLERANT: bool> DeserializeSeed<'de> for Fill<'_, '_, TOLERANT> {
    type Value = Filled;

    /// Unwraps an optional slot, and clears it if the value turns out to be empty.
    #[inline]
    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<Filled, D::Error> {
        let option = match self.slot {
            SlotMut::Option(option) => option,
            SlotMut::Decimal(_) if self.trace.is_json() => {
                return exact::decimal(&mut self, deserializer);
            }
            SlotMut::Raw(raw) => return fill::raw(raw, self.trace, deserializer),
            SlotMut::Choice(_) => return choice::choose(self, deserializer),
            _ => return deserializer.deserialize_any(&mut self),
        };
        let mut value = Fill::<TOLERANT> {
            slot: option.value(),
            trace: self.trace,
            optional: true,
        };
        // Rarely is an optional value in another one.
        let filled = match value.slot {
            SlotMut::Option(_) | SlotMut::Choice(_) => value.deserialize(deserializer),
            SlotMut::Decimal(_) if self.trace.is_json() => exact::decimal(&mut value, deserializer),
            _ => deserializer.deserialize_any(&mut value),
        };
        if filled? == Filled::Empty {
            option.clear();
        }
        Ok(Filled::Yes)
    }
}

// By reference, for a `Fill` is five words.
impl<'de, const TOLERANT: bool> Visitor<'de> for &mut Fill<'_, '_, TOLERANT> {
    type Value = Filled;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(kind(&self.slot))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Filled, E> {
        self.of(Kind::Null);
        match &mut self.slot {
            SlotMut::Unit => Ok(Filled::Yes),
            SlotMut::Json(json) if !self.optional => {
                **json = Value::Null;
                Ok(Filled::Yes)
            }
            _ => self.empty("null"),
        }
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Filled, E> {
        self.of(Kind::Boolean);
        match &mut self.slot {
            SlotMut::Unit => {}
            SlotMut::Bool(slot) => **slot = value,
            SlotMut::Scalar(slot) => **slot = Scalar::Boolean(value),
            SlotMut::Json(json) => **json = Value::Bool(value),
            _ if value => return self.wrong("true"),
            _ => return self.empty("false"),
        }
        Ok(Filled::Yes)
    }

    #[inline]
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Filled, E> {
        self.of(Kind::Number);
        match &mut self.slot {
            SlotMut::Integer(slot) => **slot = value,
            SlotMut::Code(code) => code.set(value),
            SlotMut::Double(slot) => **slot = value as f64,
            SlotMut::Decimal(slot) => **slot = value.into(),
            SlotMut::Bool(slot) if value == 0 || value == 1 => **slot = value == 1,
            SlotMut::String(slot) => **slot = value.to_string(),
            SlotMut::Scalar(slot) => **slot = Scalar::Integer(value),
            SlotMut::Text(text) => {
                return set_text(*text, &value.to_string(), self.trace, "number");
            }
            SlotMut::Json(json) => **json = value.into(),
            _ => return self.wrong("number"),
        }
        Ok(Filled::Yes)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Filled, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => {
                self.of(Kind::Number);
                match &mut self.slot {
                    SlotMut::Double(slot) => **slot = value as f64,
                    SlotMut::Decimal(slot) => **slot = value.into(),
                    SlotMut::String(slot) => **slot = value.to_string(),
                    SlotMut::Scalar(slot) => **slot = Scalar::Double(value as f64),
                    SlotMut::Json(json) => **json = value.into(),
                    SlotMut::Text(text) => {
                        return set_text(*text, &value.to_string(), self.trace, "number");
                    }
                    _ => return self.wrong("number out of range"),
                }
                Ok(Filled::Yes)
            }
        }
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Filled, E> {
        self.of(Kind::Number);
        match &mut self.slot {
            SlotMut::Double(slot) => **slot = value,
            SlotMut::Decimal(slot) if value.is_finite() => **slot = value.into(),
            SlotMut::Integer(slot) => match integral(value) {
                Some(value) => **slot = value,
                None => return self.wrong("number with a fraction"),
            },
            SlotMut::Code(code) => match integral(value) {
                Some(value) => code.set(value),
                None => return self.wrong("number with a fraction"),
            },
            SlotMut::String(slot) => **slot = value.to_string(),
            SlotMut::Scalar(slot) => **slot = Scalar::Double(value),
            SlotMut::Text(text) => {
                return set_text(*text, &value.to_string(), self.trace, "number");
            }
            SlotMut::Json(json) => **json = value.into(),
            _ => return self.wrong("number"),
        }
        Ok(Filled::Yes)
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Filled, E> {
        // By far the most frequent of all: no call for it.
        if let SlotMut::String(slot) = &mut self.slot {
            **slot = value.to_owned();
            return Ok(Filled::Yes);
        }
        self.visit_str(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Filled, E> {
        self.of(Kind::String);
        match &mut self.slot {
            SlotMut::String(slot) => **slot = value.to_owned(),
            SlotMut::Scalar(slot) => **slot = value.into(),
            SlotMut::Json(json) => **json = value.into(),
            SlotMut::Text(text) if !value.is_empty() || text.known().contains(&"") => {
                return set_text(*text, value, self.trace, "string");
            }
            SlotMut::Text(text) if !self.optional && text.accepts("") => text.set(""),
            SlotMut::Unit if value.is_empty() => {}
            _ if value.is_empty() => return self.empty("empty string"),
            SlotMut::Bool(slot) => match boolean(value) {
                Some(value) => **slot = value,
                None => return self.wrong("string"),
            },
            SlotMut::Integer(slot) => match integer(value) {
                Some(value) => **slot = value,
                None => return self.wrong("string"),
            },
            SlotMut::Code(code) => match integer(value) {
                Some(value) => code.set(value),
                None => return self.wrong("string"),
            },
            SlotMut::Decimal(slot) => match Decimal::from_text(value.to_owned()) {
                Some(value) => **slot = value,
                None => return self.wrong("string"),
            },
            SlotMut::Double(slot) => match double(value) {
                Some(value) => **slot = value,
                None => return self.wrong("string"),
            },
            _ => return self.wrong("string"),
        }
        Ok(Filled::Yes)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Filled, A::Error> {
        self.of(Kind::Array);
        compound::array(self, seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Filled, A::Error> {
        self.of(Kind::Object);
        compound::object(self, map)
    }

    fn visit_none<E: de::Error>(self) -> Result<Filled, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Filled, D::Error> {
        deserializer.deserialize_any(self)
    }
}

fn set_text<E: de::Error>(
    slot: &mut dyn Text,
    text: &str,
    trace: &Trace,
    found: &'static str,
) -> Result<Filled, E> {
    if !slot.accepts(text) {
        return Err(trace.fail(slot.kind(), found));
    }
    slot.set(text);
    Ok(Filled::Yes)
}
