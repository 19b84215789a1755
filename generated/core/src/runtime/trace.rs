//! Where decoding stands, and what is wrong there.

use std::cell::{Cell, RefCell};
use std::fmt;

use super::allowance::Allowance;
use super::left_out::LeftOut;
use super::path::{Place, Segment};

/// Filled on the way out of a failed decoding, innermost first. It never holds a value of the body, but for those that were left
/// out.
// Public only because the methods of a hidden trait take it.
pub struct Trace {
    /// The field of a row that leads to the next page.
    lead: &'static str,
    /// Whether it is the text of an answer that is decoded.
    json: bool,
    pub(super) allowance: Allowance,
    path: RefCell<Vec<Segment>>,
    problem: Cell<Option<Problem>>,
    /// Whether an object had the key `error`, which no field has: what it holds may be no output, but an error.
    error: Cell<bool>,
    /// Whether an object had a key that no field has, and that may say whether a list goes on.
    more: Cell<bool>,
    /// Whether a value was read whose type another field decides.
    cases: Cell<bool>,
    /// What tolerant decoding has left out.
    pub(super) left_out: LeftOut,
}

impl Trace {
    /// Decoding of an answer's text, which may take so many bytes of memory.
    pub(super) fn within(bytes: usize) -> Self {
        Self {
            lead: "",
            json: true,
            allowance: Allowance::new(bytes),
            path: RefCell::default(),
            problem: Cell::default(),
            error: Cell::default(),
            more: Cell::default(),
            cases: Cell::default(),
            left_out: LeftOut::default(),
        }
    }

    /// The same, of a list whose rows lead on by this field.
    pub(super) fn leading(self, lead: &'static str) -> Self {
        Self { lead, ..self }
    }

    pub(super) fn lead(&self) -> &'static str {
        self.lead
    }

    /// Begins anew: what was wrong is read once more.
    pub(super) fn forget(&self) {
        self.path.borrow_mut().clear();
        self.problem.set(None);
    }

    /// The same of what is in any format.
    pub(super) fn of_any_format(bytes: usize) -> Self {
        Self {
            json: false,
            ..Self::within(bytes)
        }
    }

    /// Whether it is the text of an answer that is decoded.
    #[inline]
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Whether it would take more.
    pub(super) fn is_too_large(&self) -> bool {
        self.allowance.is_exceeded()
    }

    /// Charges for the new element at `index` of an array.
    #[inline]
    pub(super) fn element<E: serde_core::de::Error>(
        &self,
        index: usize,
        size: impl FnOnce() -> usize,
    ) -> Result<(), E> {
        if self.allowance.element(index, size) {
            return Ok(());
        }
        Err(too_large())
    }

    /// Charges for the new entry of an object that had `len` of them before.
    #[inline]
    pub(super) fn entry<E: serde_core::de::Error>(
        &self,
        len: usize,
        size: impl FnOnce() -> usize,
    ) -> Result<(), E> {
        if self.allowance.entry(len, size) {
            return Ok(());
        }
        Err(too_large())
    }

    /// Notes what is wrong and makes the error that unwinds.
    pub(super) fn fail<E: serde_core::de::Error>(
        &self,
        expected: &'static str,
        found: &'static str,
    ) -> E {
        let problem = Problem { expected, found };
        let error = E::custom(problem);
        self.problem.set(Some(problem));
        error
    }

    /// Notes a key that no field has.
    pub(super) fn other_key(&self, key: &str) {
        if key == "error" {
            self.error.set(true);
        }
        if is_word(key) {
            self.more.set(true);
        }
    }

    /// Whether one of those was `error`.
    pub(super) fn has_error(&self) -> bool {
        self.error.get()
    }

    /// Whether one of those was a word for more rows.
    pub(super) fn has_more(&self) -> bool {
        self.more.get()
    }

    /// Notes a value whose type another field decides.
    pub(super) fn note_cases(&self) {
        self.cases.set(true);
    }

    /// Whether there was one.
    #[inline]
    pub(super) fn has_cases(&self) -> bool {
        self.cases.get()
    }

    /// Notes that a failure lies below `key`.
    pub(super) fn key<E>(&self, key: &str, error: E) -> E {
        self.path.borrow_mut().push(Segment::Key(key.to_owned()));
        error
    }

    /// Notes that a failure lies below `key`, which is data; `placeholder` stands for it where no data may be shown.
    pub(super) fn data<E>(&self, key: &str, placeholder: &'static str, error: E) -> E {
        let segment = Segment::Data(key.to_owned(), placeholder);
        self.path.borrow_mut().push(segment);
        error
    }

    /// Notes that a failure lies below `index`.
    pub(super) fn index<E>(&self, index: usize, error: E) -> E {
        self.path.borrow_mut().push(Segment::Index(index));
        error
    }

    /// Where the failure lies.
    pub(super) fn place(&self) -> Place {
        Place::of(self.path.borrow().iter().rev())
    }

    /// The way to the failure, innermost first; after this there has been none.
    pub(super) fn take_path(&self) -> Vec<Segment> {
        self.path.take()
    }

    /// The problem; nothing if the JSON itself, or the format, is at fault.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// The problem in words. Without one of ours it is the JSON's: what passes the envelope fails by its depth only.
    pub(super) fn describe(&self, error: &serde_json::Error) -> String {
        let problem = self.problem.take().map(|problem| problem.to_string());
        problem.unwrap_or_else(|| error.to_string())
    }
}

/// Whether a key of a result says if there are more rows of the list. `nextCursor` is a cursor or empty, the others are booleans.
#[inline]
pub(super) fn is_word(key: &str) -> bool {
    matches!(
        key,
        "hasMore" | "hasMorePages" | "hasNextPage" | "nextCursor"
    )
}

#[cold]
pub(super) fn too_large<E: serde_core::de::Error>() -> E {
    E::custom("it takes too much memory")
}

/// What is wrong at a place of the JSON.
#[derive(Clone, Copy)]
pub(super) struct Problem {
    pub(super) expected: &'static str,
    pub(super) found: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}
