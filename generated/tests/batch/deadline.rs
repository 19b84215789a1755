//! How long a batch may take.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults, RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, TransportErrorKind, blocking};
use serde_json::json;

use super::php;
use super::support::{Portal, Reply};
use super::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);

/// A portal that takes four seconds for each request.
fn slow(jumps: &Jumps) -> Portal {
    let jumps = jumps.clone();
    Portal::start(move |request| {
        jumps.jump(4 * SECOND);
        Reply::Json(200, php::batch(&request.body, &|_, _| php::ok(json!(true))))
    })
}

/// Four requests, one after the other.
fn deletes() -> (Batch, Vec<BatchCall<source::Delete>>) {
    let mut batch = Batch::new().in_order();
    let calls = (0..200).map(|id| batch.add(source::Delete::new(id)));
    let calls = calls.collect();
    (batch, calls)
}

/// Of the requests at 0, 4, 8 and 12 seconds the last one is too late.
fn check(mut results: BatchResults, calls: &[BatchCall<source::Delete>], portal: &Portal) {
    for call in &calls[..150] {
        assert!(results.take(*call).unwrap().result);
    }
    for call in &calls[150..] {
        let Err(CallError::Transport(error)) = results.take(*call) else {
            panic!("it was sent");
        };
        assert_eq!(error.kind, TransportErrorKind::Deadline);
        assert_eq!(error.method, "biconnector.source.delete");
        assert!(!error.may_have_run);
    }
    assert_eq!(portal.received().len(), 3);
}

macro_rules! client {
    ($client:ty, $portal:expr, $jumps:expr) => {
        <$client>::builder()
            .timer($jumps.clone())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::never())
            .deadline(10 * SECOND)
            .webhook($portal.webhook())
            .unwrap()
    };
}

#[tokio::test]
async fn a_deadline_is_for_all_requests_of_a_batch_together() {
    let jumps = Jumps::new();
    let portal = slow(&jumps);
    let (batch, calls) = deletes();
    let bitrix = client!(Bitrix24, portal, jumps);
    check(bitrix.send_batch(batch).await, &calls, &portal);

    let portal = slow(&jumps);
    let (batch, calls) = deletes();
    let bitrix = client!(blocking::Bitrix24, portal, jumps);
    check(bitrix.send_batch(batch), &calls, &portal);
}

#[test]
fn a_request_that_is_too_late_uses_up_nothing_of_the_rate_limit() {
    let jumps = Jumps::new();
    let portal = slow(&jumps);
    let builder = blocking::Bitrix24::builder().timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(4, 0.01));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let late = bitrix.request(source::Delete::new(1));
    late.deadline(Duration::ZERO).send().unwrap_err();
    let (batch, _) = deletes();
    let _ = bitrix.send_batch(batch);
    assert_eq!(jumps.total(), 16 * SECOND, "nobody waited for the limit");
}
