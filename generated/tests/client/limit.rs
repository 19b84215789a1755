//! The rate limit of a portal.

use std::pin::pin;
use std::time::Duration;

use bitrix24::Bitrix24;
use bitrix24::biconnector::source;
use bitrix24::client::{RateLimit, Retry};
use serde_json::{Value, json};
use tokio::task::yield_now;

use crate::common::{http_transport, over_the_limit, poll_once, redirect, script};
use crate::support::{Portal, error, ok};
use crate::time::{Jumps, Manual};

const SECOND: Duration = Duration::from_secs(1);

/// A client of its own, that goes by a common clock.
fn client(portal: &Portal, limit: RateLimit, jumps: &Jumps) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone())
        .retry(Retry::never());
    let builder = builder.rate_limit(limit);
    builder.webhook(portal.webhook()).unwrap()
}

async fn delete(bitrix: &Bitrix24) -> bool {
    bitrix.send(source::Delete::new(6)).await.unwrap()
}

#[tokio::test]
async fn all_clients_of_a_portal_share_its_limit() {
    let (portal, jumps) = (Portal::start(|_| ok(json!(true))), Jumps::new());
    let other_portal = Portal::start(|_| ok(json!(true)));
    let limit = RateLimit::new(3, 1.0);
    let one = client(&portal, limit, &jumps);
    let two = client(&portal, limit, &jumps);
    let elsewhere = client(&other_portal, limit, &jumps);
    for bitrix in [&one, &one.clone(), &two] {
        delete(bitrix).await;
    }
    assert!(jumps.waited().is_empty());
    delete(&elsewhere).await;
    assert!(jumps.waited().is_empty());
    delete(&two).await;
    delete(&one).await;
    assert_eq!(jumps.waited(), [SECOND, SECOND]);
}

#[tokio::test]
async fn calls_go_in_the_order_in_which_they_were_made() {
    let (portal, clock) = (Portal::start(|_| ok(json!(true))), Manual::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(clock.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 1.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    delete(&bitrix).await;
    let mut calls = Vec::new();
    for id in 0..10 {
        let bitrix = bitrix.clone();
        calls.push(tokio::spawn(async move {
            bitrix.send(source::Delete::new(id)).await.unwrap()
        }));
        yield_now().await;
    }
    for call in calls {
        clock.advance(SECOND);
        call.await.unwrap();
    }
    let ids = portal.received();
    let ids: Vec<_> = ids
        .iter()
        .map(|request| request.json()["id"].clone())
        .collect();
    assert_eq!(ids[1..], (0..10).map(|id| json!(id)).collect::<Vec<_>>());
}

/// As the ninth future of a buffer of streams that is not polled while its owner handles what came first.
#[tokio::test]
async fn a_future_that_nobody_polls_does_not_stop_those_behind_it() {
    let (portal, clock) = (Portal::start(|_| ok(json!(true))), Manual::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(clock.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 1.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    delete(&bitrix).await;
    let mut asleep = pin!(bitrix.send(source::Delete::new(1)));
    assert!(poll_once(asleep.as_mut()).is_none());
    let other = bitrix.clone();
    let call = tokio::spawn(async move { delete(&other).await });
    for _ in 0..5 {
        yield_now().await;
        clock.advance(SECOND);
    }
    assert!(call.await.unwrap());
    assert!(asleep.await.unwrap());
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_gives_back_its_place() {
    let (portal, clock) = (Portal::start(|_| ok(json!(true))), Manual::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(clock.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 4.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    delete(&bitrix).await;
    {
        let mut dropped = pin!(bitrix.send(source::Delete::new(1)));
        assert!(poll_once(dropped.as_mut()).is_none());
        let mut dropped = pin!(bitrix.send(source::Delete::new(2)));
        assert!(poll_once(dropped.as_mut()).is_none());
    }
    let mut call = pin!(bitrix.send(source::Delete::new(3)));
    assert!(poll_once(call.as_mut()).is_none());
    assert_eq!(clock.waits(), [SECOND / 4, SECOND / 2, SECOND / 4]);
    clock.advance(SECOND);
    assert!(call.await.unwrap());
    assert_eq!(portal.received().len(), 2);
}

/// Sends a call in a task of its own, and waits until it is in the queue.
async fn line_up(bitrix: &Bitrix24, id: i64) -> tokio::task::JoinHandle<bool> {
    let bitrix = bitrix.clone();
    let call = tokio::spawn(async move { bitrix.send(source::Delete::new(id)).await.unwrap() });
    yield_now().await;
    call
}

#[tokio::test]
async fn a_call_that_waits_sleeps_until_its_turn_comes() {
    const CALLS: usize = 200;
    let (portal, clock) = (Portal::start(|_| ok(json!(true))), Manual::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(clock.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 1.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    delete(&bitrix).await;
    let mut calls = Vec::new();
    for id in 0..CALLS {
        calls.push(line_up(&bitrix, id as i64).await);
    }
    for call in calls {
        clock.advance(SECOND);
        call.await.unwrap();
    }
    let waits = clock.waits();
    assert!(waits.len() <= 2 * CALLS, "{} waits", waits.len());
    assert_eq!(waits[CALLS - 1], SECOND * CALLS as u32);
}

#[tokio::test]
async fn a_call_whose_turn_comes_earlier_is_woken() {
    let (portal, clock) = (Portal::start(|_| ok(json!(true))), Manual::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(clock.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 0.01));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    delete(&bitrix).await;
    let before: Vec<_> = [line_up(&bitrix, 1).await, line_up(&bitrix, 2).await].into();
    let behind = line_up(&bitrix, 3).await;
    assert_eq!(clock.waits(), [SECOND, 200 * SECOND, 300 * SECOND]);
    for call in before {
        call.abort();
    }
    while clock.waits().len() == 3 {
        yield_now().await;
    }
    clock.advance(100 * SECOND);
    assert!(behind.await.unwrap());
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn a_refusal_slows_down_all_clients_of_the_portal() {
    let portal = Portal::start(script(vec![over_the_limit(), ok(json!(true))]));
    let jumps = Jumps::new();
    let one = client(&portal, RateLimit::STANDARD, &jumps);
    let two = client(&portal, RateLimit::STANDARD, &jumps);
    one.send(source::Delete::new(6)).await.unwrap_err();
    delete(&two).await;
    // Half a second each, if the portal had not refused.
    assert_eq!(jumps.waited(), [SECOND]);
}

#[tokio::test]
async fn any_other_answer_lets_them_go_as_before() {
    let not_found = error(400, "SOURCE_NOT_FOUND", "");
    let portal = Portal::start(script(vec![over_the_limit(), not_found]));
    let jumps = Jumps::new();
    let bitrix = client(&portal, RateLimit::STANDARD, &jumps);
    for _ in 0..20 {
        bitrix.send(source::Delete::new(6)).await.unwrap_err();
    }
    let waits = jumps.waited();
    assert!(waits[0] > SECOND * 9 / 10, "{waits:?}");
    let last = waits.last().unwrap();
    assert!(last.abs_diff(SECOND / 2) < SECOND / 1000, "{waits:?}");
}

#[tokio::test]
async fn a_batch_costs_as_much_as_one_call() {
    let result = json!({ "result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": [] });
    let portal = Portal::start(move |_| ok(result.clone()));
    let jumps = Jumps::new();
    let bitrix = client(&portal, RateLimit::new(3, 1.0), &jumps);
    for _ in 0..3 {
        let requests: Vec<_> = (0..50).map(source::Delete::new).collect();
        assert_eq!(bitrix.batch(requests).await.len(), 50);
    }
    assert!(jumps.waited().is_empty());
    delete_batch(&bitrix).await;
    assert_eq!(jumps.waited(), [SECOND]);
    assert_eq!(portal.methods(), ["batch"; 4]);
}

async fn delete_batch(bitrix: &Bitrix24) {
    bitrix.batch(vec![source::Delete::new(1)]).await;
}

#[tokio::test]
async fn a_portal_that_has_moved_keeps_the_limit_that_was_set() {
    let new = Portal::start(|_| ok(json!(true)));
    let (host, to) = (new.host(), new.url());
    let old = Portal::start(move |request| redirect(302, &format!("{to}{}", request.path)));
    let jumps = Jumps::new();
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(2, 1.0)).allow_host(host);
    let bitrix = builder.webhook(old.webhook()).unwrap();
    for _ in 0..4 {
        delete(&bitrix).await;
    }
    assert_eq!(jumps.waited(), [SECOND, SECOND]);
}

#[tokio::test]
async fn without_a_limit_nobody_waits() {
    let (portal, jumps) = (Portal::start(|_| ok(Value::Null)), Jumps::new());
    let bitrix = client(&portal, RateLimit::UNLIMITED, &jumps);
    for _ in 0..100 {
        bitrix.untyped("user.current", Value::Null).await.unwrap();
    }
    assert!(jumps.waited().is_empty());
}
