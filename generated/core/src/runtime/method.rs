//! What the crate knows about a method of the API.

use super::code::ErrorCode;
use super::record::{Record, Wire};
use super::scopes::Scopes;
use super::validate::{ValidationError, validate};

/// A method of the API; the type is its request.
///
/// A request is independent of any client: it can be stored, compared, logged, and sent by any means.
pub trait Method: Record + Wire {
    /// The name that stands in the URL: `biconnector.source.get`.
    const NAME: &'static str;

    /// The scopes that the webhook or the application must have.
    const SCOPES: Scopes;

    /// What a call does to the data.
    const EFFECT: Effect;

    /// Who may call it.
    const CONTEXT: Context = Context::Any;

    /// The version of the protocol: the path of the URL, the form of errors and of filters.
    const VERSION: Version = Version::V2;

    /// Whether a call may stand in a batch.
    const BATCH: bool = true;

    /// Groups of parameters, by their names on the wire, of which at least one must be sent.
    const ANY_OF: &'static [&'static [&'static str]] = &[];

    /// The key of `result` that holds the output, where the server wraps it.
    const UNWRAP: Option<&'static str> = None;

    /// Whether the output stands under `result` in the answer. Where it does not, the whole answer is the result; an answer with a
    /// `result` is read as any other.
    const ENVELOPE: bool = true;

    /// What a successful call answers.
    type Output: Wire;

    /// The codes of the method's own errors.
    type Error: ErrorCode;

    /// Checks the request against the limits that the documentation states: ranges, lengths, patterns.
    ///
    /// Not checked are the values of enums, which are open, and rules between several fields beyond [`ANY_OF`](Self::ANY_OF).
    /// Nothing is checked when a request is encoded: the server has the last word, and its limits may change.
    ///
    /// # Errors
    ///
    /// Every value that breaks a rule.
    fn validate(&self) -> Result<(), ValidationError>
    where
        Self: Sized,
    {
        validate(self, Self::ANY_OF)
    }
}

/// What a call does to the data; decides whether a call with an unknown outcome is retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Changes nothing: a call can be retried.
    Read,
    /// Creates or updates something: a retried call may do it twice.
    Write,
    /// Deletes something: a retried call may find nothing.
    Delete,
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Context {
    /// Webhooks and applications.
    Any,
    /// Applications only: a webhook is refused.
    Application,
}

/// The version of the protocol that a method speaks.
///
/// ```
/// use bitrix24::Version;
///
/// // https://PORTAL/rest/api/USER/CODE/METHOD
/// assert_eq!(Version::V3.path(), "rest/api");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// The version of most methods.
    V2,
    /// REST 3: parameters are JSON in a `POST` only; errors are objects. Methods that change something can be made safe to
    /// retry by the header [`IDEMPOTENCY_KEY`](Self::IDEMPOTENCY_KEY).
    V3,
}

impl Version {
    /// The header of REST 3 by which the server returns the first response again to a retried call: 1 to 255 printable ASCII
    /// characters, kept for 24 hours. The same key with another body is an error (HTTP 422).
    pub const IDEMPOTENCY_KEY: &'static str = "Idempotency-Key";

    /// The path between the portal and the webhook's user and code, or the method.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::V2 => "rest",
            Self::V3 => "rest/api",
        }
    }
}
