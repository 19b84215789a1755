//! A type of the caller's own, read by serde as leniently as the types of the crate, as far as it says what it wants.
//!
//! A number may come as text, a boolean as `"Y"`, an empty object as `[]`, an array as an object with numbers for keys. For an
//! `Option`, `""`, `false`, `[]` and `{}` are absence unless the type inside takes such a value. That shows only when it does not,
//! and serde gives no second chance. So the whole is read again, and the place remembered, for the next row will be alike.

mod access;
mod deserializer;
mod json;
mod value;
mod variant;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::marker::PhantomData;

use serde_core::de::DeserializeOwned;

use super::trace::Trace;
pub(super) use json::Json;
use value::{Place, Value};

/// The places at which a certain empty value is absence, as far as they are known.
#[derive(Default)]
pub(super) struct Absent {
    /// The hashes of their keys.
    places: HashSet<u64>,
    /// How many bytes were read in vain until they were.
    in_vain: usize,
}

/// How many bytes may be read in vain: a text can have such places without number, and the way to each begins at its front.
const IN_VAIN: usize = 4 << 20;

/// How many times the length of the text, if that is more.
const FACTOR: usize = 256;

/// The members of an object by which paging knows a row, as JSON: its `id`, and the field that leads on.
#[derive(Clone, Copy, Default)]
pub(super) struct Noted<'de> {
    pub(super) id: Option<&'de str>,
    pub(super) lead: Option<&'de str>,
}

/// Reads a value. The error is told by the trace, and repeats nothing of the JSON.
pub(super) fn read<'de, T: DeserializeOwned>(
    json: &Json<'de>,
    absent: &mut Absent,
    trace: &Trace,
) -> Result<(T, Noted<'de>), serde_json::Error> {
    let (begin, left) = (json.at(), trace.allowance.left());
    loop {
        let reader = Reader {
            json,
            absent: RefCell::new(std::mem::take(absent)),
            doubt: Cell::new(None),
            noted: Cell::default(),
            trace,
        };
        let read = Value {
            reader: &reader,
            place: &Place::OUTERMOST,
        }
        .read(PhantomData);
        *absent = reader.absent.into_inner();
        match (read, reader.doubt.get()) {
            (Ok(value), _) => return Ok((value, reader.noted.get())),
            (Err(_), Some(place)) if !trace.is_too_large() && absent.learn(place, json, begin) => {
                trace.forget();
                trace.allowance.back_to(left);
                json.back_to(begin);
            }
            (Err(error), _) => return Err(error),
        }
    }
}

impl Absent {
    /// Takes in a place, at which what was read from `begin` on has failed; false if that is of no use.
    fn learn(&mut self, place: u64, json: &Json<'_>, begin: usize) -> bool {
        self.in_vain += json.at() - begin;
        self.in_vain <= IN_VAIN.max(json.len().saturating_mul(FACTOR)) && self.places.insert(place)
    }

    fn has(&self, place: u64) -> bool {
        self.places.contains(&place)
    }
}

/// What reading one value shares.
struct Reader<'r, 'de> {
    json: &'r Json<'de>,
    absent: RefCell<Absent>,
    /// The place of an empty value that an `Option` did not take.
    doubt: Cell<Option<u64>>,
    noted: Cell<Noted<'de>>,
    trace: &'r Trace,
}

impl<'de> Reader<'_, 'de> {
    /// Whether paging may ask for this member of the outermost object.
    #[inline]
    fn is_noted(&self, key: &str) -> bool {
        is_id(key) || key == self.trace.lead()
    }

    fn note(&self, key: &str, value: &'de str) {
        let mut noted = self.noted.get();
        if key == self.trace.lead() {
            noted.lead = Some(value);
        }
        if is_id(key) {
            noted.id = noted.id.or(Some(value));
        }
        self.noted.set(noted);
    }
}

fn is_id(key: &str) -> bool {
    key.eq_ignore_ascii_case("id")
}
