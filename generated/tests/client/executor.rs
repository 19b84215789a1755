//! The async client without tokio, and with more than one.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bitrix24::biconnector::source;
use bitrix24::client::{
    BoxFuture, HttpRequest, HttpResponse, MemoryStore, RateLimit, Tokens, Transport,
};
use bitrix24::{Bitrix24, TransportError};

use crate::common::{Gate, html, http_transport};
use crate::office::{Office, app, is_refresh};
use crate::time::Jumps;

/// An executor as small as can be.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// A portal without a network.
struct Canned;

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = String::from_utf8(request.body).unwrap();
        let (status, answer) = match request.url.expose_secret() {
            url if url.contains("/oauth/token/") => (
                200,
                r#"{"access_token":"a2","refresh_token":"r2","expires_in":3600}"#,
            ),
            _ if body.contains("\"a2\"") => (200, r#"{"result":true}"#),
            _ => (401, r#"{"error":"expired_token"}"#),
        };
        Box::pin(async move { Ok(HttpResponse::new(status, answer)) })
    }
}

#[test]
fn with_a_transport_and_a_timer_of_ones_own_no_tokio_is_needed() {
    let builder = Bitrix24::builder().transport(Canned).timer(Jumps::new());
    let builder = builder.token_store(MemoryStore::new());
    let tokens = Tokens::new("a1", "r1", "https://portal.example/rest/");
    let bitrix = builder.oauth(app(), tokens).unwrap();
    assert!(block_on(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!(bitrix.tokens().unwrap().access_token, "a2");
}

#[test]
fn a_renewal_that_ended_with_its_runtime_stops_no_later_one() {
    let gate = Gate::default();
    let office = Office::with({
        let (gate, first) = (gate.clone(), std::sync::Once::new());
        move |request| {
            let mut answer = None;
            if is_refresh(request) {
                first.call_once(|| {
                    gate.pass();
                    answer = Some(html(502));
                });
            }
            answer
        }
    });
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let builder = builder.oauth_server(office.url());
    let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().build().unwrap()
    };
    let first = runtime();
    let call = bitrix.clone();
    first.spawn(async move { call.send(source::Delete::new(6)).await });
    first.block_on(async {
        while office.log().count("refresh") == 0 {
            tokio::task::yield_now().await;
        }
    });
    drop(first);
    gate.open();
    let answer = runtime().block_on(bitrix.send(source::Delete::new(6)));
    assert!(answer.unwrap());
}
