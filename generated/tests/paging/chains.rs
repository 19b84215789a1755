//! Pages that are asked for together.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use bitrix24::client::RateLimit;
use bitrix24::crm::item::{self, EntityType};
use bitrix24::crm::{contact, deal};
use bitrix24::{
    Direction, ItemError, PagedRequest, Paging, Request as _, Untyped, Walk, Walkable as _,
    blocking,
};
use serde_json::{Value, json};

use super::dice::Dice;
use super::list_server::{Id, Shared, read};
use super::model::answer;
use super::time::Jumps;

#[test]
fn a_long_list_is_read_2500_rows_a_request() {
    for (count, expected) in [
        (0, vec![1]),
        (49, vec![1]),
        (50, vec![1]),
        (51, vec![1, 1]),
        (150, vec![1, 2]),
        (2_550, vec![1, 50]),
        (2_551, vec![1, 50, 1]),
        (10_000, vec![1, 50, 50, 50, 49]),
    ] {
        let (server, all) = (Shared::of(1..=count), (1..=count).collect::<Vec<_>>());
        let (ids, requests) = read(&server, deal::List::new());
        assert_eq!(ids, all);
        // After the last page that `total` promises another one is asked for, unless that is short.
        let end = usize::from(count > 50 && count % 50 == 0);
        assert_eq!(requests, [expected, vec![1; end]].concat(), "{count}");
        let (ids, _) = read(&server, item::List::new(EntityType::Deal));
        assert_eq!(ids, all);
        let leads = Untyped::new("crm.deal.list", json!({})).reads();
        let leads = leads.paged(Paging::start().with_walk(Walk::by("ID")));
        assert_eq!(read(&server, leads).0, all);
    }
}

#[test]
fn a_list_that_is_not_counted_asks_for_twice_as_many_pages_each_time() {
    let server = Shared::of(1..=10_000);
    let (ids, requests) = read(&server, deal::List::new().walk());
    assert_eq!(ids, (1..=10_000).collect::<Vec<_>>());
    // The last 50 begin with the end of the list, which is asked for by a value to be sure.
    assert_eq!(requests, [1, 2, 4, 8, 16, 32, 50, 50, 50, 1]);
    let few = Shared::of(1..=120);
    assert_eq!(read(&few, deal::List::new().walk()).1, [1, 2]);
}

#[test]
fn whoever_wants_less_or_another_order_gets_that() {
    let server = Shared::of(1..=1_000);
    let rows = server.blocking().items(deal::List::new()).max_items(240);
    assert_eq!(rows.count(), 240);
    assert_eq!(server.requests(), [1, 4]);
    let order = deal::ListOrder::new().id(Direction::Desc);
    for list in [deal::List::new().order(order), deal::List::new().start(0)] {
        assert_eq!(server.blocking().items(list).count(), 1_000);
        assert_eq!(server.requests(), [1; 20]);
    }
    let pages = server.blocking().pages(deal::List::new()).page_by_page();
    assert_eq!(pages.count(), 20);
    assert_eq!(server.requests(), [1; 20]);
}

#[test]
fn a_text_that_the_server_would_replace_is_sent_page_by_page() {
    let server = Shared::of(1..=200);
    let list = deal::List::new().with_param("filter[!TITLE]", "$result");
    let (ids, requests) = read(&server, list);
    assert_eq!(ids.len(), 200);
    assert_eq!(requests, [1; 5]);
}

/// The identifier that a page begins after; none for the first page, or what is no number.
fn after(parameters: &Value) -> Option<i64> {
    parameters["filter"][">ID"].as_i64()
}

#[test]
fn a_page_that_fails_inside_is_asked_for_again_with_those_behind_it() {
    let all: Vec<i64> = (1..=3_000).collect();
    for code in ["QUERY_LIMIT_EXCEEDED", "INTERNAL_SERVER_ERROR"] {
        for at in [100, 700, 2_500] {
            let has_failed = AtomicBool::new(false);
            let server = Shared::of(1..=3_000).with_fault(move |_, parameters| {
                let fails = after(parameters) == Some(at) && !has_failed.swap(true, Relaxed);
                fails.then(|| json!({ "error": code, "error_description": "" }))
            });
            let (mut ids, mut rows) = (Vec::new(), server.blocking().items(deal::List::new()));
            for row in rows
                .by_ref()
                .map(|row| row.map(|row| super::model::id(&row)))
            {
                match row {
                    Ok(id) => ids.push(id),
                    Err(error) => panic!("{code} at {at}: {error}"),
                }
            }
            assert_eq!(ids, all, "{code} at {at}");
            assert!(server.requests().len() <= 6, "{code} at {at}");
        }
    }
}

#[test]
fn an_error_that_does_not_pass_ends_the_list_behind_the_rows_before_it() {
    let server = Shared::of(1..=3_000).with_fault(|_, parameters| {
        let refused = json!({ "error": "ACCESS_DENIED", "error_description": "" });
        (after(parameters) == Some(700)).then_some(refused)
    });
    let rows: Vec<_> = server.blocking().items(deal::List::new()).collect();
    assert_eq!(rows.len(), 701);
    assert!(rows[..700].iter().all(Result::is_ok));
    let Some(Err(ItemError::Call(error))) = rows.last() else {
        panic!("the list cannot be read on");
    };
    assert_eq!(error.code(), Some("ACCESS_DENIED"));
}

#[test]
fn where_references_do_not_resolve_no_row_is_lost() {
    let all: Vec<i64> = (1..=500).collect();
    type Made = fn() -> Value;
    // A text is compared as a number, or with nothing; an array is an error, or 1.
    let empty: Made = || json!({ "result": [], "total": 0 });
    let first: Made = || {
        let rows: Vec<_> = (2..=51).map(|id| json!({ "ID": id })).collect();
        json!({ "result": rows, "total": 0 })
    };
    let error: Made = || json!({ "error": "INVALID_FILTER", "error_description": "" });
    for made in [empty, first, error] {
        let server = Shared::of(1..=500);
        let server = server.with_fault(move |server, _| (server.place > 1).then(made));
        for list in [deal::List::new(), deal::List::new().walk()] {
            let (ids, requests) = read(&server, list);
            assert_eq!(ids, all);
            // After three requests without a second page each is asked for alone.
            let together = requests.iter().filter(|calls| **calls > 1);
            assert_eq!(together.count(), 3, "{requests:?}");
        }
    }
}

#[test]
fn a_last_row_that_does_not_decode_loses_no_row_behind_it() {
    let server = Shared::of(1..=400).with_fault(|server, parameters| {
        let ids: Vec<i64> = server.ids.iter().copied().collect();
        let mut answer = answer("crm.deal.list", parameters, &ids);
        for row in answer["result"].as_array_mut().unwrap() {
            if row["ID"] == 150 || row["ID"] == 151 || row["ID"] == "151" {
                row["OPPORTUNITY"] = json!("a lot");
            }
        }
        Some(answer)
    });
    let rows: Vec<_> = server.blocking().items(deal::List::new()).collect();
    assert_eq!(rows.len(), 400);
    let errors: Vec<_> = (0..400).filter(|index| rows[*index].is_err()).collect();
    assert_eq!(errors, [149, 150]);
    assert_eq!(server.requests(), [1, 7, 1]);
}

#[test]
fn what_a_tolerant_list_leaves_out_is_told_of_pages_that_come_together() {
    let server = Shared::of(1..=400).with_fault(|server, parameters| {
        let ids: Vec<i64> = server.ids.iter().copied().collect();
        let mut answer = answer("crm.deal.list", parameters, &ids);
        for row in answer["result"].as_array_mut().unwrap() {
            row["OPPORTUNITY"] = json!(["a lot"]);
        }
        Some(answer)
    });
    let told = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&told);
    let list = server.blocking().items(deal::List::new()).tolerant();
    let list = list.on_mistake(move |_| *counted.lock().unwrap() += 1);
    assert_eq!(list.filter(Result::is_ok).count(), 400);
    assert_eq!(*told.lock().unwrap(), 400);
    assert_eq!(server.requests(), [1, 7, 1]);
}

#[test]
fn a_deadline_is_for_pages_that_come_together_as_well() {
    let server = Shared::of(1..=3_000);
    let second = std::time::Duration::from_secs(1);
    let client = blocking::Bitrix24::builder()
        .transport(server.clone())
        .timer(Jumps::new())
        .rate_limit(RateLimit::new(1, 1.0))
        .webhook("https://slow.example/rest/1/s3cret/")
        .unwrap();
    let rows: Vec<_> = client
        .items(deal::List::new())
        .deadline(second / 2)
        .collect();
    assert_eq!(rows.len(), 51);
    assert!(matches!(rows.last(), Some(Err(ItemError::Call(_)))));
    assert_eq!(server.requests(), [1]);
}

/// Whatever others change meanwhile, and whatever fails: no row comes twice, and none is missing that was there all the time.
#[test]
fn hundreds_of_lists_that_change_while_their_pages_come_together() {
    fn check<R: PagedRequest>(seed: u64, list: R) {
        for number in 0..150 {
            let mut dice = Dice::new(seed ^ number << 8);
            let count = dice.below(500);
            let ids: BTreeSet<i64> = (0..count).map(|_| 1 + dice.below(900) as i64).collect();
            let server = Shared::of(ids.clone()).with_fault(move |server, _| {
                let code = match server.dice.below(40) {
                    0 => "QUERY_LIMIT_EXCEEDED",
                    1 => "INTERNAL_SERVER_ERROR",
                    _ => return None,
                };
                // A single page is retried no more than twice.
                let alone = server.place == 1;
                (!alone).then(|| json!({ "error": code, "error_description": "" }))
            });
            {
                let mut server = server.0.lock().unwrap();
                server.stayed = Some(ids);
                server.dice = dice;
            }
            let rows = server.blocking().items(list.clone().rows_as::<Id>());
            let read: Vec<i64> = rows.map(|row| row.unwrap().id).collect();
            let run = format!("seed {seed}, list {number}");
            assert!(read.is_sorted_by(|a, b| a < b), "{run}: {read:?}");
            let read: BTreeSet<i64> = read.into_iter().collect();
            let stayed = server.0.lock().unwrap().stayed.take().unwrap();
            let missing: Vec<_> = stayed.difference(&read).collect();
            assert!(missing.is_empty(), "{run}: {missing:?}");
        }
    }
    let seed = Dice::seed();
    check(seed, deal::List::new());
    check(seed + 1, deal::List::new().walk());
    check(seed + 2, contact::List::new());
    check(seed + 3, item::List::new(EntityType::Deal));
}

#[tokio::test]
async fn a_count_is_one_request() {
    let server = Shared::of(1..=1_234);
    let asked = server
        .client()
        .count(deal::List::new().walk())
        .await
        .unwrap();
    assert_eq!(asked, Some(1_234));
    let asked = server
        .blocking()
        .count(item::List::new(EntityType::Deal))
        .unwrap();
    assert_eq!(asked, Some(1_234));
    assert_eq!(server.requests(), [1, 1]);
    let pages = bitrix24::biconnector::source::List::new();
    assert_eq!(server.blocking().count(pages).unwrap(), None);
}
