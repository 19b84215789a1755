//! The code of an error, whatever method it is of.

use std::fmt;

use super::error::{ApiError, CallError, ErrorCode, ErrorRow};

/// The code of an error when the method's own table is not known, or does not matter.
///
/// It compares in any letter case, as the server's codes do.
///
/// ```
/// use bitrix24::{AnyCode, ErrorCode};
///
/// assert_eq!(AnyCode::from_code("source_not_found"), "SOURCE_NOT_FOUND");
/// ```
#[derive(Clone, Debug, Eq)]
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
        f.write_str(&self.0)
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
