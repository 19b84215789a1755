//! The blocking client, over real sockets.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/collector.rs"]
mod collector;
#[path = "client/common.rs"]
mod common;
#[path = "blocking/deadline.rs"]
mod deadline;
#[path = "blocking/oauth.rs"]
mod oauth;
#[path = "client/office.rs"]
mod office;
#[path = "blocking/redirect.rs"]
mod redirect;
#[path = "blocking/retry.rs"]
mod retry;
#[path = "blocking/secrets.rs"]
mod secrets;
#[path = "client/time.rs"]
mod time;
#[path = "blocking/trace.rs"]
mod trace;

use bitrix24::biconnector::source;
use bitrix24::blocking::Bitrix24;
use serde_json::json;
use support::{Portal, ok};

#[test]
fn a_call_by_webhook_gives_the_output() {
    let portal = Portal::start(|_| ok(json!(true)));
    let bitrix = Bitrix24::webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(6)).unwrap());
    let [request] = portal.received().try_into().unwrap();
    assert_eq!(request.verb, "POST");
    assert_eq!(request.path, "/rest/1/s3cret/biconnector.source.delete");
    assert_eq!(request.json(), json!({ "id": 6 }));
    assert_eq!(request.header("content-type"), Some("application/json"));
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("bitrix24-rs/"));
}
