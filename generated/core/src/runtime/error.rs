//! What a call may come to, other than its output.
//!
//! No `Debug` and no `Display` here shows the body: it may hold secrets. It is there for who asks, as [`Body`].

use std::fmt;

use super::any_code::AnyCode;
use super::api_error::ApiError;
use super::body::{Body, Kept};
use super::code::ErrorCode;
use super::decode_error::{DecodeError, UnexpectedError};
use super::encode_error::EncodeError;
use super::failure::{AuthError, NotRunError, StalledError, TransportError};
use super::shown::Secrets;
use super::too_large::TooLargeError;
use super::unsent::ReadOnlyError;
use crate::SystemCode;

/// A call that failed. `E` is the enum of the method's own error codes.
///
/// For calls of several methods use [`Error`](super::Error), to which `?` converts any of these.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError<E> {
    /// One of the method's own errors, an unknown one, one without a code, or any error inside a result.
    Method(ApiError<E>),
    /// An error that any method may return: limits, tokens, scopes.
    System(ApiError<SystemCode>),
    /// The result does not have the documented shape. The call itself succeeded.
    Decode(DecodeError),
    /// The response is not one of the REST API: not a JSON object, or without result and error.
    Unexpected(UnexpectedError),
    /// The response is too large: longer than the client reads, or larger in memory than allowed. It is not retried.
    TooLarge(TooLargeError),
    /// No response: no connection, a broken one, or no time left.
    Transport(TransportError),
    /// The access token has expired and cannot be renewed.
    Auth(AuthError),
    /// The request cannot be encoded; nothing was sent.
    Encode(EncodeError),
    /// A read-only client refused a call that writes; nothing was sent.
    ReadOnly(ReadOnlyError),
    /// A call of a batch that was not run, because an earlier one failed.
    NotRun(NotRunError),
    /// The pages of a list do not lead to its end.
    Stalled(StalledError),
}

impl<E: ErrorCode> CallError<E> {
    /// Returns the code of the error, as the server spells it; `None` if the server did not return an error, or one without a
    /// code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let code = match self {
            Self::Method(error) => error.code.as_str(),
            Self::System(error) => error.code.as_str(),
            _ => "",
        };
        (!code.is_empty()).then_some(code)
    }

    /// Whether the server says that the object of the call does not exist.
    ///
    /// It is read from the code: `NOT_FOUND`, `SOURCE_NOT_FOUND`, `…ENTITYNOTFOUNDEXCEPTION`. It is false for a missing method
    /// or application: `ERROR_METHOD_NOT_FOUND`, `APPLICATION_NOT_FOUND`.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::System(error) => error.code == SystemCode::EntityNotFound,
            _ => {
                let code = self.code().unwrap_or_default().to_ascii_uppercase();
                let missing = code.ends_with("NOT_FOUND") || code.ends_with("NOTFOUNDEXCEPTION");
                missing && !code.contains("METHOD")
            }
        }
    }

    /// Whether the call was refused because of a limit: too many calls, or too much work. It did not run.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.is_system(&[
            "QUERY_LIMIT_EXCEEDED",
            "OPERATION_TIME_LIMIT",
            "OVERLOAD_LIMIT",
        ])
    }

    fn is_system(&self, codes: &[&str]) -> bool {
        let is = |code: &str| codes.iter().any(|known| known.eq_ignore_ascii_case(code));
        matches!(self, Self::System(error) if is(error.code.as_str()))
    }

    /// Whether the call may still have changed data: its response was lost or cannot be read, or the server failed midway. If
    /// false, it is safe to send again.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        // An attempt before this answer may have, if the call was sent more than once.
        self.body().is_some_and(Body::doubts)
            || match self {
                Self::Method(error) => error.status >= 500,
                Self::System(_) => {
                    self.is_system(&["INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"])
                }
                Self::Decode(_) | Self::Unexpected(_) | Self::TooLarge(_) => true,
                Self::Transport(error) => error.may_have_run,
                Self::Auth(error) => error.may_have_run,
                Self::Encode(_) | Self::ReadOnly(_) | Self::NotRun(_) | Self::Stalled(_) => false,
            }
    }

    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        match self {
            Self::Method(error) => Some(error.status),
            Self::System(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::Unexpected(error) => Some(error.status),
            _ => None,
        }
    }

    /// Returns the whole response, if there was one. It may contain secrets: do not log it.
    #[must_use]
    pub fn body(&self) -> Option<&Body> {
        match self {
            Self::Method(error) => Some(&error.body),
            Self::System(error) => Some(&error.body),
            Self::Decode(error) => Some(&error.body),
            Self::Unexpected(error) => Some(&error.body),
            _ => None,
        }
    }

    /// Returns the ID of the request, from the header `X-Request-Id` of the response, to quote to the vendor's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.body().and_then(Body::request_id)
    }
}

// What is in use of this depends on the features.
#[allow(dead_code)]
impl<E> CallError<E> {
    /// Whether the error stands inside the result of a successful answer.
    pub(crate) fn is_in_result(&self) -> bool {
        matches!(self, Self::Method(error) if error.body.has_error_in_result())
    }

    /// Notes what the answer is called. Only if that is known, for to note anything copies a body that is shared.
    pub(crate) fn set_request_id(&mut self, id: Option<&str>) {
        let Some(id) = id else {
            return;
        };
        if let Some(kept) = self.kept() {
            kept.request_id = Some(id.to_owned());
        }
    }

    /// Notes that an attempt before the one that was answered may have run.
    pub(crate) fn set_doubt(&mut self) {
        if let Some(kept) = self.kept() {
            kept.doubt = true;
        }
    }

    /// Keeps no more than so many bytes of the server's text; the body has more.
    pub(crate) fn cut_description(&mut self, max: usize) {
        let description = match self {
            Self::Method(error) => &mut error.description,
            Self::System(error) => &mut error.description,
            _ => return,
        };
        let is_end = |end: &usize| description.is_char_boundary(*end);
        if let Some(end) = (0..=max.min(description.len())).rev().find(is_end) {
            description.truncate(end);
            description.shrink_to_fit();
        }
    }

    pub(super) fn kept(&mut self) -> Option<&mut Kept> {
        let body = match self {
            Self::Method(error) => &mut error.body,
            Self::System(error) => &mut error.body,
            Self::Decode(error) => &mut error.body,
            Self::Unexpected(error) => &mut error.body,
            _ => return None,
        };
        Some(body.kept_mut())
    }
}

// What is in use of this depends on the features.
#[allow(dead_code)]
impl CallError<AnyCode> {
    /// Hides these in whatever the server says. Only a description and what REST 3 says about parameters stay whole.
    pub(crate) fn conceal(&mut self, secrets: &Secrets) {
        match self {
            Self::Method(error) => error.code.conceal(secrets),
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
                code: F::from_variant(error.told().variant(F::rows()), error.code.as_str()),
                method: error.method,
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
            Self::ReadOnly(error) => CallError::ReadOnly(error),
            Self::NotRun(error) => CallError::NotRun(error),
            Self::Stalled(error) => CallError::Stalled(error),
            Self::TooLarge(error) => CallError::TooLarge(error),
        }
    }
}

impl<E: fmt::Display> fmt::Display for CallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(error) => error.fmt(f),
            Self::System(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
            Self::Unexpected(error) => error.fmt(f),
            Self::TooLarge(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Auth(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::ReadOnly(error) => error.fmt(f),
            Self::NotRun(error) => error.fmt(f),
            Self::Stalled(error) => error.fmt(f),
        }
    }
}

/// The cause of the variant's error, such as that of a token store.
impl<E: fmt::Debug + fmt::Display> std::error::Error for CallError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Auth(error) => error.source(),
            _ => None,
        }
    }
}

impl<E> From<EncodeError> for CallError<E> {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}
