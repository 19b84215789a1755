//! Why a call came to nothing before there was an answer.

use std::borrow::Cow;
use std::fmt;

use super::cause::Cause;
use super::shown::Shown;

/// A call without an answer.
///
/// It never shows the address: that of a webhook is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportError {
    /// The method that was called; empty until a client knows.
    pub method: Cow<'static, str>,
    /// What went wrong.
    pub kind: TransportErrorKind,
    /// The same in words.
    pub problem: String,
    /// Whether the server may have got the request, and run it. If not, it is safe to send again.
    pub may_have_run: bool,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no connection, so the request never left.
    Connect,
    /// The server's certificate is not to be trusted, so the request never left. It is not repeated: the next attempt would find the
    /// same certificate.
    Certificate,
    /// The connection broke before the whole answer was there.
    Interrupted,
    /// An attempt took too long.
    Timeout,
    /// The time for the whole call is over.
    Deadline,
    /// The answer is longer than the request allows. A client makes [`CallError::TooLarge`](crate::CallError::TooLarge) of it.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

impl TransportError {
    fn new(kind: TransportErrorKind, problem: impl Into<String>, may_have_run: bool) -> Self {
        Self {
            method: Cow::Borrowed(""),
            kind,
            problem: Shown::text(&problem.into()).to_string(),
            may_have_run,
        }
    }

    /// The request provably never left. `problem` must not show its address.
    #[must_use]
    pub fn connect(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Connect, problem, false)
    }

    /// The server's certificate is not to be trusted, so the request never left. `problem` must not show its address.
    #[must_use]
    pub fn certificate(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Certificate, problem, false)
    }

    /// The connection broke after a part of the request had left. `problem` must not show its address.
    #[must_use]
    pub fn interrupted(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Interrupted, problem, true)
    }

    /// There was no answer in time. `problem` must not show the address.
    #[must_use]
    pub fn timeout(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Timeout, problem, true)
    }

    /// The answer is longer than `limit` bytes, the `max_response_size` of the request, and was not read to its end.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let problem = format!("the response is longer than {limit} bytes");
        Self::new(TransportErrorKind::TooLarge { limit }, problem, true)
    }

    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn deadline(problem: impl Into<String>, may_have_run: bool) -> Self {
        Self::new(TransportErrorKind::Deadline, problem, may_have_run)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.method.is_empty() {
            write!(f, "{}: ", self.method)?;
        }
        f.write_str(&self.problem)?;
        if self.may_have_run {
            f.write_str("; whether the call ran is not known")?;
        }
        Ok(())
    }
}

impl std::error::Error for TransportError {}

/// An application without a valid access token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AuthError {
    /// What has to be done.
    pub kind: AuthErrorKind,
    /// What happened. It shows no token.
    pub problem: String,
    /// Whether an attempt before, of a call that may be repeated, may have run.
    pub may_have_run: bool,
    cause: Option<Cause>,
}

/// Why there is no valid token, and what would help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AuthErrorKind {
    /// The refresh token is missing, used up, or older than 180 days (`invalid_grant`): the application has to be installed,
    /// or the user asked, again.
    ReinstallNeeded,
    /// The portal or the application is not paid for: `PAYMENT_REQUIRED`.
    PaymentRequired,
    /// The application's ID or secret is wrong: `invalid_client`.
    InvalidClient,
    /// The tokens or the code belong to another application: `wrong_client`. Compare the application's ID with that of the
    /// installation.
    WrongClient,
    /// The application asks for a scope that it does not have: `invalid_scope`, `insufficient_scope`.
    InvalidScope,
    /// The authorisation server does not understand the request: `invalid_request`.
    InvalidRequest,
    /// The application is not installed on the portal: `NOT_INSTALLED`.
    NotInstalled,
    /// The portal was deleted: `PORTAL_DELETED`. Its tokens are of no use any more.
    PortalDeleted,
    /// The authorisation server found no credentials that it accepts: `NO_AUTH_FOUND`.
    NoAuthFound,
    /// The authorisation failed, and the server does not say why: `ERROR_OAUTH`.
    AuthorizationFailed,
    /// The authorisation server cannot be reached, or fails. It may be otherwise soon.
    Network,
    /// The token store failed. If it could not save new ones, the old ones may be of no use any more.
    Store,
    /// The server refuses a token that it has just given.
    Refused,
    /// The authorisation server answered something else.
    Unexpected,
}

impl AuthError {
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn new(kind: AuthErrorKind, problem: impl Into<String>) -> Self {
        Self {
            kind,
            problem: Shown::text(&problem.into()).to_string(),
            may_have_run: false,
            cause: None,
        }
    }

    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn caused_by(self, cause: Option<Cause>) -> Self {
        Self { cause, ..self }
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the access token cannot be renewed: {}", self.problem)
    }
}

/// The cause is the error of the store, if that failed.
impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(Cause::as_source)
    }
}

/// A command of a batch that was not run, because another one failed, or could not be sent, and the batch was to halt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotRunError {
    /// The refused method.
    pub method: Cow<'static, str>,
}

impl NotRunError {
    // What is in use of this depends on the features.
    #[allow(dead_code)]
    pub(crate) fn new(method: Cow<'static, str>) -> Self {
        Self { method }
    }
}

impl fmt::Display for NotRunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = &self.method;
        write!(f, "{method}: not run, for the batch was halted")
    }
}

impl std::error::Error for NotRunError {}

/// A walk over a list that does not come to its end: the server answers pages that lead nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StalledError {
    /// The method of the list.
    pub method: Cow<'static, str>,
    /// What is wrong with the page.
    pub problem: String,
    /// The pages that were read before it.
    pub pages: u64,
    /// Their rows.
    pub items: u64,
}

impl fmt::Display for StalledError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            problem,
            pages,
            items,
        } = self;
        write!(
            f,
            "{method}: the list cannot be read to its end: {problem}, after {pages} pages with {items} rows"
        )
    }
}

impl std::error::Error for StalledError {}
