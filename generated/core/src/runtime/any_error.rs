//! The error in which all errors of this crate meet.

use std::fmt;

use super::any_code::AnyCode;
use super::body::Body;
use super::code::ErrorCode;
use super::date::DateError;
use super::decimal::DecimalError;
use super::encode_error::EncodeError;
use super::error::CallError;
use super::failure::AuthError;
use super::validate::ValidationError;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
use crate::client::{BuildError, PortalError, StoreError};

/// Any error of this crate: `?` converts each into this one.
///
/// A method's own error codes become text, [`AnyCode`]; everything else is kept. It has the size of a pointer.
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
///
/// # In an error of your own
///
/// `?` converts only once, so an error type of your own that contains this one needs another `From`, here for calls of any
/// method. Or it contains the error of one method as it is, to match on that method's codes.
///
/// ```
/// use bitrix24::crm::item::{EntityType, Get, GetError, Item};
/// use bitrix24::{Bitrix24, CallError, ErrorCode, Profile};
///
/// #[derive(Debug, thiserror::Error)]
/// enum SyncError {
///     #[error(transparent)]
///     Bitrix24(#[from] bitrix24::Error),
///     #[error("cannot read the settings")]
///     Settings(#[from] std::io::Error),
/// }
///
/// impl<E: ErrorCode> From<CallError<E>> for SyncError {
///     fn from(error: CallError<E>) -> Self {
///         Self::Bitrix24(error.into())
///     }
/// }
///
/// async fn sync(bitrix: &Bitrix24) -> Result<(), SyncError> {
///     let id: i64 = std::fs::read_to_string("deal")?.trim().parse().unwrap_or_default();
///     bitrix.send(Profile::new()).await?;
///     bitrix.send(Get::new(EntityType::Deal, id)).await?;
///     Ok(())
/// }
///
/// #[derive(Debug, thiserror::Error)]
/// #[error("cannot read the deal")]
/// struct DealError(#[from] CallError<GetError>);
///
/// async fn deal(bitrix: &Bitrix24) -> Result<Item, DealError> {
///     Ok(bitrix.send(Get::new(EntityType::Deal, 7)).await?)
/// }
/// ```
#[derive(Clone)]
pub struct Error(Box<ErrorKind>);

/// What an [`Error`] was created from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A call failed, a row of a list does not decode, a request cannot be encoded, or an application has no valid token.
    Call(CallError<AnyCode>),
    /// A request breaks the documented limits.
    Validation(ValidationError),
    /// A date cannot be read.
    Date(DateError),
    /// A text is not a decimal number, or does not fit another type.
    Decimal(DecimalError),
    /// A client cannot be built.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    Build(BuildError),
    /// A token store failed when used directly. If it fails while a client renews tokens, that is a [`Call`](Self::Call).
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    Store(StoreError),
    /// An application has no client for a portal, or an event was refused.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    Portal(PortalError),
}

impl Error {
    /// Returns what the error was created from, to match on.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Returns what the error was created from, by value.
    #[must_use]
    pub fn into_kind(self) -> ErrorKind {
        *self.0
    }

    /// Returns the error of a call, to match on; `None` for any other error.
    #[must_use]
    pub fn as_call_error(&self) -> Option<&CallError<AnyCode>> {
        match self.kind() {
            ErrorKind::Call(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the error of a call, by value.
    ///
    /// # Errors
    ///
    /// This error, unchanged, if it is not one of a call.
    pub fn into_call_error(self) -> Result<CallError<AnyCode>, Self> {
        match *self.0 {
            ErrorKind::Call(error) => Ok(error),
            kind => Err(kind.into()),
        }
    }

    /// [`CallError::code`].
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.as_call_error()?.code()
    }

    /// [`CallError::is_not_found`]; `false` for any other error.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.as_call_error().is_some_and(CallError::is_not_found)
    }

    /// [`CallError::is_rate_limited`]; `false` for any other error.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.as_call_error().is_some_and(CallError::is_rate_limited)
    }

    /// [`CallError::may_have_run`]; `false` for any other error.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        self.as_call_error().is_some_and(CallError::may_have_run)
    }

    /// [`CallError::http_status`].
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.as_call_error()?.http_status()
    }

    /// [`CallError::request_id`].
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.as_call_error()?.request_id()
    }

    /// [`CallError::body`].
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        self.as_call_error()?.body()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl<E: ErrorCode> From<CallError<E>> for Error {
    fn from(error: CallError<E>) -> Self {
        ErrorKind::Call(error.recoded()).into()
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        ErrorKind::Call(CallError::Encode(error)).into()
    }
}

impl From<AuthError> for Error {
    fn from(error: AuthError) -> Self {
        ErrorKind::Call(CallError::Auth(error)).into()
    }
}

macro_rules! from {
    ($($error:ident => $kind:ident,)*) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                ErrorKind::$kind(error).into()
            }
        }
    )*};
}

from! {
    ValidationError => Validation,
    DateError => Date,
    DecimalError => Decimal,
}

#[cfg(any(feature = "client-core", feature = "blocking-core"))]
from! {
    BuildError => Build,
    StoreError => Store,
    PortalError => Portal,
}

/// Shows the error it was created from.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.kind().as_error(), f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.kind().as_error(), f)
    }
}

/// The cause of the error it was created from.
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind().as_error().source()
    }
}

impl ErrorKind {
    fn as_error(&self) -> &dyn std::error::Error {
        match self {
            Self::Call(error) => error,
            Self::Validation(error) => error,
            Self::Date(error) => error,
            Self::Decimal(error) => error,
            #[cfg(any(feature = "client-core", feature = "blocking-core"))]
            Self::Build(error) => error,
            #[cfg(any(feature = "client-core", feature = "blocking-core"))]
            Self::Store(error) => error,
            #[cfg(any(feature = "client-core", feature = "blocking-core"))]
            Self::Portal(error) => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_as_large_as_a_pointer() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}
