//! What an attempt came to, as far as it decides what is done next.

use std::borrow::Cow;

use serde_core::de::IgnoredAny;

use super::load::Operating;
use crate::runtime::Secrets;
use crate::{AnyCode, CallError, ErrorCode, ErrorRow, Time, TransportError};

/// What an attempt came to.
pub(crate) enum Reply {
    /// A result.
    Success(Option<Operating>),
    /// The results of a batch.
    Batch {
        /// How long their methods worked, as far as they tell.
        operating: Vec<(Cow<'static, str>, Operating)>,
        /// Whether a command was refused because there were too many calls.
        is_refused: bool,
    },
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
    /// What another attempt would not change: a result that cannot be decoded, or with an error inside it, whose code means
    /// nothing to a client.
    Final(Option<String>),
    /// The portal has moved.
    Redirect(String),
    /// No answer.
    None(TransportError),
}

/// A limit because of which a call is refused before it runs, and not for long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// There were too many calls.
    Rate,
    /// The method has worked too long.
    Operating,
}

impl Limit {
    /// The limit of a code in capital letters.
    pub(super) fn of(code: &str) -> Option<Self> {
        match code {
            "QUERY_LIMIT_EXCEEDED" => Some(Self::Rate),
            "OPERATION_TIME_LIMIT" => Some(Self::Operating),
            _ => None,
        }
    }
}

impl Reply {
    /// Hides these in what is told about it.
    pub(super) fn conceal(&mut self, secrets: &Secrets) {
        match self {
            Self::Error { code, .. } | Self::Final(Some(code)) => secrets.conceal_code(code),
            Self::None(error) => secrets.conceal(&mut error.problem),
            _ => {}
        }
    }

    /// A result, in short.
    pub(super) fn of_success(time: Option<&Time>) -> Self {
        Self::Success(time.and_then(Operating::read))
    }

    /// An error, in short, of a method with these of its own.
    pub(super) fn of_error(error: &CallError<AnyCode>, own: &[ErrorRow]) -> Self {
        match error {
            CallError::System(error) => Self::Error {
                code: error.code.as_str().to_ascii_uppercase(),
                known: true,
                status: error.status,
            },
            CallError::Method(found) if error.is_in_result() => {
                Self::Final(Some(found.code.as_str().to_owned()))
            }
            CallError::Method(error) => {
                let code = error.code.as_str();
                Self::Error {
                    code: code.to_ascii_uppercase(),
                    known: own.iter().any(|row| row.code.eq_ignore_ascii_case(code)),
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
            _ => Self::Final(None),
        }
    }
}
