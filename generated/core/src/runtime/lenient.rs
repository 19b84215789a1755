//! A type of the caller's own, read by serde as leniently as the types of the crate, as far as it says what it wants.
//!
//! A number may come as text, a boolean as `"Y"`, an empty object as `[]`, an array as an object with numbers for keys. For an
//! `Option`, `""`, `false`, `[]` and `{}` are absence unless the type inside takes such a value. That shows only when it does not,
//! and serde gives no second chance. So the whole is read again, and the place remembered, for the next row will be alike.

mod access;
mod value;

use std::cell::{Cell, RefCell};

use serde_core::de::DeserializeOwned;

use super::trace::Trace;
use value::Value;

/// The places at which an empty value is absence, as far as they are known: the hashes of their keys.
pub(super) type Absent = Vec<u64>;

/// Reads a value. The error is told by the trace, and repeats nothing of the JSON.
pub(super) fn read<T: DeserializeOwned>(
    json: &str,
    absent: &mut Absent,
    trace: &Trace,
) -> Result<T, serde_json::Error> {
    loop {
        let reader = Reader {
            absent: RefCell::new(std::mem::take(absent)),
            doubt: Cell::new(None),
            trace: Trace::within(usize::MAX),
        };
        let read = T::deserialize(Value::outermost(json, &reader));
        *absent = reader.absent.into_inner();
        match (read, reader.doubt.get()) {
            (Ok(value), _) => return Ok(value),
            (Err(_), Some(place)) if !absent.contains(&place) => absent.push(place),
            (Err(error), _) => {
                trace.adopt(reader.trace);
                return Err(error);
            }
        }
    }
}

/// What reading one value shares.
struct Reader {
    absent: RefCell<Absent>,
    /// The place of an empty value that an `Option` did not take.
    doubt: Cell<Option<u64>>,
    trace: Trace,
}
