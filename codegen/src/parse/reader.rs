//! A tree to structs, strictly: text is text, nothing is not an absent value. What does not fit is noted where it stands,
//! something that fits is read in its place, and the reading goes on.
//!
//! Only a missing key keeps a struct from being made. Which keys a struct cannot do without, it tells when it lacks one;
//! the document is then read once more, and from there on they are noted as the rest. So a document is read no more
//! often than the language has such keys, however many mistakes there are.

mod de;
mod fields;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeOwned, Expected};
use yaml::{Span, Value};

use super::describe;
use crate::diag::Diagnostic;
use crate::place::{File, Place};

/// What became of a document.
pub(crate) struct Read<T> {
    /// Nothing, if a mistake keeps it from being checked any further. A misspelt key does not: it is read as what it was
    /// meant to be.
    pub(crate) spec: Option<T>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The misspelt keys, and what they were meant to be.
    pub(crate) renamed: HashMap<Span, &'static str>,
    /// The keys of the struct that a mapping became, by where the mapping begins.
    pub(crate) forms: Vec<(usize, &'static [&'static str])>,
    /// How many values were looked at.
    #[cfg(test)]
    pub(crate) steps: usize,
}

pub(crate) fn read<T: DeserializeOwned>(file: &File<'_>) -> Read<T> {
    let notes = Notes::default();
    let spec = loop {
        let reader = Reader {
            notes: &notes,
            place: file.place(),
        };
        match T::deserialize(reader) {
            Ok(spec) => break Some(spec).filter(|_| !notes.unsound.get()),
            Err(Halt::Again) => notes.forget(),
            Err(halt) => {
                notes.note(file.place().value_error("E0005", halt.to_string()));
                break None;
            }
        }
    };
    Read {
        spec,
        diagnostics: notes.found.into_inner(),
        renamed: notes.renamed.into_inner(),
        forms: notes.forms.into_inner(),
        #[cfg(test)]
        steps: notes.steps.get(),
    }
}

#[derive(Default)]
struct Notes {
    found: RefCell<Vec<Diagnostic>>,
    renamed: RefCell<HashMap<Span, &'static str>>,
    forms: RefCell<Vec<(usize, &'static [&'static str])>>,
    /// Whether something could not be read as it was meant.
    unsound: Cell<bool>,
    /// The structs and the keys that they cannot do without, as far as they have told.
    required: RefCell<HashSet<(&'static str, &'static str)>>,
    #[cfg(test)]
    steps: Cell<usize>,
}

impl Notes {
    fn note(&self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
        self.unsound.set(true);
    }

    /// What is read once more is told once more.
    fn forget(&self) {
        self.found.borrow_mut().clear();
        self.unsound.set(false);
    }
}

/// A value to be read. Where there is none, it is whatever fits.
#[derive(Clone, Copy)]
struct Reader<'r> {
    notes: &'r Notes,
    place: Place<'r>,
}

/// Why reading stops.
#[derive(Debug)]
enum Halt {
    /// A struct lacks a key.
    Missing(&'static str),
    /// The next pass will know better.
    Again,
    Other(String),
}

impl<'r> Reader<'r> {
    fn at(self, place: Place<'r>) -> Self {
        Self { place, ..self }
    }

    /// Whatever fits, in the same place.
    fn nothing(self) -> Self {
        self.at(self.place.empty())
    }

    fn value(self) -> Option<&'r Value> {
        #[cfg(test)]
        self.notes.steps.set(self.notes.steps.get() + 1);
        self.place.node().map(|node| &node.value)
    }

    /// Notes that the value is of another kind.
    fn wrong(self, wanted: &dyn Expected) {
        if let Some(node) = self.place.node() {
            let mistake = describe::wrong(self.place, &wanted.to_string(), node);
            self.notes.note(mistake);
        }
    }
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => write!(f, "`{what}` is missing"),
            Self::Again => f.write_str("it has to be read once more"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Halt {}

impl serde::de::Error for Halt {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }

    fn missing_field(key: &'static str) -> Self {
        Self::Missing(key)
    }
}
