//! Calls that a client does not send.

use std::borrow::Cow;
use std::fmt;

use super::encode_error::EncodeError;
use super::error::CallError;

/// A call that writes, refused by a client that is `read_only()`. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOnlyError {
    /// The refused method.
    pub method: Cow<'static, str>,
}

impl fmt::Display for ReadOnlyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = &self.method;
        write!(
            f,
            "{method}: not sent, for it writes, and the client is read-only"
        )
    }
}

impl std::error::Error for ReadOnlyError {}

/// Why a call is not sent.
// What is in use of this depends on the features.
#[allow(dead_code)]
#[derive(Clone, Debug)]
pub(crate) enum Unsent {
    Encode(EncodeError),
    ReadOnly(ReadOnlyError),
}

// What is in use of this depends on the features.
#[allow(dead_code)]
impl Unsent {
    pub(crate) fn read_only(method: Cow<'static, str>) -> Self {
        Self::ReadOnly(ReadOnlyError { method })
    }
}

impl From<EncodeError> for Unsent {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl<E> From<Unsent> for CallError<E> {
    fn from(unsent: Unsent) -> Self {
        match unsent {
            Unsent::Encode(error) => Self::Encode(error),
            Unsent::ReadOnly(error) => Self::ReadOnly(error),
        }
    }
}

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encode(error) => error.fmt(f),
            Self::ReadOnly(error) => error.fmt(f),
        }
    }
}
