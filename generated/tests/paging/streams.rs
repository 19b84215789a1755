//! What the streams and iterators do beside giving rows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::Progress;
use bitrix24::crm::deal;
use bitrix24::{CallError, ItemError, Paged, Walkable as _};
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::json;

use super::model::{blocking, client, id, portal, read, reply};
use super::support::{Portal, Reply, error};

type Fault = fn() -> Reply;

/// Everything that does not say whether the call ran, or says that it did not.
const FAULTS: [(&str, Fault); 7] = [
    ("a broken connection", || Reply::Close),
    ("half an answer", || {
        Reply::Cut(20, json!({ "result": ["a long list of rows"] }))
    }),
    ("500", || Reply::Raw(500, Vec::new(), String::new())),
    ("502", || {
        Reply::Raw(502, Vec::new(), "<html>Bad Gateway</html>".to_owned())
    }),
    ("503", || Reply::Raw(503, Vec::new(), String::new())),
    ("too many calls", || {
        error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    }),
    ("an internal error", || {
        error(500, "INTERNAL_SERVER_ERROR", "Internal server error")
    }),
];

/// A server whose nth request comes to `fault`.
fn faulty(count: i64, nth: usize, fault: Fault) -> Portal {
    let ids: Vec<i64> = (1..=count).collect();
    let asked = AtomicUsize::new(0);
    Portal::start(move |request| {
        if asked.fetch_add(1, Ordering::Relaxed) == nth {
            return fault();
        }
        reply(request, &ids)
    })
}

#[tokio::test]
async fn a_page_that_fails_is_asked_for_again_and_no_row_is_missing() {
    async fn check<M: Paged>(request: M) {
        let all: Vec<i64> = (1..=120).collect();
        for nth in 0..3 {
            for (name, fault) in FAULTS {
                let portal = faulty(120, nth, fault);
                let rows = client(&portal).items(request.clone()).page_by_page();
                let ids: Vec<i64> = rows.map(|row| id(&row.unwrap())).collect().await;
                assert_eq!(ids, all, "{name} at page {nth} of {}", M::NAME);
                assert_eq!(portal.received().len(), 4, "{name} at page {nth}");
            }
        }
    }
    check(source::List::new()).await;
    check(deal::List::new()).await;
    check(deal::List::new().walk()).await;
    check(source::List::new().walk()).await;
}

#[test]
fn a_page_that_fails_is_asked_for_again_by_the_blocking_client_too() {
    let all: Vec<i64> = (1..=120).collect();
    for (name, fault) in FAULTS {
        let portal = faulty(120, 1, fault);
        let rows = blocking(&portal)
            .items(deal::List::new().walk())
            .page_by_page();
        let ids: Vec<i64> = rows.map(|row| id(&row.unwrap())).collect();
        assert_eq!(ids, all, "{name}");
    }
}

#[tokio::test]
async fn an_error_ends_the_stream_after_it_is_told() {
    let refuse = || error(403, "ACCESS_DENIED", "Access denied.");
    let portal = faulty(120, 1, refuse);
    let mut rows = client(&portal).items(deal::List::new()).page_by_page();
    for expected in 1..=50 {
        assert_eq!(id(&rows.next().await.unwrap().unwrap()), expected);
    }
    let Err(ItemError::Call(error)) = rows.next().await.unwrap() else {
        panic!("the list cannot be read on");
    };
    assert_eq!(error.code(), Some("ACCESS_DENIED"));
    for _ in 0..3 {
        assert!(rows.next().await.is_none());
    }
    assert_eq!(portal.received().len(), 2);

    let portal = faulty(120, 1, refuse);
    let mut rows = blocking(&portal).items(deal::List::new()).page_by_page();
    let results: Vec<bool> = rows.by_ref().map(|row| row.is_ok()).collect();
    assert_eq!(results, [vec![true; 50], vec![false]].concat());
    assert!(rows.next().is_none() && rows.next().is_none());
}

#[test]
fn faults_that_do_not_pass_end_the_walk_with_what_they_are() {
    let ids: Vec<i64> = (1..=120).collect();
    let portal = Portal::start(move |request| match request.json()["start"].as_i64() {
        Some(50) => Reply::Close,
        _ => reply(request, &ids),
    });
    let (pages, error) = read(&portal, &deal::List::new(), None);
    assert_eq!(pages.len(), 1);
    let error = error.unwrap();
    assert!(
        matches!(error.as_call_error(), Some(CallError::Transport(_))),
        "{error}"
    );
}

#[tokio::test]
async fn progress_is_told_after_every_page() {
    let portal = portal(120);
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = || {
        let told = Arc::clone(&told);
        move |progress: Progress| {
            let Progress {
                pages,
                items,
                total,
                ..
            } = progress;
            told.lock().unwrap().push((pages, items, total));
        }
    };
    let mut pages = client(&portal)
        .pages(deal::List::new())
        .page_by_page()
        .on_progress(log());
    while let Some(page) = pages.next().await {
        page.unwrap().into_rows().unwrap();
    }
    let all = [(1, 50, Some(120)), (2, 100, Some(120)), (3, 120, Some(120))];
    assert_eq!(*told.lock().unwrap(), all);

    told.lock().unwrap().clear();
    let rows = client(&portal)
        .items(deal::List::new())
        .page_by_page()
        .max_items(70);
    let rows = rows.on_progress(log()).collect::<Vec<_>>().await;
    assert_eq!(rows.len(), 70);
    assert_eq!(
        *told.lock().unwrap(),
        [(1, 50, Some(120)), (2, 70, Some(120))]
    );

    told.lock().unwrap().clear();
    let pages = blocking(&portal)
        .pages(deal::List::new())
        .page_by_page()
        .on_progress(log());
    assert_eq!(pages.map(Result::unwrap).count(), 3);
    assert_eq!(*told.lock().unwrap(), all);
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_wanted_and_not_before() {
    let portal = portal(200);
    let mut rows = client(&portal).items(deal::List::new()).page_by_page();
    assert_eq!(portal.received().len(), 0);
    for _ in 0..50 {
        rows.next().await.unwrap().unwrap();
    }
    assert_eq!(portal.received().len(), 1);
    rows.next().await.unwrap().unwrap();
    assert_eq!(portal.received().len(), 2);
    drop(rows);
    let mut rows = blocking(&portal).items(deal::List::new()).page_by_page();
    assert_eq!(portal.received().len(), 2);
    assert!(rows.nth(50).is_some());
    drop(rows);
    assert_eq!(portal.received().len(), 4);
}

#[tokio::test]
async fn who_stops_waiting_for_a_row_loses_none() {
    let portal = portal(120);
    let mut rows = client(&portal).items(deal::List::new()).page_by_page();
    let (mut ids, mut given_up) = (Vec::new(), 0);
    loop {
        // Looks once whether it is there, and drops the future.
        match rows.next().now_or_never() {
            Some(Some(row)) => ids.push(id(&row.unwrap())),
            Some(None) => break,
            None => {
                given_up += 1;
                tokio::task::yield_now().await;
            }
        }
    }
    assert_eq!(ids, (1..=120).collect::<Vec<i64>>());
    assert!(given_up > 0);
    assert_eq!(portal.received().len(), 3);
}

#[test]
fn streams_may_be_sent_to_other_threads() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let portal = portal(1);
    let client = client(&portal);
    is_send(&client.pages(deal::List::new()).page_by_page());
    is_send(&client.items(deal::List::new()).page_by_page());
    is_send(&blocking(&portal).items(deal::List::new()).page_by_page());
    let mut rows = blocking(&portal).items(deal::List::new()).page_by_page();
    let thread = std::thread::spawn(move || rows.next().unwrap().map(|row| id(&row)));
    assert_eq!(thread.join().unwrap().unwrap(), 1);
}
