//! An answer that is too large to be read.

use std::borrow::Cow;
use std::fmt;

/// An answer that is too large. The server has run the call, or may have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TooLargeError {
    /// The method that was called.
    pub method: Cow<'static, str>,
    /// What is too large.
    pub kind: TooLargeKind,
    /// The limit, in bytes.
    pub limit: usize,
}

/// What of an answer is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TooLargeKind {
    /// The response itself: it is longer than `max_response_size` of the client's builder.
    Response,
    /// Its result in memory. It may take 64 MiB, or 16 times the length of the response if that is more.
    Decoded,
}

impl TooLargeError {
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn response(method: Cow<'static, str>, limit: usize) -> Self {
        Self {
            method,
            kind: TooLargeKind::Response,
            limit,
        }
    }
}

impl fmt::Display for TooLargeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            kind,
            limit,
        } = self;
        match kind {
            TooLargeKind::Response => write!(
                f,
                "{method}: the response is longer than {limit} bytes; `max_response_size` of the builder raises this limit"
            ),
            TooLargeKind::Decoded => write!(
                f,
                "{method}: the result would take more than {limit} bytes of memory; ask for fewer rows"
            ),
        }
    }
}

impl std::error::Error for TooLargeError {}
