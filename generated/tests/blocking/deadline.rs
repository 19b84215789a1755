//! How long a call may take, and whom it waits for.

use std::thread;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::Bitrix24;
use bitrix24::client::RateLimit;
use bitrix24::{CallError, TransportError, TransportErrorKind};
use serde_json::json;

use crate::common::{Gate, SHORT, never, until};
use crate::office::{Office, app, is_refresh};
use crate::support::{Portal, Reply, ok};
use crate::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);

fn transport_error<E: std::fmt::Debug>(error: CallError<E>) -> TransportError {
    match error {
        CallError::Transport(error) => error,
        error => panic!("{error:?}"),
    }
}

#[test]
fn clients_of_a_portal_share_its_limit_and_nobody_waits_in_vain() {
    let (portal, jumps) = (Portal::start(|_| ok(json!(true))), Jumps::new());
    let client = || {
        let builder = Bitrix24::builder().timer(jumps.clone());
        let builder = builder.rate_limit(RateLimit::new(1, 0.1));
        builder.webhook(portal.webhook()).unwrap()
    };
    let (one, two) = (client(), client());
    one.send(source::Delete::new(1)).unwrap();
    let call = two.request(source::Delete::new(2)).deadline(5 * SECOND);
    let error = transport_error(call.send().unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Deadline);
    assert!(!error.may_have_run);
    assert_eq!(portal.received().len(), 1);
    assert!(jumps.waited().is_empty());
    two.send(source::Delete::new(3)).unwrap();
    assert_eq!(jumps.total(), 10 * SECOND);
}

#[test]
fn an_attempt_ends_with_the_time_for_the_call() {
    let portal = Portal::start(|_| never());
    let bitrix = Bitrix24::builder().deadline(SHORT);
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    let call = bitrix.request(source::Delete::new(1)).idempotent();
    let error = transport_error(call.send().unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Deadline);
    assert!(error.may_have_run);
    assert_eq!(portal.received().len(), 1);

    let bitrix = Bitrix24::builder().timeout(SHORT);
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    let error = transport_error(bitrix.send(source::Delete::new(1)).unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert!(error.may_have_run);
}

#[test]
fn half_an_answer_is_no_longer_waited_for_than_a_whole() {
    let portal = Portal::start(|_| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"result\":".to_vec();
        Reply::Open(head)
    });
    let bitrix = Bitrix24::builder().timeout(SHORT);
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    let error = transport_error(bitrix.send(source::Delete::new(1)).unwrap_err());
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    assert!(error.may_have_run);
}

/// Who began the renewal waits no longer for it than others do.
#[test]
fn the_time_for_a_call_ends_during_a_renewal_too() {
    let gate = Gate::default();
    let office = Office::with({
        let gate = gate.clone();
        move |request| {
            if is_refresh(request) {
                gate.pass();
            }
            None
        }
    });
    let builder = Bitrix24::builder().rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.oauth_server(office.url());
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let call = bitrix.request(source::Delete::new(6)).deadline(SHORT);
                let error = transport_error(call.send().unwrap_err());
                assert_eq!(error.kind, TransportErrorKind::Deadline);
                assert!(!error.may_have_run);
            });
        }
    });
    gate.open();
    until(|| bitrix.tokens().unwrap().access_token == "access-1");
    bitrix.send(source::Delete::new(6)).unwrap();
    assert_eq!(office.log().count("refresh"), 1);
}
