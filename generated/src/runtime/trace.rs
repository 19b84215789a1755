//! Where decoding stands, and what is wrong there.

use std::cell::RefCell;
use std::fmt;

use super::error::Problem;
use super::path::{push_index, push_key};

/// Filled on the way out of a failed decoding, innermost first. It never holds a value of the body.
#[derive(Default)]
pub(super) struct Trace {
    path: RefCell<Vec<Segment>>,
    problem: RefCell<Option<Problem>>,
}

enum Segment {
    Key(String),
    Index(usize),
}

impl Trace {
    /// Notes what is wrong and makes the error that unwinds.
    pub(super) fn fail<E: serde::de::Error>(
        &self,
        expected: &'static str,
        found: &'static str,
    ) -> E {
        let problem = Problem { expected, found };
        let error = E::custom(problem);
        *self.problem.borrow_mut() = Some(problem);
        error
    }

    /// Notes that a failure lies below `key`.
    pub(super) fn key<E>(&self, key: &str, error: E) -> E {
        self.path.borrow_mut().push(Segment::Key(key.to_owned()));
        error
    }

    /// Notes that a failure lies below `index`.
    pub(super) fn index<E>(&self, index: usize, error: E) -> E {
        self.path.borrow_mut().push(Segment::Index(index));
        error
    }

    /// The problem; nothing if the JSON itself, or the format, is at fault.
    pub(super) fn problem(&self) -> Option<Problem> {
        *self.problem.borrow()
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = String::new();
        for segment in self.path.borrow().iter().rev() {
            match segment {
                Segment::Key(key) => push_key(&mut path, key),
                Segment::Index(index) => push_index(&mut path, *index),
            }
        }
        f.write_str(&path)
    }
}
