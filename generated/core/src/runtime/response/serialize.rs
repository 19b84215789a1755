//! `Serialize` for an answer and what was left out of it.

use serde_core::ser::{Serialize, SerializeStruct, Serializer};

use super::Response;
use crate::runtime::{Mistake, RowError};

/// An object with the fields of the struct, without those that are absent or empty. It holds whatever secrets the output holds.
impl<T: Serialize> Serialize for Response<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let optional_fields = [
            self.time.is_some(),
            self.total.is_some(),
            self.next.is_some(),
            !self.row_errors.is_empty(),
            !self.mistakes.is_empty(),
        ];
        // Some formats write the number of fields first.
        let there = optional_fields.into_iter().filter(|there| *there).count();
        let mut object = serializer.serialize_struct("Response", 2 + there)?;
        object.serialize_field("result", &self.result)?;
        optional(&mut object, "time", self.time.as_ref())?;
        optional(&mut object, "total", self.total)?;
        optional(&mut object, "next", self.next)?;
        object.serialize_field("attempts", &self.attempts)?;
        optional(&mut object, "row_errors", filled(&self.row_errors))?;
        optional(&mut object, "mistakes", filled(&self.mistakes))?;
        object.end()
    }
}

fn filled<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

fn optional<S: SerializeStruct>(
    object: &mut S,
    name: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), S::Error> {
    match value {
        Some(value) => object.serialize_field(name, &value),
        None => object.skip_field(name),
    }
}

/// An object with the fields of the struct; the JSON of the row, which may hold secrets, is not in it.
impl Serialize for RowError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("RowError", 5)?;
        object.serialize_field("method", &self.method)?;
        object.serialize_field("index", &self.index)?;
        object.serialize_field("path", &self.path)?;
        object.serialize_field("problem", &self.problem)?;
        object.serialize_field("status", &self.status)?;
        object.end()
    }
}

/// An object with the fields of the struct; the JSON of the field, which may hold secrets, is not in it.
impl Serialize for Mistake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Mistake", 5)?;
        object.serialize_field("method", &self.method)?;
        object.serialize_field("path", &self.path)?;
        object.serialize_field("place", &self.place)?;
        object.serialize_field("problem", &self.problem)?;
        object.serialize_field("status", &self.status)?;
        object.end()
    }
}
