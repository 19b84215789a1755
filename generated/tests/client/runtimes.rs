//! Renewals and the runtimes of those who ask for them: one may end at any moment, or be driven no more.

use std::sync::Arc;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{
    BoxFuture, Builder, HttpRequest, HttpResponse, HyperTransport, MemoryStore, RateLimit,
    StoreError, Stored, TokenStore, Transport,
};
use bitrix24::{Bitrix24, TransportError};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::common::{Gate, until};
use crate::office::{Log, Office, app, issue, query};
use crate::time::Jumps;

/// Where a renewal may be when the runtime of its caller ends: at each of its await points, before and after what it waits for
/// has happened.
const POINTS: [&str; 7] = [
    "before load",
    "after load",
    "before claim",
    "after claim",
    "send",
    "before save",
    "after save",
];

/// Stops a renewal at a point, the first time that it comes there.
#[derive(Clone)]
struct Stop {
    point: &'static str,
    reached: Log,
    opened: watch::Sender<bool>,
    gate: Gate,
}

impl Stop {
    fn at(point: &'static str) -> Self {
        Self {
            point,
            reached: Log::default(),
            opened: watch::Sender::new(false),
            gate: Gate::default(),
        }
    }

    fn is_reached(&self) -> bool {
        !self.reached.events().is_empty()
    }

    fn is_at(&self, point: &str) -> bool {
        let is_first = self.point == point && !self.is_reached();
        if is_first {
            self.reached.add(point);
        }
        is_first
    }

    /// Takes no thread, as a database does.
    async fn pass(&self, point: &str) {
        if self.is_at(point) {
            let mut opened = self.opened.subscribe();
            opened.wait_for(|opened| *opened).await.unwrap();
        }
    }

    fn open(&self) {
        self.opened.send_replace(true);
        self.gate.open();
    }
}

struct Stopping(Arc<MemoryStore>, Stop);

impl TokenStore for Stopping {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        Box::pin(async {
            self.1.pass("before load").await;
            let loaded = self.0.load().await;
            self.1.pass("after load").await;
            loaded
        })
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move {
            let what = new.renewing_until.map_or("save", |_| "claim");
            self.1.pass(&format!("before {what}")).await;
            let swapped = self.0.compare_and_swap(revision, new).await;
            self.1.pass(&format!("after {what}")).await;
            swapped
        })
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

/// Carries requests to the authorisation server by http_transport. A call is answered without a network, for the connections of calls
/// belong to the runtimes of their callers.
struct Split(HyperTransport, Log);

impl Transport for Split {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        if request.url.expose_secret().contains("/oauth/token/") {
            return self.0.send(request);
        }
        let body = String::from_utf8(request.body).unwrap();
        let (status, answer) = match body.contains("access-0") {
            true => (401, r#"{"error":"expired_token"}"#),
            false => (200, r#"{"result":true}"#),
        };
        self.1.add("call");
        Box::pin(async move { Ok(HttpResponse::new(status, answer)) })
    }
}

fn builder(office: &Office) -> Builder {
    let transport = Split(HyperTransport::new().unwrap(), office.log());
    let builder = Bitrix24::builder().transport(transport).timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.oauth_server(office.url())
}

/// An authorisation server, and a client whose renewal stops.
fn stopping(stop: &Stop) -> (Office, Arc<MemoryStore>, Bitrix24) {
    let office = Office::with({
        let stop = stop.clone();
        move |_| {
            if stop.is_at("send") {
                stop.gate.pass();
            }
            None
        }
    });
    let store = Arc::new(MemoryStore::new());
    let builder = builder(&office);
    let builder = builder.token_store(Stopping(Arc::clone(&store), stop.clone()));
    let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
    (office, store, bitrix)
}

/// Makes a call in a runtime, until its renewal has come to where it stops.
fn begin(runtime: &Runtime, bitrix: &Bitrix24, stop: &Stop) {
    let bitrix = bitrix.clone();
    runtime.spawn(async move { bitrix.send(source::Delete::new(6)).await });
    runtime.block_on(async {
        while !stop.is_reached() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
}

/// Makes a call in another runtime. A call that hangs is an error.
fn call_elsewhere(bitrix: &Bitrix24, point: &str) {
    let answer = runtime().block_on(async {
        let call = bitrix.send(source::Delete::new(6));
        tokio::time::timeout(Duration::from_secs(20), call).await
    });
    let answer = answer.unwrap_or_else(|_| panic!("{point}: it hangs"));
    assert!(answer.unwrap_or_else(|error| panic!("{point}: {error}")));
}

fn check(office: &Office, store: &Arc<MemoryStore>, point: &str) {
    let events = office.log().events();
    let refreshes = events.iter().filter(|event| event.starts_with("refresh"));
    assert!(refreshes.eq(["refresh refresh-0"]), "{point}: {events:?}");
    let stored = runtime().block_on(TokenStore::load(store));
    let stored = stored.unwrap().unwrap();
    assert_eq!(stored.tokens.access_token, "access-1", "{point}");
    assert_eq!(stored.renewing_until, None, "{point}");
}

#[test]
fn a_runtime_that_ends_at_any_point_of_a_renewal_costs_no_token() {
    for point in POINTS {
        let stop = Stop::at(point);
        let (office, store, bitrix) = stopping(&stop);
        let first = runtime();
        begin(&first, &bitrix, &stop);
        drop(first);
        stop.open();
        call_elsewhere(&bitrix, point);
        check(&office, &store, point);
    }
}

#[test]
fn a_runtime_that_nobody_drives_any_more_stops_no_renewal() {
    for point in POINTS {
        let stop = Stop::at(point);
        let (office, store, bitrix) = stopping(&stop);
        let first = runtime();
        begin(&first, &bitrix, &stop);
        stop.open();
        call_elsewhere(&bitrix, point);
        check(&office, &store, point);
        drop(first);
    }
}

/// All wait for the renewal of the first, each in a runtime of its own, and some of these end meanwhile.
#[test]
fn callers_in_many_runtimes_wait_for_one_renewal() {
    let stop = Stop::at("send");
    let (office, store, bitrix) = stopping(&stop);
    let first = runtime();
    begin(&first, &bitrix, &stop);
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| call_elsewhere(&bitrix, "send")))
            .collect();
        until(|| office.log().count("call") == 9);
        drop(first);
        stop.open();
        for call in calls {
            call.join().unwrap();
        }
    });
    check(&office, &store, "send");
}

/// The connection to the authorisation server over which a code was exchanged is not that of a runtime which stands still.
#[test]
fn a_code_that_is_exchanged_in_a_runtime_of_its_own_delays_no_renewal() {
    let office = Office::with(|request| query(request, "code").map(|_| issue(request, 5)));
    let builder = builder(&office);
    let first = runtime();
    first
        .block_on(builder.exchange_code(&app(), "c0de"))
        .unwrap();
    let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
    call_elsewhere(&bitrix, "exchange");
    drop(first);
}
