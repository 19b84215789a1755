//! The error in which the calls of all methods meet.

use std::fmt;

use super::any_code::AnyCode;
use super::body::Body;
use super::code::ErrorCode;
use super::encode_error::EncodeError;
use super::error::CallError;
use super::failure::AuthError;

/// A call of any method that gave no output: what the error of each turns into by `?`.
///
/// The codes of the method's own table are text here, [`AnyCode`]; the rest is as it was.
///
/// ```
/// use bitrix24::biconnector::{connector, source};
///
/// fn both(answer: &[u8]) -> Result<(), bitrix24::Error> {
///     bitrix24::decode::<source::Get>(200, answer)?;
///     bitrix24::decode::<connector::Get>(200, answer)?;
///     Ok(())
/// }
///
/// let error = both(br#"{"error":"SOURCE_NOT_FOUND","error_description":""}"#).unwrap_err();
/// assert!(error.is_not_found());
/// assert_eq!(error.code(), Some("SOURCE_NOT_FOUND"));
/// ```
#[derive(Clone)]
pub struct Error(Box<CallError<AnyCode>>);

impl Error {
    /// The error itself, to match on.
    #[must_use]
    pub fn as_call_error(&self) -> &CallError<AnyCode> {
        &self.0
    }

    /// The error itself, to keep.
    #[must_use]
    pub fn into_call_error(self) -> CallError<AnyCode> {
        *self.0
    }

    /// [`CallError::code`].
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code()
    }

    /// [`CallError::is_not_found`].
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.is_not_found()
    }

    /// [`CallError::is_rate_limited`].
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.is_rate_limited()
    }

    /// [`CallError::may_have_run`].
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        self.0.may_have_run()
    }

    /// [`CallError::http_status`].
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status()
    }

    /// [`CallError::request_id`].
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// [`CallError::body`].
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.0.body()
    }
}

impl<E: ErrorCode> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        Self(Box::new(error.recoded()))
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self(Box::new(CallError::Encode(error)))
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        Self(Box::new(CallError::Auth(error)))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}
