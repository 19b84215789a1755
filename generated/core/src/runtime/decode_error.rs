//! An answer that cannot be read.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;

/// A result whose shape is not the documented one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// The place in the answer: `result.item.settings[0].id`.
    pub path: String,
    /// What is wrong there; it never repeats a value of the answer.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.method, self.path, self.problem)
    }
}

impl std::error::Error for DecodeError {}

/// An answer that is not one of the REST API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UnexpectedError {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// What is wrong; it never repeats a value of the answer.
    pub problem: String,
    /// The HTTP status.
    pub status: u16,
    /// The whole answer.
    pub body: Body,
}

impl fmt::Display for UnexpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} (HTTP {}, {:?})",
            self.method, self.problem, self.status, self.body
        )
    }
}

impl std::error::Error for UnexpectedError {}
