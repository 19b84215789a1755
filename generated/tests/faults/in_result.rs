//! An error inside a successful result is the method's word: whatever its code, nothing is repeated, and no token renewed.

use std::collections::BTreeMap;

use bitrix24::app::option;
use bitrix24::biconnector::source;
use bitrix24::client::{App, Batch, RateLimit, Tokens};
use bitrix24::{Bitrix24, CallError, ErrorCode, blocking};
use serde_json::{Value, json};

use super::run::Clock;
use super::support::{Portal, ok};

/// Codes on which a client acts when they are those of the answer itself.
const CODES: [&str; 6] = [
    "QUERY_LIMIT_EXCEEDED",
    "OPERATION_TIME_LIMIT",
    "OVERLOAD_LIMIT",
    "INTERNAL_SERVER_ERROR",
    "ERROR_UNEXPECTED_ANSWER",
    "expired_token",
];

/// A portal whose every result is an error with this code, in both forms that methods have for it.
fn portals(code: &'static str) -> [Portal; 2] {
    let error = json!({ "error": code, "error_description": "Too many" });
    let nested = json!({ "error": error });
    [error, nested].map(|result| Portal::start(move |_| ok(result.clone())))
}

fn tokens(portal: &Portal) -> Tokens {
    Tokens::new("access", "refresh", format!("{}/rest/", portal.url()))
}

/// A client of an application: it could renew its token.
macro_rules! client {
    ($client:ty, $portal:expr) => {
        <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED)
            .oauth_server($portal.url())
            .oauth(App::new("app.1", "secret"), tokens(&$portal))
            .unwrap()
    };
}

/// It is an error of the method, with the code, and means nothing to the client.
#[track_caller]
fn is_the_methods<E: ErrorCode>(error: &CallError<E>, code: &str) {
    assert!(matches!(error, CallError::Method(_)), "{error}");
    assert_eq!(error.code(), Some(code));
    assert!(!error.is_rate_limited() && !error.may_have_run(), "{error}");
}

#[tokio::test]
async fn a_code_inside_a_result_is_never_the_systems() {
    for code in CODES {
        for portal in portals(code) {
            let client = client!(Bitrix24, portal);
            let error = client.send(source::Delete::new(6)).await.unwrap_err();
            is_the_methods(&error, code);
            // Not even a call that may be repeated is.
            let error = client.send(source::Get::new(6)).await.unwrap_err();
            is_the_methods(&error, code);
            let error = client.untyped("any.method", json!({})).await.unwrap_err();
            is_the_methods(&error, code);
            let methods = ["source.delete", "source.get"].map(|name| format!("biconnector.{name}"));
            assert_eq!(portal.methods(), [&methods[0], &methods[1], "any.method"]);
        }
    }
}

#[test]
fn nor_is_it_to_the_blocking_client() {
    for code in CODES {
        for portal in portals(code) {
            let client = client!(blocking::Bitrix24, portal);
            let error = client.send(source::Delete::new(6)).unwrap_err();
            is_the_methods(&error, code);
            let error = client.send(source::Get::new(6)).unwrap_err();
            is_the_methods(&error, code);
            let error = client.untyped("any.method", json!({})).send().unwrap_err();
            is_the_methods(&error, code);
            assert_eq!(portal.received().len(), 3);
        }
    }
}

#[test]
fn nor_is_it_in_a_batch() {
    let error = json!({ "error": "QUERY_LIMIT_EXCEEDED", "error_description": "Too many" });
    let portal =
        Portal::start(move |_| ok(json!({ "result": { "c0": error }, "result_error": [] })));
    let client = client!(blocking::Bitrix24, portal);
    let mut batch = Batch::new();
    let call = batch.add(source::Delete::new(6));
    let error = client.send_batch(batch).take(call).unwrap_err();
    is_the_methods(&error, "QUERY_LIMIT_EXCEEDED");
    assert_eq!(portal.received().len(), 1);
}

#[tokio::test]
async fn where_keys_are_data_an_error_among_them_is_data() {
    let stored =
        json!({ "error": "expired_token", "error_description": "Shown to users", "rows": 25 });
    let kept: BTreeMap<String, Value> = serde_json::from_value(stored.clone()).unwrap();
    let kept = Some(option::GetResult::from(kept));
    let portal = Portal::start(move |request| match request.method() {
        "batch" => {
            let all = (0..51).map(|index| (format!("c{index}"), &stored));
            let all: BTreeMap<_, _> = all.collect();
            ok(json!({ "result": all, "result_error": [] }))
        }
        _ => ok(stored.clone()),
    });
    let client = client!(Bitrix24, portal);
    assert_eq!(client.send(option::Get::new()).await.unwrap(), kept);
    // The batch halts at an error, and this is none.
    let mut batch = Batch::new().halt();
    let calls: Vec<_> = (0..51).map(|_| batch.add(option::Get::new())).collect();
    let mut results = client.send_batch(batch).await;
    for call in calls {
        assert_eq!(results.take(call).unwrap().result, kept);
    }
    let blocking = client!(blocking::Bitrix24, portal);
    assert_eq!(blocking.send(option::Get::new()).unwrap(), kept);
    assert_eq!(
        portal.methods(),
        ["app.option.get", "batch", "batch", "app.option.get"]
    );
}
