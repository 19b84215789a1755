//! A call that is sent more than once may have run, whatever its last answer says.

use std::sync::atomic::{AtomicUsize, Ordering};

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, blocking};
use serde_json::json;

use super::run::Clock;
use super::support::{Portal, Reply, error};

/// A server that runs the first call without an answer, and refuses the others.
fn portal(refuse: fn() -> Reply) -> Portal {
    let asked = AtomicUsize::new(0);
    Portal::start(move |_| match asked.fetch_add(1, Ordering::Relaxed) {
        0 => Reply::Close,
        _ => refuse(),
    })
}

macro_rules! client {
    ($client:ty, $portal:expr) => {
        <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::default().attempts(3))
            .webhook($portal.webhook())
            .unwrap()
    };
}

const REFUSALS: [fn() -> Reply; 4] = [
    || error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
    || error(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload"),
    || {
        error(
            401,
            "expired_token",
            "The access token provided has expired",
        )
    },
    || error(200, "SOURCE_NOT_FOUND", "Source was not found."),
];

#[tokio::test]
async fn a_refusal_does_not_undo_what_an_attempt_before_may_have_done() {
    for refuse in REFUSALS {
        let portal = portal(refuse);
        let client = client!(Bitrix24, portal);
        let call = client.request(source::Delete::new(1)).idempotent();
        let error = call.send().await.unwrap_err();
        assert!(error.may_have_run(), "{error}");
        // A call of its own, which is refused, did not run.
        let error = client.send(source::Delete::new(1)).await.unwrap_err();
        assert!(!error.may_have_run(), "{error}");
    }
    for refuse in REFUSALS {
        let portal = portal(refuse);
        let client = client!(blocking::Bitrix24, portal);
        let call = client.request(source::Delete::new(1)).idempotent();
        assert!(call.send().unwrap_err().may_have_run());
        let error = client.send(source::Delete::new(1)).unwrap_err();
        assert!(!error.may_have_run(), "{error}");
    }
}

#[test]
fn nor_does_one_in_a_batch() {
    let refusals: [fn() -> Reply; 2] = [REFUSALS[0], || {
        let error = json!({ "error": "SOURCE_NOT_FOUND", "error_description": "" });
        let sections = json!({ "result": [], "result_error": { "c0": error } });
        Reply::Json(200, json!({ "result": sections }))
    }];
    for refuse in refusals {
        let portal = portal(refuse);
        let client = client!(blocking::Bitrix24, portal);
        let mut batch = Batch::new().idempotent();
        let call = batch.add(source::Delete::new(1));
        let error = client.send_batch(batch).take(call).unwrap_err();
        assert!(!matches!(error, CallError::Transport(_)), "{error}");
        assert!(error.may_have_run(), "{error}");
        let (error,) = client.batch((source::Delete::new(1),));
        assert!(!error.unwrap_err().may_have_run());
    }
}
