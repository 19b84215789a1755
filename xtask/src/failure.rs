//! Why a command failed.

use std::fmt::Display;

pub(crate) enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// Something is wrong, in words for the user.
    Failed(String),
}

impl Failure {
    /// Several things are wrong; each is printed as an error.
    pub(crate) fn all(messages: &[String]) -> Self {
        Self::Failed(messages.join("\nerror: "))
    }

    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Usage(message) | Self::Failed(message) => message,
        }
    }
}

impl<E: Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.to_string())
    }
}
