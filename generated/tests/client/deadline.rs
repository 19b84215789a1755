//! How long a call may take, and calls that are given up.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{
    BoxFuture, HttpRequest, HttpResponse, HyperTransport, RateLimit, Retry, Transport,
};
use bitrix24::{Bitrix24, CallError, TransportError, TransportErrorKind};
use serde_json::json;
use tokio::sync::Notify;

use crate::common::{Gate, SHORT, http_transport, never, over_the_limit, poll_once, script};
use crate::support::{Portal, Reply, ok};
use crate::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);

fn transport_error<E: std::fmt::Debug>(error: CallError<E>) -> TransportError {
    match error {
        CallError::Transport(error) => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn who_would_wait_too_long_for_the_rate_limit_does_not_begin_to() {
    let (portal, jumps) = (Portal::start(|_| ok(json!(true))), Jumps::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 0.1));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    bitrix.send(source::Delete::new(1)).await.unwrap();
    let call = bitrix.request(source::Delete::new(2)).deadline(5 * SECOND);
    let error = transport_error(call.send().await.unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Deadline);
    assert!(!error.may_have_run);
    assert_eq!(portal.received().len(), 1);
    assert!(jumps.waited().is_empty());
    // The place in the queue is free again.
    let call = bitrix.request(source::Delete::new(3)).deadline(11 * SECOND);
    call.send().await.unwrap();
    assert_eq!(jumps.total(), 10 * SECOND);
}

#[tokio::test]
async fn delays_end_with_the_time_for_the_call() {
    let (portal, jumps) = (Portal::start(|_| over_the_limit()), Jumps::new());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone());
    let builder = builder
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(1000))
        .deadline(10 * SECOND);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    // The last failure tells more than that there is no time left.
    let error = bitrix.send(source::Delete::new(1)).await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert!(jumps.total() < 10 * SECOND);
    assert_eq!(portal.received().len(), jumps.waited().len() + 1);
    assert!((4..8).contains(&portal.received().len()));
}

#[tokio::test]
async fn an_attempt_ends_with_the_time_for_the_call() {
    let portal = Portal::start(|_| never());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .deadline(SHORT);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    // Not even a call that may be repeated is.
    let calls = [
        bitrix.request(source::Delete::new(1)),
        bitrix.request(source::Delete::new(2)).idempotent(),
    ];
    for call in calls {
        let error = transport_error(call.send().await.unwrap_err());
        assert_eq!(error.kind, TransportErrorKind::Deadline);
        assert!(error.may_have_run);
        assert_eq!(error.method, "biconnector.source.delete");
    }
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_another_matter() {
    let portal = Portal::start(|_| never());
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timeout(SHORT);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let error = bitrix.send(source::Delete::new(1)).await.unwrap_err();
    let error = transport_error(error);
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert!(error.may_have_run);
}

/// Notes how long each request may take.
struct Noting(HyperTransport, Arc<Mutex<Vec<Duration>>>);

impl Transport for Noting {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.1.lock().unwrap().push(request.timeout);
        self.0.send(request)
    }
}

#[tokio::test]
async fn no_attempt_gets_more_time_than_the_call_has_left() {
    let (noted, jumps) = (Arc::default(), Jumps::new());
    let portal = Portal::start(script(vec![over_the_limit(), ok(json!(true))]));
    let builder = Bitrix24::builder()
        .transport(Noting(http_transport(), Arc::clone(&noted)))
        .timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::UNLIMITED).timeout(9 * SECOND);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let call = bitrix.request(source::Delete::new(1)).deadline(5 * SECOND);
    call.send().await.unwrap();
    bitrix.send(source::Delete::new(1)).await.unwrap();
    let waited = jumps.total();
    let noted = noted.lock().unwrap().clone();
    assert_eq!(noted, [5 * SECOND, 5 * SECOND - waited, 9 * SECOND]);
}

#[tokio::test]
async fn without_any_time_nothing_is_sent() {
    let portal = Portal::start(|_| ok(json!(true)));
    let bitrix = Bitrix24::builder().transport(http_transport());
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    let call = bitrix.request(source::Delete::new(1));
    let error = transport_error(call.deadline(Duration::ZERO).send().await.unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Deadline);
    assert!(!error.may_have_run);
    assert!(portal.received().is_empty());
}

#[tokio::test]
async fn a_call_that_is_dropped_under_way_leaves_the_client_as_it_was() {
    let (gate, arrived) = (Gate::default(), Arc::new(Notify::new()));
    let portal = Portal::start({
        let (gate, arrived) = (gate.clone(), Arc::clone(&arrived));
        move |request| {
            if request.json()["id"] == 1 {
                arrived.notify_one();
                gate.pass();
            }
            ok(json!(true))
        }
    });
    let builder = Bitrix24::builder().transport(http_transport());
    let builder = builder.rate_limit(RateLimit::new(2, 0.001));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    tokio::select! {
        biased;
        () = arrived.notified() => (),
        _ = bitrix.send(source::Delete::new(1)) => panic!("it was answered"),
    }
    bitrix.send(source::Delete::new(2)).await.unwrap();
    gate.open();
    // What was under way has used up its place: the server got it.
    let mut third = pin!(bitrix.send(source::Delete::new(3)));
    assert!(poll_once(third.as_mut()).is_none());
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn half_an_answer_is_no_longer_waited_for_than_a_whole() {
    let portal = Portal::start(|_| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":".to_vec();
        Reply::Open(head)
    });
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timeout(SHORT);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let error = bitrix.send(source::Delete::new(1)).await.unwrap_err();
    let error = transport_error(error);
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert!(error.may_have_run);
    assert_eq!(portal.received().len(), 1);
}
