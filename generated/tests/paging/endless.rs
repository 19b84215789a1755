//! A list that would never end is an error, in memory that does not grow and in time that is linear.

use std::sync::atomic::{AtomicI64, Ordering};

use bitrix24::biconnector::source;
use bitrix24::crm::deal;
use bitrix24::{CallError, Paged, im};
use serde_json::{Value, json};

use super::model::{read, rows};
use super::support::{Portal, Reply};

/// A server that answers the page that `page` gives for the nth request of a client, with a `next` that leads on.
fn server(
    next: impl Fn(i64) -> Value + Send + Sync + 'static,
    page: impl Fn(i64) -> Value + Send + Sync + 'static,
) -> Portal {
    let asked = AtomicI64::new(0);
    Portal::start(move |request| {
        let parameters = request.json();
        let first = ["start", "page", "OFFSET"]
            .iter()
            .all(|name| parameters[name].is_null());
        if first {
            asked.store(0, Ordering::SeqCst);
        }
        let nth = asked.fetch_add(1, Ordering::SeqCst);
        let mut answer = json!({ "result": page(nth) });
        if let Value::Object(beside) = next(nth) {
            answer.as_object_mut().unwrap().extend(beside);
        }
        Reply::Json(200, answer)
    })
}

fn page(number: i64) -> Value {
    page_by("ID", number)
}

fn page_by(key: &str, number: i64) -> Value {
    rows(
        key,
        &(number * 50 + 1..=number * 50 + 50).collect::<Vec<_>>(),
    )
}

/// Reads a list that does not end; gives how many rows came, and the number of requests.
fn ends<M: Paged>(portal: &Portal, request: &M) -> (usize, usize) {
    let (pages, error) = read(portal, request, None);
    let error = error.expect("it does not end");
    let Some(CallError::Stalled(_)) = error.as_call_error() else {
        panic!("{error}");
    };
    (pages.concat().len(), portal.received().len() / 2)
}

fn counted(nth: i64) -> Value {
    json!({ "next": (nth + 1) * 50 })
}

#[test]
fn empty_pages_with_a_next_that_grows() {
    assert_eq!(
        ends(&server(counted, |_| json!([])), &deal::List::new()),
        (0, 51)
    );
    let total = |nth| json!({ "next": (nth + 1) * 50, "total": i64::MAX });
    assert_eq!(
        ends(&server(total, |_| json!([])), &deal::List::new()),
        (0, 51)
    );
    let more = |_| json!({ "next": Value::Null });
    let empty = |_| json!({ "items": [], "hasMore": true });
    assert_eq!(
        ends(&server(more, empty), &im::recent::List::new()),
        (0, 51)
    );
}

#[test]
fn some_empty_pages_are_no_end() {
    let next = |nth: i64| if nth < 20 { counted(nth) } else { Value::Null };
    let portal = server(next, |nth| if nth == 20 { page(0) } else { json!([]) });
    let (pages, error) = read(&portal, &deal::List::new(), None);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(pages.concat().len(), 50);
}

#[test]
fn pages_that_come_again_after_others() {
    // A, B, C, B, C …
    let portal = server(counted, |nth| {
        page(if nth < 3 { nth } else { 1 + (nth - 1) % 2 })
    });
    let (rows, requests) = ends(&portal, &deal::List::new());
    assert!(
        rows <= 250 && requests <= 6,
        "{rows} rows by {requests} requests"
    );
    // F, A, B, A, B …
    let portal = server(
        |_| Value::Null,
        |nth| page_by("id", if nth == 0 { 9 } else { (nth - 1) % 2 }),
    );
    let (rows, requests) = ends(&portal, &source::List::new());
    assert!(
        rows <= 250 && requests <= 6,
        "{rows} rows by {requests} requests"
    );
    // A long way round.
    let portal = server(counted, |nth| page(nth % 13));
    let (_, requests) = ends(&portal, &deal::List::new());
    assert!(requests <= 3 * 13, "{requests}");
}

#[test]
fn a_next_that_grows_by_one_over_pages_that_overlap() {
    let next = |nth| json!({ "next": nth + 1 });
    let overlapping = |nth| rows("ID", &(nth + 1..=nth + 50).collect::<Vec<_>>());
    assert_eq!(ends(&server(next, overlapping), &deal::List::new()), (0, 1));
}

#[test]
fn rows_far_beyond_the_total() {
    let next = |nth| json!({ "next": (nth + 1) * 50, "total": 120 });
    let (rows, _) = ends(&server(next, page), &deal::List::new());
    assert!((120..1000).contains(&rows), "{rows}");
}

#[test]
fn rows_that_others_add_meanwhile_are_read() {
    let next = |nth: i64| {
        let more = json!({ "next": (nth + 1) * 50, "total": 120 });
        if nth < 5 { more } else { Value::Null }
    };
    let (pages, error) = read(&server(next, page), &deal::List::new(), None);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(pages.concat().len(), 300);
}

#[test]
fn pages_that_are_alike_because_little_is_selected_are_no_cycle() {
    let alike = |_| json!(vec![json!({ "CURRENCY_ID": "EUR" }); 50]);
    let list = deal::List::new().select([deal::ListSelect::CurrencyId]);
    for total in [Value::Null, json!(600)] {
        let next = move |nth: i64| match nth {
            0..11 => json!({ "next": (nth + 1) * 50, "total": total }),
            _ => json!({ "total": total }),
        };
        let portal = server(next, alike);
        let rows = super::model::blocking(&portal)
            .items(list.clone())
            .page_by_page();
        assert_eq!(rows.map(Result::unwrap).count(), 600);
    }
}
