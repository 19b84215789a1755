//! What an idle portal takes of memory. The allocator counts, so this is a program with a single test.

#![allow(missing_docs, clippy::unwrap_used)]

use std::alloc::System;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{
    App, BoxFuture, HttpRequest, HttpResponse, RateLimit, StoreError, Stored, Tokens,
};
use bitrix24::{TransportError, blocking, client};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const PORTALS: usize = 10_000;

/// What a portal may take, in bytes.
const ALLOWED: usize = 4096;

/// What an allocator needs for a block beside what was asked for, in bytes.
const BLOCK: usize = 16;

/// Tokens as long as those of the vendor, which no memory keeps.
fn stored(member_id: &str) -> Stored {
    let token = |kind: char| format!("{member_id}{kind:0>38}");
    let endpoint = format!("https://b24-{member_id}.bitrix24.com/rest/");
    let mut tokens = Tokens::new(token('a'), token('r'), endpoint);
    tokens.server_endpoint = Some("https://oauth.bitrix.info/rest/".to_owned());
    tokens.member_id = Some(member_id.to_owned());
    tokens.domain = Some(format!("b24-{member_id}.bitrix24.com"));
    tokens.scope = Some("crm,task,user,im,imbot,disk,placement,bizproc,sale,catalog".repeat(3));
    tokens.status = Some("S".to_owned());
    tokens.expires = Some(1_747_045_800);
    tokens.expires_in = Some(3600);
    tokens.user_id = Some(1);
    tokens.application_token = Some(member_id.to_owned());
    Stored::new(tokens)
}

struct Elsewhere;

impl client::PortalStore for Elsewhere {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async { Ok(Some(stored(member_id))) })
    }

    fn compare_and_swap<'a>(
        &'a self,
        _: &'a str,
        _: i64,
        _: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async { Ok(true) })
    }

    fn remove<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}

impl blocking::PortalStore for Elsewhere {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        Ok(Some(stored(member_id)))
    }

    fn compare_and_swap(&self, _: &str, _: i64, _: Stored) -> Result<bool, StoreError> {
        Ok(true)
    }

    fn remove(&self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
}

struct Yes;

fn answer() -> HttpResponse {
    let time = r#"{"start":1747042200.0,"finish":1747042200.5,"operating":0.1,"operating_reset_at":1747042800}"#;
    HttpResponse::new(200, format!(r#"{{"result":true,"time":{time}}}"#))
}

impl client::Transport for Yes {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async { Ok(answer()) })
    }
}

impl blocking::Transport for Yes {
    fn send(&self, _: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(answer())
    }
}

fn member_id(number: usize) -> String {
    format!("{number:0>32x}")
}

/// What each of the portals takes that `open` opens.
fn each(region: &Region<'_, System>) -> usize {
    let change = region.change();
    let bytes = change
        .bytes_allocated
        .saturating_sub(change.bytes_deallocated);
    let blocks = change.allocations.saturating_sub(change.deallocations);
    (bytes + BLOCK * blocks) / PORTALS
}

#[test]
fn an_idle_portal_takes_four_kibibytes_at_most_and_none_once_it_is_evicted() {
    // More in a second than a burst, so that calls have waited.
    let limit = RateLimit::new(2, 1e6);

    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_time().build().unwrap();
    let builder = client::Bitrix24::builder().transport(Yes).rate_limit(limit);
    let portals = builder
        .portals(App::new("app.1", "secret"), Elsewhere)
        .unwrap();
    let region = Region::new(ALLOCATOR);
    runtime.block_on(async {
        for number in 0..PORTALS {
            let bitrix = portals.get(&member_id(number)).await.unwrap();
            let call = |id| bitrix.send(source::Delete::new(id));
            let (first, second, third) = tokio::join!(call(1), call(2), call(3));
            assert!(first.unwrap() && second.unwrap() && third.unwrap());
        }
    });
    assert_eq!(portals.loaded(), PORTALS);
    let takes = each(&region);
    println!("async: {takes} bytes for each idle portal");
    assert!(takes <= ALLOWED, "{takes}");
    assert_eq!(portals.evict_idle(Duration::ZERO), PORTALS);
    assert!(each(&region) < 16, "{}", each(&region));
    drop((portals, runtime));

    let builder = blocking::Bitrix24::builder()
        .transport(Yes)
        .rate_limit(limit);
    let portals = builder
        .portals(App::new("app.1", "secret"), Elsewhere)
        .unwrap();
    let region = Region::new(ALLOCATOR);
    for number in 0..PORTALS {
        let bitrix = portals.get(&member_id(number)).unwrap();
        for id in 0..4 {
            bitrix.send(source::Delete::new(id)).unwrap();
        }
    }
    let takes = each(&region);
    println!("blocking: {takes} bytes for each idle portal");
    assert!(takes <= ALLOWED, "{takes}");
    assert_eq!(portals.evict_idle(Duration::ZERO), PORTALS);
    assert!(each(&region) < 16, "{}", each(&region));
}
