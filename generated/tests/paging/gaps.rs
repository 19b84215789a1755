//! Lists of which the server shows less than it counts, or whose pages it does not answer together.

use bitrix24::client::Progress;
use bitrix24::crm::deal;
use bitrix24::{Walkable as _, blocking};
use serde_json::{Value, json};

use super::list_server::{Shared, read};

/// The rows in the order of their identifiers, fifty by fifty, of which those are left out that `hidden` names. Pages are counted with them.
fn with_hidden(rows: i64, hidden: fn(i64) -> bool) -> Shared {
    Shared::of(1..=rows).with_fault(move |_, parameters| {
        let start = parameters["start"].as_i64().unwrap_or(0);
        let after = parameters["filter"][">ID"].as_i64().unwrap_or(0);
        let ids: Vec<i64> = (after + 1..=rows).collect();
        let from = start.max(0) as usize;
        let page = ids.iter().skip(from).take(50).filter(|id| !hidden(**id));
        let page: Vec<Value> = page.map(|id| json!({ "ID": id })).collect();
        let mut answer = json!({ "result": page, "total": 0 });
        if start >= 0 {
            answer["total"] = json!(ids.len());
            if from + 50 < ids.len() {
                answer["next"] = json!(from + 50);
            }
        }
        Some(answer)
    })
}

#[test]
fn rows_behind_pages_that_a_user_may_not_see_are_found() {
    for hidden in [
        |id| (100..300).contains(&id),
        |id| id <= 170,
        |id| id % 3 == 0,
        |id| (51..=100).contains(&id) || id == 340,
        |id| id > 420,
        |_| true,
    ] as [fn(i64) -> bool; 6]
    {
        let server = with_hidden(600, hidden);
        let (ids, requests) = read(&server, deal::List::new());
        let visible: Vec<i64> = (1..=600).filter(|id| !hidden(*id)).collect();
        assert_eq!(ids, visible);
        assert!(requests.len() <= 20, "{requests:?}");
    }
}

#[test]
fn short_pages_are_not_asked_for_fifty_at_a_time() {
    let server = with_hidden(3_000, |id| id % 50 == 7);
    let (ids, requests) = read(&server, deal::List::new());
    assert_eq!(ids.len(), 2_940);
    let together = requests.iter().filter(|calls| **calls > 1);
    assert!(together.count() <= 3, "{requests:?}");
}

#[test]
fn a_server_that_does_not_sort_is_read_by_place_to_the_end() {
    // The first page is in no order, and the second happens to be.
    let server = Shared::of(1..=200).with_fault(|_, parameters| {
        let start = parameters["start"].as_i64().unwrap_or(0).max(0) as usize;
        let after = parameters["filter"][">ID"].as_i64().unwrap_or(0);
        let ids = (151..=200).rev().chain(101..=150);
        let ids = ids.chain((51..=100).rev()).chain(1..=50);
        let ids: Vec<i64> = ids.filter(|id| *id > after).collect();
        let page = ids.iter().skip(start).take(50);
        let page: Vec<Value> = page.map(|id| json!({ "ID": id })).collect();
        let mut answer = json!({ "result": page, "total": ids.len() });
        if start + 50 < ids.len() {
            answer["next"] = json!(start + 50);
        }
        Some(answer)
    });
    let (mut ids, _) = read(&server, deal::List::new());
    ids.sort_unstable();
    assert_eq!(ids, (1..=200).collect::<Vec<_>>());
}

#[test]
fn what_is_refused_in_a_batch_is_asked_for_alone() {
    for code in [
        "ERROR_BATCH_METHOD_NOT_ALLOWED",
        "ERROR_BATCH_LENGTH_EXCEEDED",
    ] {
        let server = Shared::of(1..=500).refusing_batches(code);
        for list in [deal::List::new(), deal::List::new().walk()] {
            let (ids, requests) = read(&server, list);
            assert_eq!(ids, (1..=500).collect::<Vec<_>>(), "{code}");
            let together = requests.iter().filter(|calls| **calls > 1);
            assert_eq!(together.count(), 1, "{code}: {requests:?}");
        }
    }
}

#[test]
fn pages_that_are_too_large_together_come_one_by_one() {
    let server = Shared::of(1..=500);
    let client = blocking::Bitrix24::builder()
        .transport(server.clone())
        .max_response_size(2_000)
        .webhook("https://large.example/rest/1/s3cret/")
        .unwrap();
    let rows = client.items(deal::List::new()).map(Result::unwrap);
    assert_eq!(rows.count(), 500);
}

#[test]
fn the_total_is_that_of_the_list_and_not_of_what_is_left_of_it() {
    let server = with_hidden(600, |id| (100..590).contains(&id));
    let totals = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = std::sync::Arc::clone(&totals);
    let pages = server.blocking().pages(deal::List::new());
    let pages = pages.on_progress(move |progress: Progress| {
        told.lock().unwrap().push(progress.total);
    });
    assert!(pages.count() > 2);
    let totals = totals.lock().unwrap();
    assert!(totals.iter().all(|total| *total == Some(600)), "{totals:?}");
}
