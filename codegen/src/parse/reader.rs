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

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt;

use serde::de::{DeserializeOwned, Expected};
use yaml::{Span, Value};

use super::describe;
use crate::diag::Diagnostic;
use crate::place::{File, Place};

/// What is noted of a document.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The misspelt keys, and what they were meant to be.
    pub(crate) renamed: HashMap<Span, &'static str>,
    /// The keys of the struct that a mapping became, by where the mapping begins.
    pub(crate) forms: HashMap<usize, &'static [&'static str]>,
    /// Whether something could not be read as it was meant.
    unsound: bool,
    /// The structs and the keys that they cannot do without, as far as they have told.
    required: HashSet<(&'static str, &'static str)>,
    /// How many values were looked at.
    #[cfg(test)]
    pub(crate) steps: usize,
}

/// There is no spec if a mistake keeps it from being checked any further. A misspelt key does not: it is read as what it
/// was meant to be.
pub(crate) fn read<T: DeserializeOwned>(file: &File<'_>) -> (Option<T>, Notes) {
    let (notes, place) = (&RefCell::<Notes>::default(), file.place());
    let reader = Reader { notes, place };
    let spec = loop {
        match T::deserialize(reader) {
            Ok(spec) => break Some(spec).filter(|_| !notes.borrow().unsound),
            Err(Halt::Again) => {
                // What is read once more is told once more.
                let mut notes = notes.borrow_mut();
                notes.diagnostics.clear();
                notes.unsound = false;
            }
            Err(halt) => {
                reader.note(place.value_error("E0005", halt.to_string()));
                break None;
            }
        }
    };
    (spec, notes.take())
}

/// A value to be read. Where there is none, it is whatever fits.
#[derive(Clone, Copy)]
struct Reader<'r> {
    notes: &'r RefCell<Notes>,
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
        (self.notes.borrow_mut().steps += 1);
        self.place.node().map(|node| &node.value)
    }

    fn note(self, mistake: impl Into<Option<Diagnostic>>) {
        if let Some(mistake) = mistake.into() {
            let mut notes = self.notes.borrow_mut();
            notes.diagnostics.push(mistake);
            notes.unsound = true;
        }
    }

    /// Notes that the value is of another kind.
    fn wrong(self, wanted: &dyn Expected) {
        let mistake = |node| describe::wrong(self.place, &wanted.to_string(), node);
        self.note(self.place.node().map(mistake));
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
