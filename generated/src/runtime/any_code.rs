//! The code of an error, whatever method it is of.

use std::fmt;

use super::error::{ErrorCode, ErrorRow};

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
