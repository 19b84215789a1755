//! Connections that are kept: what has been executed is never sent again by them.

use bitrix24::biconnector::source;
use bitrix24::client::{RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, TransportErrorKind};
use serde_json::{Value, json};

use crate::common::{http_transport, over_the_limit, script, source};
use crate::support::{Portal, Reply, ok};
use crate::time::Jumps;

fn client(portal: &Portal, retry: Retry) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new())
        .retry(retry);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.webhook(portal.webhook()).unwrap()
}

#[tokio::test]
async fn a_connection_that_the_server_has_closed_meanwhile_runs_nothing_twice() {
    let portal = Portal::start(|_| Reply::Last(Box::new(ok(json!(true)))));
    let bitrix = client(&portal, Retry::default());
    let mut done = Vec::new();
    for id in 0..50 {
        match bitrix.send(source::Delete::new(id)).await {
            Ok(_) => done.push(json!(id)),
            Err(error) => assert!(error.may_have_run(), "{error}"),
        }
    }
    let ids = |request: &crate::support::Request| request.json()["id"].clone();
    let received: Vec<Value> = portal.received().iter().map(ids).collect();
    let mut once = received.clone();
    once.dedup();
    assert_eq!(received, once);
    assert!(done.iter().all(|id| received.contains(id)));
}

/// The second request arrives over the connection of the first, runs, and gets no answer.
#[tokio::test]
async fn what_was_taken_over_a_kept_connection_is_not_sent_again() {
    for cut in [Reply::Close, Reply::Cut(5, json!({ "result": true }))] {
        let portal = Portal::start(script(vec![ok(json!(true)), cut.clone(), ok(json!(true))]));
        let bitrix = client(&portal, Retry::default());
        bitrix.send(source::Delete::new(1)).await.unwrap();
        let error = bitrix.send(source::Delete::new(2)).await.unwrap_err();
        assert!(error.may_have_run());
        assert_eq!(portal.received().len(), 2);

        // Nor does the library beneath repeat on its own what it may repeat.
        let portal = Portal::start(script(vec![ok(source()), cut, ok(source())]));
        let bitrix = client(&portal, Retry::never());
        bitrix.send(source::Get::new(1)).await.unwrap();
        let error = bitrix.send(source::Get::new(2)).await.unwrap_err();
        let CallError::Transport(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
        assert_eq!(portal.received().len(), 2);
    }
}

/// 408, 425, 429 and 503 are what HTTP libraries like to repeat.
#[tokio::test]
async fn no_status_makes_the_library_beneath_repeat() {
    for status in [408, 421, 425, 429, 500, 502, 503, 504] {
        let reply = Reply::Raw(status, vec!["Retry-After: 0".to_owned()], String::new());
        let portal = Portal::start(script(vec![reply, ok(json!(true))]));
        let bitrix = client(&portal, Retry::never());
        bitrix.send(source::Delete::new(1)).await.unwrap_err();
        assert_eq!(portal.received().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_answer_that_is_longer_than_it_says_spoils_no_other() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"result\":true}".to_vec();
    bytes.extend(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"result\":7}");
    let portal = Portal::start(script(vec![Reply::Bytes(bytes), ok(json!(8))]));
    let bitrix = client(&portal, Retry::default());
    let call = || bitrix.untyped("user.current", Value::Null).send();
    assert_eq!(call().await.unwrap(), true);
    assert_eq!(call().await.unwrap(), 8);
}

#[tokio::test]
async fn a_refused_call_may_use_the_connection_again() {
    let replies = vec![over_the_limit(), over_the_limit(), ok(json!(true))];
    let portal = Portal::start(script(replies));
    let bitrix = client(&portal, Retry::default());
    assert!(bitrix.send(source::Delete::new(1)).await.unwrap());
    assert_eq!(portal.received().len(), 3);
}

#[tokio::test]
async fn no_time_is_too_long() {
    use std::time::Duration;

    let portal = Portal::start(|_| ok(json!(true)));
    let builder = Bitrix24::builder()
        .timeout(Duration::MAX)
        .deadline(Duration::MAX);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(1)).await.unwrap());
}

#[tokio::test]
async fn a_greeting_of_tls_that_fails_lets_nothing_leave() {
    let portal = Portal::start(|_| ok(Value::Null));
    let webhook = portal.webhook().replace("http://", "https://");
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let bitrix = builder.webhook(webhook).unwrap();
    let error = bitrix.send(source::Delete::new(1)).await.unwrap_err();
    assert!(!error.may_have_run());
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Connect);
}
