//! The async client, over real sockets.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/time.rs"]
mod time;

use bitrix24::biconnector::source;
use bitrix24::{Bitrix24, CallError};
use serde_json::json;
use support::{Portal, error, ok};

fn source() -> serde_json::Value {
    json!({ "item": {
        "connection": { "id": 6, "title": "Sales ledger", "type": "rest", "code": "rest_4", "active": true },
        "connectorId": 4,
        "settings": [],
    } })
}

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
