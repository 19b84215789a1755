//! What tolerant decoding leaves out, as it is found.

use std::cell::{Cell, RefCell};

use serde_core::de::Error as _;
use serde_json::value::RawValue;

use super::body::Body;
use super::method_def::MethodDef;
use super::mistake::Mistake;
use super::path::{Place, Segment, beginning};
use super::trace::Trace;

/// The optional fields that were left out.
#[derive(Default)]
pub(super) struct LeftOut {
    fields: RefCell<Vec<Field>>,
    depth: Cell<usize>,
}

/// A field that was left out.
struct Field {
    /// The way to it, innermost first; it is filled on the way out of what is around it.
    path: Vec<Segment>,
    /// The way from there to what is wrong, innermost first.
    inside: Vec<Segment>,
    problem: String,
    json: Body,
}

/// How many arrays and objects may lie in each other, as with serde_json, which counts anew for each field.
const DEPTH: usize = 128;

/// How many bytes are kept of a value.
const KEPT: usize = 64 << 10;

/// What a field that is left out takes in memory, with its texts.
const SIZE: usize = size_of::<Field>() + size_of::<Mistake>() + 1024;

impl LeftOut {
    /// A field that may be left out begins here; gives how many were before it.
    pub(super) fn begin(&self) -> Result<usize, serde_json::Error> {
        match self.depth.get() {
            0..DEPTH => Ok(self.fields.borrow().len()),
            _ => Err(serde_json::Error::custom("recursion limit exceeded")),
        }
    }

    /// Reads the parts of JSON of no known shape. Only here does the depth of a value count that of all around it.
    pub(super) fn deeper<R, E: serde_core::de::Error>(
        &self,
        read: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        let depth = self.depth.get();
        // This one, and the outermost of them, which is not counted.
        if depth + 2 >= DEPTH {
            return Err(E::custom("recursion limit exceeded"));
        }
        self.depth.set(depth + 1);
        let read = read();
        self.depth.set(depth);
        read
    }

    /// Reads what is one step further in. What is left out there is at this step.
    fn within<R>(&self, segment: impl FnOnce() -> Segment, read: impl FnOnce() -> R) -> R {
        let before = self.fields.borrow().len();
        self.depth.set(self.depth.get() + 1);
        let read = read();
        self.depth.set(self.depth.get() - 1);
        let mut fields = self.fields.borrow_mut();
        if let Some(new @ [_, ..]) = fields.get_mut(before..) {
            let segment = segment();
            for field in new {
                field.path.push(segment.clone());
            }
        }
        read
    }

    /// The fields, each as a mistake of this answer; all of them are below `result`.
    pub(super) fn mistakes(&self, method: &MethodDef, status: u16) -> Vec<Mistake> {
        let fields = self.fields.take().into_iter();
        let mistake = |mut field: Field| {
            field.path.push(Segment::Key("result".to_owned()));
            let outer = field.path.iter().rev();
            let place = Place::of(outer.clone().chain(field.inside.iter().rev()));
            Mistake::new(
                method.name.clone(),
                status,
                Place::of(outer),
                place,
                field.problem,
                field.json,
            )
        };
        fields.map(mistake).collect()
    }
}

impl Trace {
    /// Leaves a field out, and with it whatever was left out inside; `before` is what [`LeftOut::begin`] gave. The error is one that
    /// cannot be tolerated.
    #[cold]
    pub(super) fn leave_out(
        &self,
        before: usize,
        json: &RawValue,
        error: serde_json::Error,
    ) -> Result<(), serde_json::Error> {
        if self.is_too_large() {
            return Err(error);
        }
        let mut fields = self.left_out.fields.borrow_mut();
        fields.truncate(before);
        // They take memory as well.
        self.element::<serde_json::Error>(before, || SIZE)?;
        fields.push(Field {
            path: Vec::new(),
            inside: self.take_path(),
            problem: self.describe(&error),
            json: Body::beginning(json.get().as_bytes(), KEPT),
        });
        Ok(())
    }

    /// Reads the element at `index` of an array.
    #[inline]
    pub(super) fn at_index<const TOLERANT: bool, R, E>(
        &self,
        index: usize,
        read: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        let read = match TOLERANT {
            false => read(),
            true => self.left_out.within(|| Segment::Index(index), read),
        };
        read.map_err(|error| self.index(index, error))
    }

    /// Reads the value of a field.
    #[inline]
    pub(super) fn at_key<const TOLERANT: bool, R, E>(
        &self,
        key: &str,
        read: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        let read = match TOLERANT {
            false => read(),
            true => self.left_out.within(|| Segment::Key(key.to_owned()), read),
        };
        read.map_err(|error| self.key(key, error))
    }

    /// Reads the value of a key that is data.
    #[inline]
    pub(super) fn at_data<const TOLERANT: bool, R, E>(
        &self,
        key: &str,
        placeholder: &'static str,
        read: impl FnOnce() -> Result<R, E>,
    ) -> Result<R, E> {
        let segment = || Segment::Data(beginning(key), placeholder);
        let read = match TOLERANT {
            false => read(),
            true => self.left_out.within(segment, read),
        };
        read.map_err(|error| self.data(key, placeholder, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_key_is_not_kept_by_each_field_below_it() -> Result<(), serde_json::Error> {
        let trace = Trace::within(1 << 20);
        let key = "\u{fc}".repeat(1 << 20);
        let json: &RawValue = serde_json::from_str("7")?;
        trace.at_data::<true, _, _>(&key, "*", || {
            let before = trace.left_out.begin()?;
            trace.leave_out(before, json, trace.fail("string", "number"))
        })?;
        let mut keys = Vec::new();
        for field in trace.left_out.fields.take() {
            let [Segment::Data(kept, _)] = field.path.as_slice() else {
                continue;
            };
            keys.push(kept.len());
        }
        assert_eq!(keys, [2 * 1_001]);
        Ok(())
    }
}
