//! Clients of a program that has an HTTP library of its own, and wants no other: the features `client-core` and `blocking-core`.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bitrix24::client::{self, BoxFuture, HttpRequest, HttpResponse};
use bitrix24::{Bitrix24, TransportError, blocking};
use serde_json::json;

const WEBHOOK: &str = "https://portal.example/rest/1/s3cret/";

/// Answers from memory.
struct Memory;

fn answer() -> HttpResponse {
    HttpResponse::new(200, r#"{"result":{"ID":"7"}}"#)
}

impl client::Transport for Memory {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async { Ok(answer()) })
    }
}

impl blocking::Transport for Memory {
    fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(answer())
    }
}

#[test]
fn calls_go_by_a_transport_of_the_callers_own() {
    let bitrix = Bitrix24::builder()
        .transport(Memory)
        .webhook(WEBHOOK)
        .unwrap();
    let call = pin!(async { bitrix.untyped("user.current", json!({})).await });
    // Nothing has to be waited for.
    let Poll::Ready(user) = call.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits")
    };
    assert_eq!(user.unwrap()["ID"], "7");
    let builder = blocking::Bitrix24::builder().transport(Memory);
    let user = builder
        .webhook(WEBHOOK)
        .unwrap()
        .untyped("user.current", json!({}))
        .send();
    assert_eq!(user.unwrap()["ID"], "7");
}

#[test]
#[cfg(not(any(feature = "client", feature = "blocking")))]
fn a_client_without_a_transport_says_how_to_get_one() {
    let told = |error: client::BuildError, feature: &str| {
        let error = error.to_string();
        assert!(error.contains("`transport`"), "{error}");
        assert!(error.ends_with(&format!("`{feature}`")), "{error}");
    };
    told(Bitrix24::webhook(WEBHOOK).unwrap_err(), "client");
    told(
        blocking::Bitrix24::webhook(WEBHOOK).unwrap_err(),
        "blocking",
    );
    let app = client::App::new("app.1", "secret");
    let error = blocking::Bitrix24::builder().exchange_code(&app, "code");
    assert!(error.unwrap_err().to_string().contains("`transport`"));
}
