//! What is told to `tracing`: never an address, never a secret.

use std::fmt;
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, debug_span, info, trace, warn};

use super::oauth::StoreError;
use super::plan::Plan;
use super::reply::Reply;
use super::wait::{Reason, Wait};
use crate::Mistake;
use crate::runtime::Unsent;

/// The span of a call.
pub(crate) fn span(plan: &Plan, portal: &str) -> Span {
    debug_span!(
        "bitrix24",
        method = &*plan.method,
        portal,
        attempts = Empty,
        status = Empty,
        code = Empty,
        operating = Empty,
    )
}

/// What is sent, and what has come, without what is documented as a secret. Of a method that has no spec that is not known, so it
/// is not shown.
pub(crate) fn value(span: &Span, what: &'static str, value: &dyn fmt::Debug) {
    span.in_scope(|| trace!(?value, "{what}"));
}

/// A call that is not sent at all.
pub(crate) fn unsent(span: &Span, unsent: &Unsent) {
    span.in_scope(|| debug!(%unsent, "refused"));
}

/// What an attempt came to.
pub(crate) fn reply(span: &Span, attempt: u32, status: Option<u16>, reply: &Reply) {
    span.record("attempts", attempt);
    if let Some(status) = status {
        span.record("status", status);
    }
    match reply {
        Reply::Success(Some(operating)) => {
            span.record("operating", operating.used().as_secs_f64());
        }
        Reply::Error { code, .. } | Reply::Final(Some(code)) => {
            debug!(attempt, code, "an error");
        }
        Reply::Unexpected { .. } => debug!(attempt, "no answer of the API"),
        Reply::Redirect(_) => debug!(attempt, "the portal may have moved"),
        Reply::None(error) => debug!(attempt, problem = error.problem, "no answer"),
        Reply::Success(None) | Reply::Batch { .. } | Reply::Final(None) => {}
    }
}

/// What the call comes to, if that is an error of the API.
pub(crate) fn code(span: &Span, code: &str) {
    span.record("code", code);
}

/// What tolerant decoding has left out of an answer. No value is shown, and no key that is data.
pub(crate) fn mistakes(mistakes: &[Mistake]) {
    if let Some(first) = mistakes.first() {
        let (method, (path, problem)) = (&*first.method, first.in_public());
        let count = mistakes.len();
        warn!(
            method,
            count, path, problem, "optional fields are left absent"
        );
    }
}

/// From here on a wait is a long one, which is told at the level `INFO`; `client` documents it.
const LONG: Duration = Duration::from_secs(10);

pub(super) fn is_long(wait: Wait) -> bool {
    wait.time >= LONG
}

/// What a call waits for, and for how long.
pub(super) fn wait(wait: Wait, method: &str, portal: &str) {
    let reason = match wait.reason {
        Reason::RateLimit => "rate limit",
        Reason::Retry => "retry",
        Reason::OperatingTime => "operating time",
    };
    if is_long(wait) {
        // Who wants no more than `INFO` does not see the span of the call.
        info!(reason, wait = ?wait.time, method, portal, "waiting");
    } else {
        debug!(reason, wait = ?wait.time, "waiting");
    }
}

/// A limiter that other processes share has failed, so this process alone decides.
pub(super) fn limiter(portal: &str, error: &StoreError) {
    warn!(portal, %error, "the shared limiter failed");
}

/// The store does not know that the portal has moved; a renewal of the tokens will tell it.
pub(crate) fn address(portal: &str, error: &StoreError) {
    warn!(portal, %error, "the new address could not be stored");
}
