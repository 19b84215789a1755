//! What a response is decoded into, where the output or its rows are of a type of the caller's own.

use super::Own;
use super::key::Key;
use crate::runtime::lenient::{Absent, Json, read};
use crate::runtime::members::members;
use crate::runtime::record::{List, Raw, Slot, SlotMut, Wire};
use crate::runtime::trace::Trace;

/// The output, once it is there.
// Public only because a hidden type of `Request` is it.
pub struct OwnOutput<T>(Option<T>);

impl<T> OwnOutput<T> {
    pub(super) fn into_inner(self) -> Option<T> {
        self.0
    }
}

impl<T: Own> Wire for OwnOutput<T> {
    fn blank() -> Self {
        Self(None)
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Absent
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Raw(self)
    }
}

impl<T: Own> Raw for OwnOutput<T> {
    fn set(&mut self, json: &Json<'_>, trace: &Trace) -> Result<(), serde_json::Error> {
        let begin = json.at();
        let read = read(json, &mut Absent::default(), trace);
        if read.is_ok() {
            note_error(json.since(begin), trace);
        }
        self.0 = Some(read?.0);
        Ok(())
    }

    fn size(&self) -> usize {
        size_of::<T>()
    }
}

/// Notes whether the outermost object has a key `error`: what it holds may be no output, but an error.
fn note_error(json: &str, trace: &Trace) {
    if json.contains("\"error\"") {
        let members = members(json.trim()).unwrap_or_default();
        members.iter().for_each(|(key, _)| trace.other_key(key));
    }
}

/// The rows of a page.
// Public only because a hidden type of `Request` is it.
pub struct OwnRows<T> {
    rows: Vec<T>,
    /// What paging has to know of each row.
    keys: Vec<Key>,
    absent: Absent,
}

impl<T> OwnRows<T> {
    pub(super) fn into_inner(self) -> Vec<T> {
        self.rows
    }
}

impl<T: Own> Wire for OwnRows<T> {
    fn blank() -> Self {
        Self {
            rows: Vec::new(),
            keys: Vec::new(),
            absent: Absent::default(),
        }
    }

    fn slot(&self) -> Slot<'_> {
        Slot::List(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::List(self)
    }
}

impl<T: Own> List for OwnRows<T> {
    fn len(&self) -> usize {
        self.keys.len()
    }

    fn get(&self, index: usize) -> Slot<'_> {
        let key = self.keys.as_slice().get(index);
        key.map_or(Slot::Absent, |key| Slot::Map(key))
    }

    fn push(&mut self) -> SlotMut<'_> {
        SlotMut::Raw(self)
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.keys.clear();
    }
}

impl<T: Own> Raw for OwnRows<T> {
    fn set(&mut self, json: &Json<'_>, trace: &Trace) -> Result<(), serde_json::Error> {
        let begin = json.at();
        let (row, noted) = read(json, &mut self.absent, trace)?;
        self.rows.push(row);
        let key = Key::new(noted, json.since(begin), trace.lead());
        self.keys.push(key);
        Ok(())
    }

    fn size(&self) -> usize {
        size_of::<T>() + size_of::<Key>()
    }
}
