//! The blocking client, over real sockets.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

use bitrix24::biconnector::source;
use bitrix24::blocking::Bitrix24;
use serde_json::json;
use support::{Portal, ok};

#[test]
fn a_call_by_webhook_gives_the_output() {
    let portal = Portal::start(|_| ok(json!(true)));
    let bitrix = Bitrix24::webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(6)).unwrap());
}
