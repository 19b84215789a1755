//! A store of tokens that failed.

use std::any::Any;
use std::error::Error;
use std::{fmt, io};

use crate::runtime::{Cause, Shown};

/// A token store or a limiter failed.
///
/// Create it from text, or from any error, which [`source`](Error::source) returns; `?` converts the most common ones.
///
/// ```
/// use bitrix24::client::StoreError;
///
/// fn read() -> Result<Vec<u8>, StoreError> {
///     Ok(std::fs::read("nowhere/tokens.json")?)
/// }
///
/// /// The error of a database, for example.
/// fn query() -> Result<u64, StoreError> {
///     "many".parse().map_err(StoreError::new)
/// }
///
/// use std::error::Error as _;
/// assert!(read().unwrap_err().source().is_some_and(|cause| cause.is::<std::io::Error>()));
/// assert_eq!(query().unwrap_err().to_string(), "invalid digit found in string");
/// ```
///
/// `Display` and `Debug` show no more than 1,000 characters of the error's text, without line breaks, and without what looks like a
/// secret. `source` is the error as it is: no token should be in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    problem: String,
    cause: Option<Cause>,
}

impl StoreError {
    /// Creates an error from text, or from another error. Neither may contain a token.
    #[must_use]
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>> + 'static) -> Self {
        let any: &dyn Any = &error;
        let is_text = any.is::<String>() || any.is::<&'static str>();
        let error = error.into();
        Self {
            problem: Shown::text(&error.to_string()).to_string(),
            cause: (!is_text).then(|| Cause::new(error)),
        }
    }

    /// An error, with what was done when it happened.
    pub(crate) fn at(place: impl fmt::Display, error: io::Error) -> Self {
        let error = Self::from(error);
        Self {
            problem: format!("{place}: {}", error.problem),
            ..error
        }
    }

    pub(super) fn cause(&self) -> Option<Cause> {
        self.cause.clone()
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(Cause::as_source)
    }
}

// Not `From` any error at all: an error itself, it would be among them.

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::new(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::new(error)
    }
}

impl From<Box<dyn Error + Send + Sync>> for StoreError {
    fn from(error: Box<dyn Error + Send + Sync>) -> Self {
        Self::new(error)
    }
}
