//! Libraries of a caller's own: a `reqwest::Client` and a `ureq::Agent` keep the promises of a transport.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::{self, UreqTransport};
use bitrix24::client::{RateLimit, ReqwestTransport, Retry};
use bitrix24::{Bitrix24, CallError, TransportErrorKind};
use serde_json::{Value, json};

use crate::gzip::block_on;
use crate::servers::{Closed, answer, hang_up, keep_silent, reset, serve};
use crate::support::{Portal, Reply, ok};
use crate::verdicts::{Verdict, delete_by};

fn reqwest() -> ReqwestTransport {
    ReqwestTransport::from_builder(reqwest::Client::builder()).unwrap()
}

fn ureq() -> UreqTransport {
    UreqTransport::from_config(ureq::Agent::config_builder().build())
}

fn agent() -> UreqTransport {
    UreqTransport::from(ureq::Agent::new_with_defaults())
}

fn delete(url: &str) -> [Result<bool, Verdict>; 2] {
    delete_by(url, Some(reqwest()), Some(ureq()))
}

#[test]
fn a_call_goes_by_the_library_of_the_caller() {
    let portal = Portal::start(|_| ok(json!(true)));
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-own", "reqwest".parse().unwrap());
    let client = reqwest::Client::builder().default_headers(headers);
    let client = ReqwestTransport::from_builder(client).unwrap();
    assert_eq!(
        delete_by(&portal.url(), Some(client), Some(ureq())),
        [Ok(true), Ok(true)]
    );
    let by_agent = delete_by(&portal.url(), Some(reqwest()), Some(agent()));
    assert_eq!(by_agent, [Ok(true), Ok(true)]);
    let received = portal.received();
    assert_eq!(received[0].header("x-own"), Some("reqwest"));
    for request in received {
        assert_eq!(request.verb, "POST");
        assert_eq!(request.path, "/rest/1/s3cret/biconnector.source.delete");
        assert_eq!(request.json(), json!({ "id": 1 }));
        assert_eq!(request.header("content-type"), Some("application/json"));
        let agent = request.header("user-agent").unwrap();
        assert!(agent.starts_with("bitrix24-rs/"), "{agent}");
    }
}

#[test]
fn they_say_truly_whether_a_request_may_have_left() {
    let closed = Closed::new();
    let http = |address| format!("http://{address}");
    let silent_within = serve(|connection| {
        answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
    });
    let (interrupted, timeout) = (
        Verdict::unknown(TransportErrorKind::Interrupted),
        Verdict::unknown(TransportErrorKind::Timeout),
    );
    for (name, url, expected) in [
        (
            "no name",
            "https://nowhere.invalid",
            &Verdict::NOT_CONNECTED,
        ),
        ("refused", &http(closed.address), &Verdict::NOT_CONNECTED),
        ("no TLS", "https://127.0.0.1:1", &Verdict::NOT_CONNECTED),
        ("an end", &http(serve(hang_up)), &interrupted),
        ("a reset", &http(serve(reset)), &interrupted),
        ("silence", &http(serve(keep_silent)), &timeout),
        ("half an answer", &http(silent_within), &timeout),
    ] {
        let [client, threads] = delete(url);
        assert_eq!(client.as_ref(), Err(expected), "{name}, reqwest");
        assert_eq!(threads.as_ref(), Err(expected), "{name}, ureq");
        let [_, threads] = delete_by(url, Some(reqwest()), Some(agent()));
        // An agent does not tell that of its names.
        let expected = match name {
            "no name" => &interrupted,
            _ => expected,
        };
        assert_eq!(threads.as_ref(), Err(expected), "{name}, an agent");
    }
}

/// What both make of an answer of a portal, with a limit on responses.
fn call(portal: &Portal, limit: usize) -> [Result<Value, CallError<bitrix24::AnyCode>>; 2] {
    call_by(portal, limit, reqwest())
}

fn call_by(
    portal: &Portal,
    limit: usize,
    reqwest: ReqwestTransport,
) -> [Result<Value, CallError<bitrix24::AnyCode>>; 2] {
    let bitrix = Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::never())
        .max_response_size(limit)
        .transport(reqwest)
        .webhook(portal.webhook())
        .unwrap();
    let first = block_on(bitrix.untyped("user.current", Value::Null).send());
    let bitrix = blocking::Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::never())
        .max_response_size(limit)
        .transport(ureq())
        .webhook(portal.webhook())
        .unwrap();
    [first, bitrix.untyped("user.current", Value::Null).send()]
}

#[test]
fn they_read_no_more_than_a_response_may_have() {
    let body = format!(r#"{{"result":"{}"}}"#, "a".repeat(10_000));
    let (length, reply) = (body.len(), Reply::Raw(200, Vec::new(), body));
    let portal = Portal::start(move |_| reply.clone());
    for answer in call(&portal, length) {
        assert_eq!(answer.unwrap().as_str().unwrap().len(), 10_000);
    }
    for answer in call(&portal, length - 1) {
        assert!(matches!(answer, Err(CallError::TooLarge(_))), "{answer:?}");
    }
}

#[test]
fn they_follow_no_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Portal::start(|_| ok(json!(true)));
        let location = format!("Location: {}/rest/1/s3cret/user.current", elsewhere.url());
        let portal =
            Portal::start(move |_| Reply::Raw(status, vec![location.clone()], String::new()));
        for answer in call(&portal, 1000) {
            // The client has judged it: this machine is no domain of Bitrix24.
            let error = answer.unwrap_err();
            assert!(matches!(error, CallError::Unexpected(_)), "{error}");
        }
        assert_eq!(portal.received().len(), 2, "{status}");

        // A client that does has not got an answer, whatever it has got.
        let following = ReqwestTransport::from(reqwest::Client::new());
        let [answer, _] = call_by(&portal, 1000, following);
        let error = answer.unwrap_err();
        assert!(
            error.may_have_run() && error.to_string().contains("redirect"),
            "{error}"
        );
        assert!(!error.to_string().contains("s3cret"));
    }
}

/// No error may show an address, for that of a webhook has its code in it.
#[test]
fn their_errors_show_no_address() {
    let closed = Closed::new();
    let hosts = [
        format!("http://{}", serve(hang_up)),
        format!("http://{}", closed.address),
    ];
    for host in hosts
        .iter()
        .map(String::as_str)
        .chain(["https://nowhere.invalid"])
    {
        let url = format!("{host}/rest/1/s3cret/");
        let client = Bitrix24::builder().retry(Retry::never());
        let client = client.timeout(Duration::from_secs(5)).transport(reqwest());
        let error = block_on(client.webhook(&url).unwrap().send(source::Delete::new(1)));
        let threads = blocking::Bitrix24::builder().retry(Retry::never());
        let threads = threads.timeout(Duration::from_secs(5)).transport(ureq());
        let second = threads.webhook(&url).unwrap().send(source::Delete::new(1));
        for error in [error.unwrap_err(), second.unwrap_err()] {
            let shown = format!("{error} {error:?}");
            assert!(
                !shown.contains("s3cret") && !shown.contains("/rest"),
                "{shown}"
            );
        }
    }
}
