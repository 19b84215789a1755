//! What is told to `tracing` about waits.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::Bitrix24;
use bitrix24::client::{RateLimit, Retry};
use serde_json::json;

use crate::collector::Collector;
use crate::common::{over_the_limit, script};
use crate::support::{Portal, ok};
use crate::time::Jumps;

#[test]
fn a_wait_tells_what_for_and_once() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let portal = Portal::start(script(vec![over_the_limit(), ok(json!(true))]));
    let jumps = Jumps::new();
    let builder = Bitrix24::builder().timer(jumps.clone());
    let retry = Retry::default().delay(Duration::from_secs(1));
    let builder = builder.rate_limit(RateLimit::new(1, 0.05)).retry(retry);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    bitrix.send(source::Delete::new(6)).unwrap();
    // The portal's refusal doubles its wait of 20 seconds, of which the thread looks in each.
    assert!(jumps.waited().len() > 20, "{:?}", jumps.waited());
    let expected = [("DEBUG", "retry"), ("INFO", "rate limit")];
    let expected = expected.map(|(level, reason)| (level.to_owned(), reason.to_owned()));
    assert_eq!(collector.waits(), expected);
}
