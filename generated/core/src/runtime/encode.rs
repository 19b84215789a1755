//! Encoding: what is absent is left out, what is null is sent as `null`.

use serde_core::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::encode_error::EncodeError;
use super::key::family_of;
use super::loose::integral;
use super::notation::Notation;
use super::record::{Record, Slot, Wire};

/// Encodes the parameters of a request as the JSON that the server expects in the body of a `POST`.
///
/// # Errors
///
/// A number that is not finite has no form in JSON; nor has money whose currency is not a code, or a key in the map of a family that it does not belong to.
///
/// ```
/// let request = bitrix24::biconnector::source::Get::new(6);
/// assert_eq!(bitrix24::encode(&request)?, br#"{"id":6}"#);
/// # Ok::<(), bitrix24::EncodeError>(())
/// ```
pub fn encode(request: &dyn Record) -> Result<Vec<u8>, EncodeError> {
    serde_json::to_vec(&Encode::new(Slot::Record(request)))
        .map_err(|error| EncodeError::new(error.to_string()))
}

/// The JSON of a value.
pub(crate) fn to_value(slot: Slot<'_>) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::to_value(Encode::new(slot))
}

/// A value, and the notation of the booleans in it.
struct Encode<'a>(Slot<'a>, Notation);

impl<'a> Encode<'a> {
    /// A value that is not in a field.
    fn new(slot: Slot<'a>) -> Self {
        Self(slot, Notation::Boolean)
    }
}

impl Serialize for Encode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, self.1, serializer)
    }
}

/// `Serialize` for any [`Wire`] type.
#[inline]
pub fn serialize_wire<S: Serializer>(value: &impl Wire, serializer: S) -> Result<S::Ok, S::Error> {
    serialize(value.slot(), serializer)
}

/// The same for what is read of one.
pub fn serialize<S: Serializer>(slot: Slot<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    write(slot, Notation::Boolean, serializer)
}

fn write<S: Serializer>(
    slot: Slot<'_>,
    notation: Notation,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match slot {
        Slot::Absent | Slot::Null => serializer.serialize_unit(),
        Slot::Bool(value) => match notation.slot(value) {
            Slot::Text(value) => serializer.serialize_str(value),
            Slot::Integer(value) => serializer.serialize_i64(value),
            _ => serializer.serialize_bool(value),
        },
        Slot::Integer(value) => serializer.serialize_i64(value),
        // A whole number is written as JavaScript would, without a fraction.
        Slot::Double(value) => match integral(value) {
            Some(value) => serializer.serialize_i64(value),
            None if value.is_finite() => serializer.serialize_f64(value),
            None => Err(S::Error::custom("a number in the request is not finite")),
        },
        // Only what was a float can have no digits.
        Slot::Decimal(value) if !value.is_finite() => {
            Err(S::Error::custom("a number in the request is not finite"))
        }
        Slot::Decimal(value) => serializer.serialize_str(value.as_str()),
        Slot::Money(value) => match value.fault() {
            Some(fault) => Err(S::Error::custom(fault)),
            None => serializer.collect_str(value),
        },
        Slot::Text(value) | Slot::Base64(value) => serializer.serialize_str(value),
        Slot::Json(value) => value.serialize(serializer),
        Slot::List(list) => {
            let mut seq = serializer.serialize_seq(Some(list.len()))?;
            for index in 0..list.len() {
                seq.serialize_element(&Encode(list.get(index), notation))?;
            }
            seq.end()
        }
        Slot::Map(entries) => {
            let mut map = serializer.serialize_map(Some(entries.len()))?;
            for (key, value) in entries.entries() {
                map.serialize_entry(key, &Encode(value, notation))?;
            }
            map.end()
        }
        Slot::Record(record) if record.def().array => {
            let fields = record.def().fields;
            let mut seq = serializer.serialize_seq(Some(fields.len()))?;
            for (index, field) in fields.iter().enumerate() {
                seq.serialize_element(&Encode(record.get(index), field.notation))?;
            }
            seq.end()
        }
        Slot::Record(record) => {
            let fields = record.def().fields;
            let mut map = serializer.serialize_map(None)?;
            // Up to here an absent field holds the place of those behind it.
            let sent = |index: &usize| !matches!(record.get(*index), Slot::Absent);
            let places = if record.def().positional {
                (0..fields.len()).rfind(sent).unwrap_or(0)
            } else {
                0
            };
            for (index, field) in fields.iter().enumerate() {
                match record.get(index) {
                    Slot::Absent if index >= places => {}
                    Slot::Map(family) if field.family => {
                        for (key, value) in family.entries() {
                            // Under another name the server would take it for something else.
                            let is_field = fields.iter().any(|other| other.name == key);
                            if is_field || family_of(fields, key) != Some(index) {
                                let family = field.name;
                                return Err(S::Error::custom(format_args!(
                                    "a key among `{family}` of the request is none of them"
                                )));
                            }
                            map.serialize_entry(key, &Encode(value, field.notation))?;
                        }
                    }
                    value => map.serialize_entry(field.name, &Encode(value, field.notation))?,
                }
            }
            map.end()
        }
    }
}
