//! What is told to `tracing` about waits.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::Bitrix24;
use bitrix24::client::{RateLimit, Retry};
use bitrix24::crm::item::{EntityType, Get};
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

#[test]
fn what_was_left_out_is_told_once_and_without_its_values() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let item = json!({ "id": 7, "opportunity": "s3cret", "categoryId": ["s3cret"] });
    let portal = Portal::start(move |_| ok(json!({ "item": item })));
    let builder = Bitrix24::builder().tolerant();
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    bitrix.send(Get::new(EntityType::Deal, 7)).unwrap();
    let told = |event: &&String| event.contains("optional fields are left absent");
    let events = collector.events();
    let [event] = events
        .iter()
        .filter(told)
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert!(event.starts_with("WARN"), "{event}");
    for part in ["crm.item.get", "result.item.", "expected ", "2"] {
        assert!(event.contains(part), "{event}");
    }
    assert!(!collector.text().contains("s3cret"));
}
