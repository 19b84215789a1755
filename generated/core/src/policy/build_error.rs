//! Why a client cannot be built.

use std::fmt;

use crate::runtime::Shown;

/// A client cannot be built.
///
/// It does not show the address, for that of a webhook is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(String);

impl BuildError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(Shown::text(&problem.into()).to_string())
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}
