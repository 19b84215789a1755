//! The errors of a method whose documentation has none.

use super::open::Unknown;

/// The errors of a method whose page lists none of its own.
///
/// It is the error type of all such methods, each under a name of its own: `GetError`.
///
/// ```
/// use bitrix24::{ErrorCode, UnlistedError};
///
/// assert_eq!(UnlistedError::from_code(""), UnlistedError::NoCode);
/// assert_eq!(UnlistedError::from_code("NEW_CODE").as_str(), "NEW_CODE");
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum UnlistedError {
    /// An error without a code.
    NoCode,
    /// Any code.
    Unknown(Unknown<String>),
}

crate::runtime::error_code! {
    UnlistedError {}
}
