//! Rate limits that are kept outside of the process.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{RateLimit, Retry};
use bitrix24::{CallError, TransportErrorKind};
use serde_json::json;

use super::{builder, face};
use crate::collector::Collector;
use crate::common::{over_the_limit, script};
use crate::limiters::{Said, Scripted};
use crate::support::{Portal, ok};
use crate::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);
const LIMIT: RateLimit = RateLimit::new(50, 2.0);

fn good() -> Portal {
    Portal::start(|_| ok(json!(true)))
}

fn client(portal: &Portal, limiter: &Scripted, jumps: &Jumps) -> face::Bitrix24 {
    let builder = builder().timer(jumps.clone()).limiter(limiter.clone());
    builder.rate_limit(LIMIT).webhook(portal.webhook()).unwrap()
}

#[test]
fn each_call_asks_and_waits_as_long_as_it_is_told() {
    let (portal, jumps) = (good(), Jumps::new());
    let limiter = Scripted::new(&[Said::Granted, Said::Later(3 * SECOND), Said::Granted]);
    let bitrix = client(&portal, &limiter, &jumps);
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert!(jumps.waited().is_empty());
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    // The first in line looks every second whether the bucket leaks faster than that.
    assert_eq!(jumps.waited(), [SECOND; 3]);
    let asked = format!("acquire {} (50, 2.0)", portal.host());
    assert_eq!(limiter.asked(), [asked.clone(), asked.clone(), asked]);
    assert_eq!(portal.received().len(), 2);
}

#[test]
fn a_batch_asks_for_each_request() {
    let (jumps, limiter) = (Jumps::new(), Scripted::default());
    let portal = Portal::start(|_| ok(json!({ "result": [], "result_error": [] })));
    let bitrix = client(&portal, &limiter, &jumps);
    let requests: Vec<_> = (0..60).map(source::Delete::new).collect();
    run!(bitrix.batch(requests));
    assert_eq!((limiter.asked().len(), portal.received().len()), (2, 2));
}

#[test]
fn it_is_told_that_the_portal_refused_a_call() {
    let (jumps, limiter) = (Jumps::new(), Scripted::default());
    let portal = Portal::start(script(vec![over_the_limit(), ok(json!(true))]));
    let bitrix = client(&portal, &limiter, &jumps);
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    let asked = limiter.asked();
    let asked: Vec<_> = asked
        .iter()
        .map(|asked| asked.split(' ').next().unwrap())
        .collect();
    assert_eq!(asked, ["acquire", "refused", "acquire"]);

    // A call that is over tells as well.
    let (jumps, limiter) = (Jumps::new(), Scripted::default());
    let portal = Portal::start(|_| over_the_limit());
    let builder = builder().timer(jumps).limiter(limiter.clone());
    let bitrix = builder.retry(Retry::never()).webhook(portal.webhook());
    run!(bitrix.unwrap().send(source::Delete::new(6))).unwrap_err();
    assert_eq!(limiter.asked().len(), 2);
}

#[test]
fn one_that_fails_stops_no_call_and_is_asked_again_a_second_later() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (portal, jumps) = (good(), Jumps::new());
    let limiter = Scripted::new(&[Said::Broken]);
    let bitrix = client(&portal, &limiter, &jumps);
    for _ in 0..3 {
        assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    }
    assert_eq!(limiter.asked().len(), 1);
    jumps.jump(SECOND);
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!(limiter.asked().len(), 2);
    let events = collector.events();
    let warnings: Vec<_> = events
        .iter()
        .filter(|event| event.starts_with("WARN"))
        .collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("no connection") && warnings[0].contains(&portal.host()));
}

#[test]
fn while_it_fails_the_limit_of_the_process_holds() {
    let (portal, jumps) = (good(), Jumps::new());
    let limiter = Scripted::new(&[Said::Broken; 10]);
    let builder = builder().timer(jumps.clone()).limiter(limiter.clone());
    let builder = builder.rate_limit(RateLimit::new(2, 1.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    for _ in 0..5 {
        assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    }
    assert_eq!(jumps.total(), 3 * SECOND);
}

#[test]
fn a_call_without_the_time_to_wait_ends_and_one_without_a_limit_asks_nobody() {
    let (portal, jumps) = (good(), Jumps::new());
    let limiter = Scripted::new(&[Said::Later(3600 * SECOND)]);
    let bitrix = client(&portal, &limiter, &jumps);
    // A clock that jumps would jump over the deadline as well; its call is over when it has been told to wait.
    let call = bitrix.request(source::Delete::new(6)).deadline(60 * SECOND);
    let Err(CallError::Transport(error)) = run!(call.send()) else {
        panic!("it was sent")
    };
    assert_eq!(error.kind, TransportErrorKind::Deadline);
    assert!(!error.may_have_run && portal.received().is_empty());

    let (portal, limiter) = (good(), Scripted::default());
    let builder = builder().limiter(limiter.clone()).timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert!(limiter.asked().is_empty());
}
