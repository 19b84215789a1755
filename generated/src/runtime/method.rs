//! What the crate knows about a method of the API.

use super::error::ErrorCode;
use super::record::{Record, Wire};
use super::validate::{ValidationError, validate};

/// A method of the API; the type is its request.
///
/// A request knows no client: it can be kept, compared, logged, and sent by any means.
pub trait Method: Record + Wire {
    /// The name that stands in the URL: `biconnector.source.get`.
    const NAME: &'static str;

    /// The scopes, one of which the webhook or the application must have.
    const SCOPES: &'static [&'static str];

    /// What a call does to the data.
    const EFFECT: Effect;

    /// Who may call it.
    const CONTEXT: Context;

    /// The key of `result` that holds the output, where the server wraps it.
    const UNWRAP: Option<&'static str>;

    /// What a successful call answers.
    type Output: Wire;

    /// The codes of the method's own errors.
    type Error: ErrorCode;

    /// Checks the request against the limits that the documentation states: ranges, lengths, patterns.
    ///
    /// Not checked are the values of enums, which are open, and rules between several fields. Nothing is checked when a
    /// request is encoded: the server has the last word, and its limits may change.
    ///
    /// # Errors
    ///
    /// Every value that breaks a rule.
    fn validate(&self) -> Result<(), ValidationError>
    where
        Self: Sized,
    {
        validate(self)
    }
}

/// What a call does to the data; it decides whether a call with an unknown outcome may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Changes nothing: a call can be repeated.
    Read,
    /// Creates or changes something: a call that is repeated may do it twice.
    Write,
    /// Removes something: a call that is repeated may find nothing.
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
