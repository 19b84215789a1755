//! The code of an error, whatever method it is of.

use std::fmt;

use super::api_error::ApiError;
use super::error::{CallError, ErrorCode, ErrorRow};
use super::shown::{Secrets, Shown};

/// The code of an error when the method's own table is not known, or does not matter.
///
/// It compares in any letter case, as the server's codes do.
///
/// ```
/// use bitrix24::{AnyCode, ErrorCode};
///
/// assert_eq!(AnyCode::from_code("source_not_found"), "SOURCE_NOT_FOUND");
/// ```
#[derive(Clone, Eq)]
pub struct AnyCode(String);

impl ErrorCode for AnyCode {
    fn rows() -> &'static [ErrorRow] {
        &[]
    }

    fn from_code(code: &str) -> Self {
        Self(if code == "0" { "" } else { code }.to_owned())
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for AnyCode {
    fn eq(&self, other: &Self) -> bool {
        *self == *other.0.as_str()
    }
}

impl PartialEq<str> for AnyCode {
    fn eq(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl PartialEq<&str> for AnyCode {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl fmt::Display for AnyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown::text(&self.0).fmt(f)
    }
}

impl fmt::Debug for AnyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AnyCode")
            .field(&Shown::text(&self.0))
            .finish()
    }
}

// What is in use of this depends on the features.
#[allow(dead_code)]
impl CallError<AnyCode> {
    /// Hides these in whatever the server says. Only a description and what REST 3 says about parameters stay whole.
    pub(crate) fn conceal(&mut self, secrets: &Secrets) {
        match self {
            Self::Method(error) => secrets.conceal(&mut error.code.0),
            Self::Decode(error) => secrets.conceal(&mut error.path),
            Self::Unexpected(error) => secrets.conceal(&mut error.problem),
            Self::Transport(error) => secrets.conceal(&mut error.problem),
            Self::Auth(error) => secrets.conceal(&mut error.problem),
            _ => {}
        }
        if let Some(kept) = self.kept() {
            kept.secrets = secrets.clone();
        }
    }
}

impl<E: ErrorCode> CallError<E> {
    /// The same error, with the method's code in another table.
    pub(crate) fn recoded<F: ErrorCode>(self) -> CallError<F> {
        match self {
            Self::Method(error) => CallError::Method(ApiError {
                method: error.method,
                code: F::from_code(error.code.as_str()),
                description: error.description,
                status: error.status,
                body: error.body,
            }),
            Self::System(error) => CallError::System(error),
            Self::Decode(error) => CallError::Decode(error),
            Self::Unexpected(error) => CallError::Unexpected(error),
            Self::Transport(error) => CallError::Transport(error),
            Self::Auth(error) => CallError::Auth(error),
            Self::Encode(error) => CallError::Encode(error),
            Self::NotRun(error) => CallError::NotRun(error),
            Self::Stalled(error) => CallError::Stalled(error),
            Self::TooLarge(error) => CallError::TooLarge(error),
        }
    }
}
