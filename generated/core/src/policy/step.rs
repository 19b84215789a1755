//! What the state machine of a call is told, and what it says.

use std::sync::Arc;
use std::time::Duration;

use super::limit::{Admission, RateLimit};
use super::oauth::{Renewed, StoreError};
use super::portal::Portal;
use super::reply::Reply;
use super::wait::Wait;
use crate::{AuthError, TransportError};

/// What happened.
pub(crate) enum Event {
    /// The call begins.
    Start,
    /// The wait is over.
    Woke,
    /// The attempt came to this; `retry_after` is what the server says about it.
    Replied {
        reply: Reply,
        retry_after: Option<Duration>,
    },
    /// There is another token, or none.
    Renewed(Result<Renewed, AuthError>),
    /// There was no time for it.
    Late,
    /// The portal's new address is known; or why it is not followed there.
    Moved(Result<Arc<Portal>, String>),
    /// The decoder knows what is wrong with the answer.
    Refused,
    /// The limiter that other processes share lets the call go, or not yet.
    Admitted(Result<Admission, StoreError>),
    /// That limiter knows that the portal has refused a call.
    Reported(Result<(), StoreError>),
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Step {
    /// Wait.
    Wait(Wait),
    /// Send the request; it may take so long.
    Send(Duration),
    /// Renew the access token that was sent; that may take so long.
    Renew(Duration),
    /// Find out whether the portal may have moved there.
    Move(String),
    /// Tell the decoder that the answer is none, and why.
    Refuse(String),
    /// Ask the limiter that other processes share whether the call may go; that may take so long.
    Ask(Arc<Portal>, RateLimit, Duration),
    /// Tell that limiter that the portal has refused a call.
    Report(Arc<Portal>, RateLimit),
    /// It is over.
    Finish(Outcome),
}

/// What a call came to.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// To what was decoded last.
    Answer,
    /// To no answer.
    None(TransportError),
    /// To no token.
    Unauthorized(AuthError),
}
