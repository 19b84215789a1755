//! What an attempt came to, as far as it decides what is done next.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::load::Operating;
use crate::{CallError, ErrorCode, Response, TransportError};

/// What an attempt came to.
pub(crate) enum Reply {
    /// A result.
    Success(Option<Operating>),
    /// The results of a batch, as far as they tell how long their methods worked.
    Batch(Vec<(Cow<'static, str>, Operating)>),
    /// An error of the API.
    Error {
        code: String,
        /// Whether a table has the code: then it is an answer, whatever the status is.
        known: bool,
        status: u16,
    },
    /// Something else than an answer of the API.
    Unexpected {
        /// Whether it looks as if it might pass.
        passes: bool,
    },
    /// A result that cannot be decoded, or anything else that does not get better.
    Final,
    /// The portal has moved.
    Redirect(String),
    /// No answer.
    None(TransportError),
}

impl Reply {
    /// What is decoded, in short.
    pub(super) fn of<T, E: ErrorCode>(result: &Result<Response<T>, CallError<E>>) -> Self {
        match result {
            Ok(response) => Self::Success(response.time.as_ref().and_then(Operating::read)),
            Err(error) => Self::of_error(error),
        }
    }

    pub(super) fn of_error<E: ErrorCode>(error: &CallError<E>) -> Self {
        match error {
            CallError::System(error) => Self::Error {
                code: error.code.as_str().to_ascii_uppercase(),
                known: true,
                status: error.status,
            },
            CallError::Method(error) => {
                let code = error.code.as_str();
                let mut rows = E::rows().iter();
                Self::Error {
                    code: code.to_ascii_uppercase(),
                    known: rows.any(|row| row.code.eq_ignore_ascii_case(code)),
                    status: error.status,
                }
            }
            CallError::Unexpected(error) => {
                // An empty answer, or one whose end is missing.
                let json = serde_json::from_slice::<IgnoredAny>(error.body.as_bytes());
                let broken = json.is_err_and(|error| error.is_eof());
                Self::Unexpected {
                    passes: match error.status {
                        408 | 429 | 500.. => true,
                        400.. => false,
                        _ => broken,
                    },
                }
            }
            _ => Self::Final,
        }
    }
}
