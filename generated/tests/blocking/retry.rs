//! What is repeated, and what is not; by the client or by the library beneath it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, Transport, UreqTransport};
use bitrix24::client::{HttpRequest, HttpResponse, RateLimit, Retry};
use bitrix24::{CallError, TransportError, TransportErrorKind};
use serde_json::{Value, json};

use crate::common::{Closed, SHORT, lost, script, source};
use crate::support::{Portal, Reply, Request, ok};
use crate::time::Jumps;

/// Has less patience with the first request than with the others.
struct Impatient(UreqTransport, AtomicBool);

impl Transport for Impatient {
    fn send(&self, mut request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if self.1.swap(false, Ordering::Relaxed) {
            request.timeout = SHORT;
        }
        self.0.send(request)
    }
}

fn client(webhook: &str, jumps: &Jumps, retry: Retry) -> Bitrix24 {
    let builder = Bitrix24::builder().timer(jumps.clone()).retry(retry);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.webhook(webhook).unwrap()
}

/// A portal that answers with these, and a client of it.
fn portal(replies: Vec<Reply>) -> (Portal, Bitrix24, Jumps) {
    let impatient = matches!(replies.first(), Some(Reply::Late(..)));
    let (portal, jumps) = (Portal::start(script(replies)), Jumps::new());
    let transport = Impatient(UreqTransport::new().unwrap(), impatient.into());
    let builder = Bitrix24::builder()
        .timer(jumps.clone())
        .transport(transport);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    (portal, bitrix, jumps)
}

#[test]
fn a_request_that_never_left_is_repeated_although_it_writes() {
    let closed = Arc::new(Closed::new());
    let opened = Arc::new(Mutex::new(None));
    let jumps = Jumps::new().on_wait({
        let (closed, opened) = (Arc::clone(&closed), Arc::clone(&opened));
        move || {
            if let Some(listener) = closed.open() {
                *opened.lock().unwrap() = Some(Portal::on(listener, |_| ok(json!(true))));
            }
        }
    });
    let bitrix = client(&closed.webhook(), &jumps, Retry::default());
    let response = bitrix.send_full(source::Delete::new(6)).unwrap();
    assert_eq!(response.attempts, 2);
    assert_eq!(opened.lock().unwrap().as_ref().unwrap().received().len(), 1);

    let (closed, jumps) = (Closed::new(), Jumps::new());
    let bitrix = client(&closed.webhook(), &jumps, Retry::default());
    let error = bitrix.send(source::Delete::new(6)).unwrap_err();
    assert!(!error.may_have_run());
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Connect);
    assert_eq!(jumps.waited().len(), 4);
}

#[test]
fn what_may_have_run_is_repeated_if_it_reads() {
    for (name, reply) in lost() {
        let (portal, bitrix, jumps) = portal(vec![reply, ok(source())]);
        let response = bitrix.send_full(source::Get::new(6));
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.attempts, 2, "{name}");
        assert_eq!(portal.received().len(), 2, "{name}");
        assert_eq!(jumps.waited().len(), 1, "{name}");
    }
}

#[test]
fn what_may_have_run_is_sent_once_if_it_writes_unless_the_caller_allows_more() {
    for (name, reply) in lost() {
        let (sent_once, bitrix, _) = portal(vec![reply.clone(), ok(json!(true))]);
        let error = bitrix.send(source::Delete::new(6)).unwrap_err();
        assert!(error.may_have_run(), "{name}: {error}");
        assert_eq!(sent_once.received().len(), 1, "{name}");

        let (sent_twice, bitrix, _) = portal(vec![reply, ok(json!(true))]);
        let call = bitrix.request(source::Delete::new(6)).idempotent();
        let response = call.send_full();
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.attempts, 2, "{name}");
        assert_eq!(sent_twice.received().len(), 2, "{name}");
    }
}

#[test]
fn a_connection_that_the_server_has_closed_meanwhile_runs_nothing_twice() {
    let portal = Portal::start(|_| Reply::Last(Box::new(ok(json!(true)))));
    let bitrix = client(&portal.webhook(), &Jumps::new(), Retry::default());
    let mut done = Vec::new();
    for id in 0..50 {
        match bitrix.send(source::Delete::new(id)) {
            Ok(_) => done.push(json!(id)),
            Err(error) => assert!(error.may_have_run(), "{error}"),
        }
    }
    let ids = |request: &Request| request.json()["id"].clone();
    let received: Vec<Value> = portal.received().iter().map(ids).collect();
    let mut once = received.clone();
    once.dedup();
    assert_eq!(received, once);
    assert!(done.iter().all(|id| received.contains(id)));
}

/// The second request arrives over the connection of the first, runs, and gets no answer.
#[test]
fn what_was_taken_over_a_kept_connection_is_not_sent_again() {
    for cut in [Reply::Close, Reply::Cut(5, json!({ "result": true }))] {
        let replies = vec![ok(json!(true)), cut.clone(), ok(json!(true))];
        let (writes, bitrix, _) = portal(replies);
        bitrix.send(source::Delete::new(1)).unwrap();
        let error = bitrix.send(source::Delete::new(2)).unwrap_err();
        assert!(error.may_have_run());
        assert_eq!(writes.received().len(), 2);

        // Nor does the library beneath repeat on its own what it may repeat.
        let portal = Portal::start(script(vec![ok(source()), cut, ok(source())]));
        let bitrix = client(&portal.webhook(), &Jumps::new(), Retry::never());
        bitrix.send(source::Get::new(1)).unwrap();
        bitrix.send(source::Get::new(2)).unwrap_err();
        assert_eq!(portal.received().len(), 2);
    }
    for status in [408, 421, 425, 429, 500, 502, 503, 504] {
        let reply = Reply::Raw(status, vec!["Retry-After: 0".to_owned()], String::new());
        let portal = Portal::start(script(vec![reply, ok(json!(true))]));
        let bitrix = client(&portal.webhook(), &Jumps::new(), Retry::never());
        bitrix.send(source::Delete::new(1)).unwrap_err();
        assert_eq!(portal.received().len(), 1, "{status}");
    }
}

#[test]
fn an_answer_of_another_length_than_it_says_spoils_no_other() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"result\":true}".to_vec();
    bytes.extend(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"result\":7}");
    let (_portal, bitrix, _) = portal(vec![Reply::Bytes(bytes), ok(json!(8))]);
    let call = || bitrix.untyped("user.current", Value::Null).send();
    assert_eq!(call().unwrap(), true);
    assert_eq!(call().unwrap(), 8);

    let shorter = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"result\":true}";
    let (_portal, bitrix, _) = portal(vec![Reply::Bytes(shorter.to_vec())]);
    let error = bitrix.send(source::Delete::new(6)).unwrap_err();
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, TransportErrorKind::Interrupted);
    assert!(error.may_have_run);
}

#[test]
fn no_time_is_too_long() {
    let portal = Portal::start(|_| ok(json!(true)));
    let builder = Bitrix24::builder()
        .timeout(Duration::MAX)
        .deadline(Duration::MAX);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(1)).unwrap());
}
