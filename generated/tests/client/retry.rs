//! What is repeated, and what is not.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{
    BoxFuture, HttpRequest, HttpResponse, HyperTransport, RateLimit, Retry, Transport,
};
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, Effect, Method, TransportError, TransportErrorKind};
use serde_json::json;

use crate::common::{Closed, SHORT, http_transport, lost, over_the_limit, script, settled, source};
use crate::support::{Portal, Reply, error, ok};
use crate::time::Jumps;

/// Has less patience with the first request than with the others.
struct Impatient(HyperTransport, AtomicBool);

impl Transport for Impatient {
    fn send(
        &self,
        mut request: HttpRequest,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        if self.1.swap(false, Ordering::Relaxed) {
            request.timeout = SHORT;
        }
        self.0.send(request)
    }
}

fn client(webhook: &str, jumps: &Jumps) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.webhook(webhook).unwrap()
}

/// A portal that answers with these, and a client of it.
fn portal(replies: Vec<Reply>) -> (Portal, Bitrix24, Jumps) {
    let impatient = matches!(replies.first(), Some(Reply::Late(..)));
    let (portal, jumps) = (Portal::start(script(replies)), Jumps::new());
    let transport = Impatient(http_transport(), impatient.into());
    let builder = Bitrix24::builder()
        .timer(jumps.clone())
        .transport(transport);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    (portal, bitrix, jumps)
}

#[test]
fn the_methods_of_these_tests_read_and_write() {
    assert_eq!(source::Get::EFFECT, Effect::Read);
    assert_eq!(source::Delete::EFFECT, Effect::Delete);
    assert_eq!(task::Add::EFFECT, Effect::Write);
}

#[tokio::test]
async fn too_many_requests_are_repeated_although_they_write() {
    for status in [503, 429, 400, 200] {
        for code in [
            "QUERY_LIMIT_EXCEEDED",
            "query_limit_exceeded",
            "Query_Limit_Exceeded",
        ] {
            let refused = error(status, code, "Too many requests");
            let (portal, bitrix, jumps) = portal(vec![refused.clone(), refused, ok(json!(true))]);
            let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
            assert_eq!(response.attempts, 3);
            assert_eq!(portal.received().len(), 3);
            let [first, second] = jumps.waited().try_into().unwrap();
            let seconds = Duration::from_secs;
            assert!(first >= seconds(1) / 2 && first <= seconds(1), "{first:?}");
            assert!(second >= seconds(1) && second <= seconds(2), "{second:?}");
        }
    }
}

#[tokio::test]
async fn no_call_is_sent_more_often_than_it_may_be() {
    for attempts in [1, 2, 4] {
        let (portal, jumps) = (Portal::start(|_| over_the_limit()), Jumps::new());
        let builder = Bitrix24::builder()
            .transport(http_transport())
            .timer(jumps.clone());
        let builder = builder.rate_limit(RateLimit::UNLIMITED);
        let builder = builder.retry(Retry::default().attempts(attempts));
        let bitrix = builder.webhook(portal.webhook()).unwrap();
        let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
        assert_eq!(portal.received().len(), attempts as usize);
        assert_eq!(jumps.waited().len(), attempts as usize - 1);
    }
}

#[tokio::test]
async fn delays_are_not_the_same_for_all() {
    let mut first = Vec::new();
    for _ in 0..10 {
        let (_portal, bitrix, jumps) = portal(vec![over_the_limit(), ok(json!(true))]);
        bitrix.send(source::Delete::new(6)).await.unwrap();
        first.extend(jumps.waited());
    }
    assert!(first.iter().any(|delay| *delay != first[0]), "{first:?}");
}

#[tokio::test]
async fn the_server_may_ask_for_a_longer_delay() {
    for (asked, granted) in [("7", 7), ("100000", 30)] {
        let headers = vec![format!("Retry-After: {asked}")];
        let body = json!({ "error": "QUERY_LIMIT_EXCEEDED" }).to_string();
        let refused = Reply::Raw(503, headers, body);
        let (_portal, bitrix, jumps) = portal(vec![refused, ok(json!(true))]);
        bitrix.send(source::Delete::new(6)).await.unwrap();
        assert_eq!(jumps.waited(), [Duration::from_secs(granted)]);
    }
}

#[tokio::test]
async fn a_request_that_never_left_is_repeated_although_it_writes() {
    let closed = Arc::new(Closed::new());
    let opened = Arc::new(Mutex::new(None));
    let jumps = Jumps::new().on_wait({
        let (closed, opened) = (Arc::clone(&closed), Arc::clone(&opened));
        move || {
            let mut opened = opened.lock().unwrap();
            if let Some(listener) = closed.open() {
                *opened = Some(Portal::on(listener, |_| ok(json!(true))));
            }
        }
    });
    let bitrix = client(&closed.webhook(), &jumps);
    let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
    assert_eq!(response.attempts, 2);
    assert_eq!(opened.lock().unwrap().as_ref().unwrap().received().len(), 1);
}

#[tokio::test]
async fn without_a_connection_the_error_says_that_nothing_ran() {
    let (closed, jumps) = (Closed::new(), Jumps::new());
    let bitrix = client(&closed.webhook(), &jumps);
    let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
    assert!(!error.may_have_run());
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Connect);
    assert_eq!(error.method, "biconnector.source.delete");
    assert_eq!(jumps.waited().len(), 4);
}

#[tokio::test]
async fn what_may_have_run_is_repeated_if_it_reads() {
    for (name, reply) in lost() {
        let (portal, bitrix, jumps) = portal(vec![reply, ok(source())]);
        let response = bitrix.send_full(source::Get::new(6)).await;
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.attempts, 2, "{name}");
        assert_eq!(portal.received().len(), 2, "{name}");
        assert_eq!(jumps.waited().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn what_may_have_run_is_sent_once_if_it_writes() {
    for (name, reply) in lost() {
        let (deletes, bitrix, _) = portal(vec![reply.clone(), ok(json!(true))]);
        let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
        assert!(error.may_have_run(), "{name}: {error}");
        assert_eq!(deletes.received().len(), 1, "{name}");

        // Nothing is known about a method without a spec.
        let (portal, bitrix, jumps) = portal(vec![reply, ok(json!(true))]);
        let error = bitrix.untyped("user.current", json!({})).await.unwrap_err();
        assert!(error.may_have_run(), "{name}: {error}");
        assert_eq!(portal.received().len(), 1, "{name}");
        assert!(jumps.waited().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn what_may_have_run_is_repeated_if_the_caller_says_that_it_can_be() {
    for (name, reply) in lost() {
        let (portal, bitrix, _) = portal(vec![reply, ok(json!(true))]);
        let call = bitrix.request(source::Delete::new(6)).idempotent();
        let response = call.send_full().await;
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.attempts, 2, "{name}");
        assert_eq!(portal.received().len(), 2, "{name}");
    }
}

#[tokio::test]
async fn an_idempotency_key_makes_a_method_of_rest_3_safe_to_repeat() {
    let created = || ok(json!({ "item": { "id": 1 } }));
    let add = || task::Add::new(task::NewTask::new("Report", 1, 1));
    for (name, reply) in lost() {
        let (portal, bitrix, _) = portal(vec![reply.clone(), created()]);
        let call = bitrix.request(add()).idempotency_key("order 7");
        let response = call.send_full().await;
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.attempts, 2, "{name}");
        let received = portal.received();
        let keys: Vec<_> = received
            .iter()
            .map(|request| request.header("idempotency-key"))
            .collect();
        assert_eq!(keys, [Some("order 7"); 2], "{name}");
    }
    for (name, reply) in lost() {
        let (portal, bitrix, _) = portal(vec![reply, created()]);
        let error = bitrix.send(add()).await.unwrap_err();
        assert!(error.may_have_run(), "{name}: {error}");
        assert_eq!(portal.received().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_idempotency_key_does_nothing_for_the_older_protocol() {
    let (portal, bitrix, _) = portal(vec![Reply::Close, ok(json!(true))]);
    let call = bitrix.request(source::Delete::new(6)).idempotency_key("7");
    assert!(call.send().await.unwrap_err().may_have_run());
    assert_eq!(portal.received().len(), 1);
}

#[tokio::test]
async fn an_idempotency_key_that_is_none_is_not_sent() {
    let (portal, bitrix, _) = portal(vec![ok(json!(true))]);
    for key in ["", "a\nb", "ключ", &"x".repeat(256)] {
        let call = bitrix.request(source::Delete::new(6)).idempotency_key(key);
        let error = call.send().await.unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{error}");
    }
    assert!(portal.received().is_empty());
}

#[tokio::test]
async fn an_answer_is_an_answer_even_if_it_is_an_error() {
    for (name, reply) in settled() {
        let (portal, bitrix, jumps) = portal(vec![reply, ok(source())]);
        bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert_eq!(portal.received().len(), 1, "{name}");
        assert!(jumps.waited().is_empty(), "{name}");
    }
}
