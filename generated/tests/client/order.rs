//! Which of several tokens are newer, and whose claim to renew them counts: not by any clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{BoxFuture, MemoryStore, RateLimit, Stored, TokenStore};
use bitrix24::{AuthErrorKind, Bitrix24, CallError};

use crate::common::{Gate, html, http_transport, poll_once, until};
use crate::office::{Office, app, is_refresh};
use crate::support::{Reply, error, ok};
use crate::time::{Jumps, UNIX};

/// How far the clock of a process may be ahead of those of others, in seconds.
const AHEAD: [i64; 5] = [0, 35, 2 * 60 * 60, -35, -2 * 60 * 60];

fn client(office: &Office, store: &Arc<MemoryStore>, timer: Jumps) -> Bitrix24 {
    let builder = Bitrix24::builder().transport(http_transport()).timer(timer);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let builder = builder
        .oauth_server(office.url())
        .token_store(Arc::clone(store));
    builder.oauth(app(), office.tokens(0)).unwrap()
}

async fn delete(bitrix: &Bitrix24) -> Result<bool, AuthErrorKind> {
    match bitrix.send(source::Delete::new(6)).await {
        Ok(deleted) => Ok(deleted),
        Err(CallError::Auth(error)) => Err(error.kind),
        Err(error) => panic!("{error}"),
    }
}

/// A store in memory lets nobody wait.
fn now<T>(future: BoxFuture<'_, T>) -> T {
    poll_once(std::pin::pin!(future)).unwrap()
}

fn stored(store: &Arc<MemoryStore>) -> Stored {
    now(TokenStore::load(store)).unwrap().unwrap()
}

fn put(store: &Arc<MemoryStore>, revision: i64, new: Stored) {
    let swapped = TokenStore::compare_and_swap(store, revision, new);
    assert!(now(swapped).unwrap());
}

#[tokio::test]
async fn tokens_that_another_process_saved_are_newer_whatever_the_clocks_say() {
    for ahead in AHEAD {
        let (office, store) = (Office::start(), Arc::new(MemoryStore::new()));
        let fast = client(&office, &store, Jumps::new().ahead(ahead));
        let right = client(&office, &store, Jumps::new());
        for bitrix in [&fast, &right, &fast, &right] {
            assert_eq!(delete(bitrix).await, Ok(true), "{ahead}");
            office.expire();
        }
        let log = office.log();
        for number in 0..4 {
            assert_eq!(
                log.count(&format!("refresh refresh-{number}")),
                1,
                "{ahead}"
            );
        }
        assert_eq!(log.count("refresh"), 4, "{ahead}");
        assert_eq!(stored(&store).tokens.access_token, "access-4", "{ahead}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_under_way_is_waited_for_whatever_the_clocks_say() {
    for ahead in AHEAD {
        let gate = Gate::default();
        let office = Office::with({
            let (gate, refreshes) = (gate.clone(), AtomicU32::new(0));
            move |request| {
                if is_refresh(request) {
                    // Whoever comes second has not waited.
                    if refreshes.fetch_add(1, Ordering::Relaxed) > 0 {
                        gate.open();
                    }
                    gate.pass();
                }
                None
            }
        });
        let store = Arc::new(MemoryStore::new());
        let first = client(&office, &store, Jumps::new());
        let first = tokio::spawn(async move { delete(&first).await });
        until(|| office.log().count("refresh") == 1);
        let jumps = Jumps::new().ahead(ahead).on_wait({
            let store = Arc::clone(&store);
            move || {
                gate.open();
                until(|| stored(&store).tokens.access_token == "access-1");
            }
        });
        let second = client(&office, &store, jumps.clone());
        assert_eq!(delete(&second).await, Ok(true), "{ahead}");
        assert_eq!(first.await.unwrap(), Ok(true), "{ahead}");
        assert_eq!(jumps.waited().len(), 1, "{ahead}");
        assert_eq!(office.log().count("refresh"), 1, "{ahead}");
    }
}

#[tokio::test]
async fn tokens_given_by_hand_are_tried_after_those_of_the_store() {
    let (office, store) = (Office::start(), Arc::new(MemoryStore::new()));
    put(&store, 0, Stored::new(office.tokens(7)));
    let bitrix = client(&office, &store, Jumps::new());
    assert_eq!(delete(&bitrix).await, Ok(true));
    let events = [
        "call access-0",
        "call access-7",
        "refresh refresh-7",
        "refresh refresh-0",
        "call access-1",
    ];
    assert_eq!(office.log().events(), events);
    assert_eq!(stored(&store).tokens.access_token, "access-1");
    assert_eq!(stored(&store).renewing_until, None);
}

#[tokio::test]
async fn the_store_is_read_once_more_before_anybody_is_told_to_reinstall() {
    let store = Arc::new(MemoryStore::new());
    let office = Office::with({
        let store = Arc::clone(&store);
        move |request| match request.json()["auth"].as_str() {
            // Another process was faster: it has just saved its tokens, over the claim.
            _ if is_refresh(request) => {
                let mut new = stored(&store);
                new.tokens.access_token = "access-9".to_owned();
                (new.revision, new.renewing_until) = (new.revision + 1, None);
                put(&store, new.revision - 1, new);
                Some(error(400, "invalid_grant", ""))
            }
            Some("access-9") => Some(ok(true.into())),
            _ => None,
        }
    });
    let bitrix = client(&office, &store, Jumps::new());
    assert_eq!(delete(&bitrix).await, Ok(true));
    let events = ["call access-0", "refresh refresh-0", "call access-9"];
    assert_eq!(office.log().events(), events);
}

#[tokio::test]
async fn giving_up_leaves_the_store_as_it_was() {
    let answers: [fn() -> Reply; 4] = [
        || error(400, "invalid_grant", ""),
        || error(402, "PAYMENT_REQUIRED", ""),
        || html(200),
        || html(502),
    ];
    for answer in answers {
        let office = Office::with(move |request| is_refresh(request).then(answer));
        let store = Arc::new(MemoryStore::new());
        let mut tokens = office.tokens(0);
        tokens.expires = Some(UNIX + 1_000_000);
        tokens.application_token = Some("t1".to_owned());
        put(&store, 0, Stored::new(tokens.clone()));
        let bitrix = client(&office, &store, Jumps::new());
        delete(&bitrix).await.unwrap_err();
        let stored = stored(&store);
        assert!(stored.tokens == tokens);
        assert_eq!(stored.renewing_until, None);
    }
}

/// What a claim says of the time, and for how many seconds somebody who finds it waits: as long as it takes to be sure that nobody
/// is behind it any more; but not at all if it is a day old.
const CLAIMS: [(i64, u64); 10] = [
    (UNIX + 90, 120),
    (UNIX - 35, 120),
    (UNIX - 2 * 60 * 60, 120),
    (UNIX + 2 * 60 * 60, 120),
    (UNIX + 1_000_000_000, 120),
    (i64::MAX, 120),
    (UNIX - 23 * 60 * 60, 120),
    (UNIX - 24 * 60 * 60 - 1, 0),
    (0, 0),
    (i64::MIN, 0),
];

#[tokio::test]
async fn the_claim_of_a_process_that_died_ends() {
    for (until, seconds) in CLAIMS {
        let (office, jumps) = (Office::start(), Jumps::new());
        let store = Arc::new(MemoryStore::new());
        let mut claim = Stored::new(office.tokens(0));
        claim.renewing_until = Some(until);
        put(&store, 0, claim);
        let bitrix = client(&office, &store, jumps.clone());
        assert_eq!(delete(&bitrix).await, Ok(true));
        assert_eq!(jumps.total(), Duration::from_secs(seconds), "{until}");
        assert_eq!(office.log().count("refresh"), 1, "{until}");
    }
}

/// Whoever makes its claim anew is alive.
#[tokio::test]
async fn a_claim_that_changes_is_that_of_a_process_that_lives() {
    let (office, store) = (Office::start(), Arc::new(MemoryStore::new()));
    let mut claim = Stored::new(office.tokens(0));
    claim.renewing_until = Some(UNIX);
    put(&store, 0, claim);
    let (waits, store_of_another) = (AtomicU32::new(0), Arc::clone(&store));
    let jumps = Jumps::new().on_wait(move || {
        // After a minute and a half.
        if waits.fetch_add(1, Ordering::Relaxed) == 180 {
            let mut claim = stored(&store_of_another);
            claim.revision += 1;
            put(&store_of_another, claim.revision - 1, claim);
        }
    });
    let bitrix = client(&office, &store, jumps.clone());
    assert_eq!(delete(&bitrix).await, Ok(true));
    assert!(jumps.total() >= Duration::from_secs(210));
    assert_eq!(office.log().count("refresh"), 1);
}
