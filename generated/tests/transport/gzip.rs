//! Responses that arrive compressed. Both clients unpack them, and must judge alike.

use std::io::Write as _;

use bitrix24::biconnector::source;
use bitrix24::blocking::{self, UreqTransport};
use bitrix24::client::{HyperTransport, RateLimit, Retry};
use bitrix24::{Bitrix24, CallError, SystemCode, TransportErrorKind};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::support::{Portal, Reply};

fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// An answer with this body, said to be packed.
fn gzip(body: &[u8]) -> Reply {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    Reply::Bytes([head.as_bytes(), body].concat())
}

type Answer = Result<Value, CallError<bitrix24::AnyCode>>;

/// What both clients, with a limit on responses, make of this answer.
fn call(reply: &Reply, limit: usize) -> [(Answer, Portal); 2] {
    let portal = || {
        let reply = reply.clone();
        Portal::start(move |_| reply.clone())
    };
    let call = ("user.current", Value::Null);
    let (first, second) = (portal(), portal());
    let bitrix = Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::never())
        .max_response_size(limit)
        .webhook(first.webhook())
        .unwrap();
    let answer = block_on(bitrix.untyped(call.0, call.1.clone()).send());
    let bitrix = blocking::Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::never())
        .max_response_size(limit)
        .webhook(second.webhook())
        .unwrap();
    [
        (answer, first),
        (bitrix.untyped(call.0, call.1).send(), second),
    ]
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

#[test]
fn a_response_is_unpacked_up_to_the_limit() {
    let body = format!(r#"{{"result":"{}"}}"#, "deal ".repeat(1000));
    let reply = gzip(&packed(body.as_bytes()));
    for (answer, portal) in call(&reply, body.len()) {
        assert_eq!(answer.unwrap().as_str().unwrap().len(), 5000);
        let [request] = portal.received().try_into().unwrap();
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
    }
    // As if it had arrived as it is.
    let plain = Reply::Raw(200, Vec::new(), body.clone());
    for reply in [reply, plain] {
        for (answer, _) in call(&reply, body.len() - 1) {
            let Err(CallError::TooLarge(error)) = answer else {
                panic!("{answer:?}")
            };
            assert_eq!(error.limit, body.len() - 1);
        }
    }
}

#[test]
fn a_bomb_is_too_large() {
    let bomb = packed(&vec![b' '; 100 << 20]);
    assert!(bomb.len() < 1 << 17);
    for (answer, portal) in call(&gzip(&bomb), 1 << 20) {
        assert!(matches!(answer, Err(CallError::TooLarge(_))), "{answer:?}");
        assert_eq!(portal.received().len(), 1);
    }
}

#[test]
fn what_cannot_be_unpacked_broke_on_its_way() {
    let whole = packed(br#"{"result":true}"#);
    let mut changed = whole.clone();
    let last = changed.len() - 5;
    changed[last] ^= 1;
    for body in [&whole[..whole.len() - 9], &changed, b"{\"result\":true}"] {
        for (answer, _) in call(&gzip(body), 1 << 20) {
            let Err(CallError::Transport(error)) = answer else {
                panic!("{answer:?}")
            };
            assert_eq!(error.kind, TransportErrorKind::Interrupted);
            assert!(
                error.may_have_run && error.problem.contains("gzip"),
                "{error}"
            );
        }
    }
}

#[test]
fn an_error_may_be_packed_as_well_as_a_result() {
    let body = packed(br#"{"error":"ACCESS_DENIED","error_description":"No"}"#);
    for (answer, _) in call(&gzip(&body), 1 << 20) {
        let Err(CallError::System(error)) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(error.code, SystemCode::AccessDenied);
    }
}

#[test]
fn who_wants_no_compression_does_not_ask_for_it() {
    let portal = Portal::start(|_| Reply::Raw(200, Vec::new(), r#"{"result":true}"#.to_owned()));
    let transport = HyperTransport::builder().gzip(false).build().unwrap();
    let bitrix = Bitrix24::builder().transport(transport);
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    assert!(block_on(bitrix.send(source::Delete::new(1))).unwrap());
    let transport = UreqTransport::builder().gzip(false).build().unwrap();
    let bitrix = blocking::Bitrix24::builder().transport(transport);
    let bitrix = bitrix.webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(1)).unwrap());
    let asked = portal.received();
    assert_eq!(asked.len(), 2);
    assert!(
        asked
            .iter()
            .all(|request| request.header("accept-encoding").is_none())
    );
}
