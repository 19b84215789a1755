//! Why a call came to nothing before there was an answer.

use std::borrow::Cow;
use std::fmt;

use super::cause::Cause;
use super::shown::Shown;

/// A call without a response.
///
/// It never shows the address: that of a webhook is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportError {
    /// The method that was called; empty until a client knows.
    pub method: Cow<'static, str>,
    /// What went wrong.
    pub kind: TransportErrorKind,
    /// Description of what went wrong.
    pub problem: String,
    /// Whether the server may have received the request and run it. If false, it is safe to send again.
    pub may_have_run: bool,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made, so the request was not sent.
    Connect,
    /// The server's certificate is not trusted, so the request was not sent. It is not retried: the next attempt would find the
    /// same certificate.
    Certificate,
    /// The connection broke before the whole response arrived.
    Interrupted,
    /// An attempt took too long.
    Timeout,
    /// The deadline of the whole call has passed.
    Deadline,
    /// The response is longer than the request allows. A client turns this into
    /// [`CallError::TooLarge`](crate::CallError::TooLarge).
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

    /// The request was certainly not sent. `problem` must not show its address.
    #[must_use]
    pub fn connect(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Connect, problem, false)
    }

    /// The server's certificate is not trusted, so the request was not sent. `problem` must not show its address.
    #[must_use]
    pub fn certificate(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Certificate, problem, false)
    }

    /// The connection broke after part of the request was sent. `problem` must not show its address.
    #[must_use]
    pub fn interrupted(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Interrupted, problem, true)
    }

    /// The response did not arrive in time. `problem` must not show the address.
    #[must_use]
    pub fn timeout(problem: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Timeout, problem, true)
    }

    /// The response is longer than `limit` bytes, the `max_response_size` of the request, and was not read to its end.
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
    /// What kind of problem it is, and so what would help.
    pub kind: AuthErrorKind,
    /// What happened. It shows no token.
    pub problem: String,
    /// Whether an earlier attempt of the call may have run.
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
    /// The portal or the application has not been paid for: `PAYMENT_REQUIRED`.
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
    /// The portal was deleted: `PORTAL_DELETED`. Its tokens are no longer valid.
    PortalDeleted,
    /// The authorisation server found no credentials that it accepts: `NO_AUTH_FOUND`.
    NoAuthFound,
    /// The authorisation failed, and the server does not say why: `ERROR_OAUTH`.
    AuthorizationFailed,
    /// The authorisation server cannot be reached, or fails. Try again later.
    Network,
    /// The token store failed. If it could not save new tokens, the old ones may no longer be valid.
    Store,
    /// The server rejects a token that it has just issued.
    Refused,
    /// The authorisation server returned something else.
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

/// A call of a batch that was not run, because an earlier one failed or could not be sent and the batch halts.
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

/// A list that does not come to its end: the server returns pages that lead nowhere.
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
