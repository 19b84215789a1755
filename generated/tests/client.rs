//! The async client, over real sockets.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/answers.rs"]
mod answers;
#[path = "client/collector.rs"]
mod collector;
#[path = "client/common.rs"]
mod common;
#[path = "client/connections.rs"]
mod connections;
#[path = "client/deadline.rs"]
mod deadline;
#[path = "client/executor.rs"]
mod executor;
#[path = "client/limit.rs"]
mod limit;
#[path = "client/oauth.rs"]
mod oauth;
#[path = "client/office.rs"]
mod office;
#[path = "client/operating.rs"]
mod operating;
#[path = "client/order.rs"]
mod order;
#[path = "client/redirect.rs"]
mod redirect;
#[path = "client/renewal.rs"]
mod renewal;
#[path = "client/retry.rs"]
mod retry;
#[path = "client/runtimes.rs"]
mod runtimes;
#[path = "client/secrets.rs"]
mod secrets;
#[path = "client/store.rs"]
mod store;
#[path = "client/time.rs"]
mod time;

#[path = "client/trace.rs"]
mod trace;

use bitrix24::biconnector::source;
use bitrix24::{Bitrix24, CallError};
use common::source;
use serde_json::json;
use support::{Portal, error, ok};
#[tokio::test]
async fn a_call_by_webhook_gives_the_output() {
    let portal = Portal::start(|request| match request.method() {
        "biconnector.source.get" => ok(source()),
        _ => error(404, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    });
    let bitrix = Bitrix24::webhook(portal.webhook()).unwrap();
    let source = bitrix.send(source::Get::new(6)).await.unwrap();
    assert_eq!(source.connection.title, "Sales ledger");

    let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
    assert!(matches!(error, CallError::System(_)), "{error}");

    let [get, _] = portal.received().try_into().unwrap();
    assert_eq!(
        (get.verb.as_str(), get.path.as_str()),
        ("POST", "/rest/1/s3cret/biconnector.source.get")
    );
    assert_eq!(get.json(), json!({ "id": 6 }));
    assert_eq!(get.header("content-type"), Some("application/json"));
    assert!(
        get.header("user-agent")
            .unwrap()
            .starts_with("bitrix24-rs/")
    );
}
