//! An answer that is too large, as it comes or in memory, is an error that names the limit, and nothing is repeated.

use bitrix24::app::option;
use bitrix24::biconnector::source;
use bitrix24::client::{BoxFuture, HttpRequest, HttpResponse, RateLimit};
use bitrix24::crm::item::{EntityType, List};
use bitrix24::{Bitrix24, CallError, Error, TooLargeKind, TransportError, blocking};
use serde_json::json;

use super::run::Clock;
use super::support::{Portal, Reply};

const MIB: usize = 1 << 20;

macro_rules! client {
    ($client:ty, $portal:expr) => {
        <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED)
            .max_response_size(MIB)
            .webhook($portal.webhook())
            .unwrap()
    };
}

/// A text of so many bytes, as the answer to a call.
fn answer(len: usize) -> String {
    let (head, tail) = (r#"{"result":""#, r#""}"#);
    format!("{head}{}{tail}", "x".repeat(len - head.len() - tail.len()))
}

/// As many of these as make an array of about so many bytes, in what is before and behind it.
fn rows(before: &str, row: &str, behind: &str, len: usize) -> String {
    let rows = vec![row; len / (row.len() + 1)];
    format!("{before}[{}]{behind}", rows.join(","))
}

fn portal(body: String) -> Portal {
    Portal::start(move |_| Reply::Raw(200, Vec::new(), body.clone()))
}

/// The same, without a word about the length.
fn portal_of_no_length(body: &str) -> Portal {
    let bytes = format!("HTTP/1.1 200 OK\r\n\r\n{body}").into_bytes();
    Portal::start(move |_| Reply::Bytes(bytes.clone()))
}

#[track_caller]
fn is_too_large(error: impl Into<Error>, kind: TooLargeKind, limit: usize) {
    let error = error.into();
    assert!(error.may_have_run(), "{error}");
    let Some(CallError::TooLarge(found)) = error.as_call_error() else {
        panic!("{error}")
    };
    assert_eq!((found.kind, found.limit), (kind, limit));
    let text = error.to_string();
    assert!(text.starts_with(&format!("{}: ", found.method)), "{text}");
    assert!(text.contains(&limit.to_string()), "{text}");
    assert!(!text.contains("broke"), "{text}");
    let says_how = text.contains("max_response_size");
    assert_eq!(says_how, kind == TooLargeKind::Response, "{text}");
}

#[tokio::test]
async fn a_response_over_the_limit_is_not_read() {
    let body = answer(MIB + 1);
    for portal in [portal_of_no_length(&body), portal(body)] {
        let client = client!(Bitrix24, portal);
        let error = client.send(source::Get::new(6)).await.unwrap_err();
        is_too_large(error, TooLargeKind::Response, MIB);
        let blocking = client!(blocking::Bitrix24, portal);
        let error = blocking.send(source::Get::new(6)).unwrap_err();
        is_too_large(error, TooLargeKind::Response, MIB);
        assert_eq!(portal.received().len(), 2);
        // Each call of a batch says which it is.
        let (get, list) = client
            .batch((source::Get::new(6), source::List::new()))
            .await;
        let methods = [Error::from(get.unwrap_err()), list.unwrap_err().into()];
        let methods = methods.map(|error| {
            let text = error.to_string();
            is_too_large(error, TooLargeKind::Response, MIB);
            text.split(':').next().unwrap().to_owned()
        });
        assert_eq!(
            methods,
            ["biconnector.source.get", "biconnector.source.list"]
        );
    }
}

#[tokio::test]
async fn one_of_just_the_limit_is() {
    let body = answer(MIB);
    for portal in [portal_of_no_length(&body), portal(body)] {
        let client = client!(Bitrix24, portal);
        assert!(client.untyped("any.method", json!({})).await.is_ok());
        let client = client!(blocking::Bitrix24, portal);
        assert!(client.untyped("any.method", json!({})).send().is_ok());
    }
}

#[tokio::test]
async fn without_a_limit_of_ones_own_it_is_64_mib() {
    let portal = portal(answer(12 * MIB));
    let client = Bitrix24::webhook(portal.webhook()).unwrap();
    assert!(client.untyped("any.method", json!({})).await.is_ok());
    let client = blocking::Bitrix24::webhook(portal.webhook()).unwrap();
    assert!(client.untyped("any.method", json!({})).send().is_ok());

    let longer = portal_of_no_length(&answer(64 * MIB + 1));
    let client = Bitrix24::webhook(longer.webhook()).unwrap();
    let error = client.untyped("any.method", json!({})).await.unwrap_err();
    is_too_large(error, TooLargeKind::Response, 64 * MIB);
    let client = blocking::Bitrix24::webhook(longer.webhook()).unwrap();
    let error = client.untyped("any.method", json!({})).send().unwrap_err();
    is_too_large(error, TooLargeKind::Response, 64 * MIB);
    assert_eq!(longer.received().len(), 2);
}

#[tokio::test]
async fn small_rows_that_are_large_in_memory_are_too_large() {
    let body = rows(r#"{"result":{"items":"#, "{}", "}}", MIB / 2);
    let portal = portal(body);
    let client = client!(Bitrix24, portal);
    let list = || List::new(EntityType::Deal);
    let error = client.send(list()).await.unwrap_err();
    is_too_large(error, TooLargeKind::Decoded, 64 * MIB);
    let blocking = client!(blocking::Bitrix24, portal);
    let error = blocking.send(list()).unwrap_err();
    is_too_large(error, TooLargeKind::Decoded, 64 * MIB);
    assert_eq!(portal.received().len(), 2);
    // The list ends there.
    let mut pages = blocking.pages(list());
    let error = pages.next().unwrap().unwrap_err();
    is_too_large(error, TooLargeKind::Decoded, 64 * MIB);
    assert!(pages.next().is_none());
}

#[test]
fn so_is_any_other_array_or_object_whose_memory_is_not_that_of_its_text() {
    for row in [r#"{"a":1}"#, r#"[{"a":[{"a":[1]}]}]"#, "[[[[[]]]]]", "[1]"] {
        let body = rows(r#"{"result":{"key":"#, row, "}}", 6 * MIB);
        let error = bitrix24::decode::<option::Get>(200, &body).unwrap_err();
        is_too_large(error, TooLargeKind::Decoded, 16 * body.len());
    }
    // One of a quarter of an allowance is not.
    for row in [r#"{"a":1}"#, "[[[[[]]]]]", "[1]"] {
        let body = rows(r#"{"result":{"key":"#, row, "}}", MIB / 4);
        assert!(bitrix24::decode::<option::Get>(200, &body).is_ok(), "{row}");
    }
}

/// Reads to the end whatever comes.
struct Careless(String);

impl bitrix24::client::Transport for Careless {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = HttpResponse::new(200, self.0.clone());
        Box::pin(std::future::ready(Ok(response)))
    }
}

impl blocking::Transport for Careless {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        assert_eq!(request.max_response_size, MIB);
        Ok(HttpResponse::new(200, self.0.clone()))
    }
}

#[tokio::test]
async fn the_limit_holds_for_a_transport_that_does_not_care() {
    macro_rules! client {
        ($client:ty) => {
            <$client>::builder()
                .transport(Careless(answer(MIB + 1)))
                .max_response_size(MIB)
                .webhook("https://portal.bitrix24.com/rest/1/s3cret/")
                .unwrap()
        };
    }
    let call = client!(Bitrix24).send(source::Get::new(6)).await;
    is_too_large(call.unwrap_err(), TooLargeKind::Response, MIB);
    let call = client!(blocking::Bitrix24).send(source::Get::new(6));
    is_too_large(call.unwrap_err(), TooLargeKind::Response, MIB);
}

#[test]
fn a_page_of_small_rows_is_not() {
    let body = rows(r#"{"result":{"items":"#, r#"{"id":1}"#, "}}", 450);
    let page = bitrix24::decode::<List>(200, &body).unwrap();
    assert_eq!(page.result.len(), 50);
    let many = rows(r#"{"result":{"items":"#, r#"{"id":1}"#, "}}", 90_000);
    let page = bitrix24::decode::<List>(200, &many).unwrap();
    assert_eq!(page.result.len(), 10_000);
}
