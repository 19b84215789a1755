//! A request that cannot be written.

use std::fmt;

/// A request that cannot be written as JSON: it holds a `double` that is infinite or not a number; or, in the map of a family
/// of keys such as `UF_*`, a key that is none of the family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError(String);

impl EncodeError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EncodeError {}
