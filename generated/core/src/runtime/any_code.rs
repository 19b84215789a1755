//! The code of an error, whatever method it is of.

use std::fmt;

use super::code::{ErrorCode, ErrorRow};
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

    fn from_variant(_: usize, code: &str) -> Self {
        Self(if code == "0" { "" } else { code }.to_owned())
    }

    fn known(&self) -> Result<usize, &str> {
        Err(&self.0)
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

impl AnyCode {
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(super) fn conceal(&mut self, secrets: &Secrets) {
        secrets.conceal(&mut self.0);
    }
}
