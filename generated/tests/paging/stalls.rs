//! A list that does not lead to its end is an error: no endless walk, and no part of a list that looks like all of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bitrix24::biconnector::source;
use bitrix24::crm::{deal, item};
use bitrix24::filter::gt;
use bitrix24::v3::main::eventlog;
use bitrix24::{CallError, Paged, StalledError, Walkable as _, im, user};
use serde_json::{Value, json};

use super::model::{Walked, answer, read, rows};
use super::support::{Portal, Reply};

/// A server whose answers are changed: by their parameters, and by how many of them there were before.
fn twisted(
    count: i64,
    twist: impl Fn(&mut Value) + Send + Sync + 'static,
    change: impl Fn(&Value, &mut Value) + Send + Sync + 'static,
) -> Portal {
    let ids: Vec<i64> = (1..=count).collect();
    Portal::start(move |request| {
        let mut parameters = request.json();
        twist(&mut parameters);
        let mut answer = answer(request.method(), &parameters, &ids);
        change(&request.json(), &mut answer);
        Reply::Json(200, answer)
    })
}

fn ids(range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    range.collect()
}

/// Reads it; gives the rows that came before it stalled, and how it did.
fn stalled<M: Paged>(portal: &Portal, request: &M) -> (Vec<i64>, StalledError) {
    let (pages, error): Walked = read(portal, request, None);
    let error = error.expect("it stalls");
    let Some(CallError::Stalled(stalled)) = error.as_call_error() else {
        panic!("{error}");
    };
    assert_eq!(stalled.method, M::NAME);
    assert_eq!(stalled.pages, pages.len() as u64);
    assert_eq!(stalled.items, pages.concat().len() as u64);
    assert!(!error.may_have_run());
    (pages.concat(), stalled.clone())
}

#[test]
fn a_server_that_ignores_which_page_it_is_asked_for() {
    fn check<M: Paged>(request: &M, ignored: &'static str) {
        let forget = |parameters: &mut Value| {
            parameters.as_object_mut().unwrap().remove(ignored);
        };
        let portal = twisted(120, forget, |_, _| ());
        let (rows, error) = stalled(&portal, request);
        assert_eq!(rows, ids(1..=50), "{}: {error}", M::NAME);
        // It is asked twice, by both clients.
        assert_eq!(portal.received().len(), 4);
    }
    check(&source::List::new(), "page");
    check(&deal::List::new(), "start");
    check(&item::List::new(item::EntityType::Deal), "start");
    check(&deal::List::new().walk(), "filter");
    check(&item::List::new(item::EntityType::Deal).walk(), "filter");
    check(&source::List::new().walk(), "filter");
    check(&eventlog::List::new().walk(), "filter");
    check(&user::Get::new().walk(), "FILTER");
    check(&im::dialog::users::List::new("chat1"), "OFFSET");
    check(&im::recent::List::new(), "OFFSET");
    check(&eventlog::List::new(), "pagination");
}

#[test]
fn a_server_that_answers_another_page_when_it_is_asked_for_one_beyond_the_last() {
    // The list has three full pages, so a fourth is asked for.
    for instead in [1, 3] {
        let clamp = move |parameters: &mut Value| {
            if parameters["page"] == 4 {
                parameters["page"] = json!(instead);
            }
        };
        let portal = twisted(150, clamp, |_, _| ());
        let (rows, error) = stalled(&portal, &source::List::new());
        assert_eq!(rows, ids(1..=150), "{error}");
    }
}

#[test]
fn the_first_page_is_not_taken_for_the_second_because_the_answer_ends_there() {
    let forget = |parameters: &mut Value| parameters["start"] = json!(0);
    // The rows are those of the first page, but `next` is that of the second, the last.
    let end = |asked: &Value, answer: &mut Value| {
        if asked["start"] == 50 {
            answer.as_object_mut().unwrap().remove("next");
        }
    };
    let portal = twisted(100, forget, end);
    assert_eq!(stalled(&portal, &deal::List::new()).0, ids(1..=50));
    // Or `next` grows, without end.
    let grow = |asked: &Value, answer: &mut Value| {
        answer["next"] = json!(asked["start"].as_i64().unwrap_or(0) + 50);
    };
    let portal = twisted(100, forget, grow);
    assert_eq!(stalled(&portal, &deal::List::new()).0, ids(1..=50));
}

#[test]
fn next_that_does_not_grow() {
    for next in [0, -1, -50] {
        let stay = move |_: &Value, answer: &mut Value| answer["next"] = json!(next);
        let portal = twisted(120, |_| (), stay);
        assert!(stalled(&portal, &deal::List::new()).0.is_empty());
    }
    let back = |asked: &Value, answer: &mut Value| {
        if asked["start"] == 50 {
            answer["next"] = json!(50);
        }
    };
    let portal = twisted(120, |_| (), back);
    assert_eq!(stalled(&portal, &deal::List::new()).0, ids(1..=50));
}

#[test]
fn no_next_although_the_total_says_that_there_is_more() {
    let forget = |_: &Value, answer: &mut Value| {
        answer.as_object_mut().unwrap().remove("next");
    };
    let portal = twisted(120, |_| (), forget);
    assert!(stalled(&portal, &deal::List::new()).0.is_empty());
    // Who wants no more than there is has it.
    let (pages, error) = read(&portal, &deal::List::new(), Some(50));
    assert!(error.is_none(), "{error:?}");
    assert_eq!(pages.concat(), ids(1..=50));
    let (_, error) = read(&portal, &deal::List::new(), Some(51));
    assert!(error.is_some());
}

#[test]
fn identifiers_that_do_not_ascend() {
    let walk = deal::List::new().walk();
    let answers = |first: Vec<i64>| {
        move |asked: &Value, answer: &mut Value| {
            if asked["filter"] == Value::Null {
                answer["result"] = rows("ID", &first);
            }
        }
    };
    // The server ignores the order: by its last row the page would be followed by most of its own rows.
    let descending: Vec<i64> = (51..=100).rev().collect();
    let mut shuffled = ids(1..=50);
    shuffled.swap(7, 8);
    let mut doubled = ids(1..=50);
    doubled[20] = 20;
    for page in [descending, shuffled, doubled] {
        let portal = twisted(120, |_| (), answers(page));
        assert!(stalled(&portal, &walk).0.is_empty());
        // Not even the first rows of such a page are to be trusted.
        assert!(read(&portal, &walk, Some(1)).1.is_some());
    }
    // A page that is the only one may be in any order, for nothing follows.
    let portal = twisted(0, |_| (), answers(vec![3, 1, 2]));
    assert_eq!(read(&portal, &walk, None).0, [[3, 1, 2]]);
    // But it has no row of the page before.
    let again = |asked: &Value, answer: &mut Value| {
        if asked["filter"][">ID"] == 50 {
            answer["result"] = rows("ID", &[51, 50, 52]);
        }
    };
    let portal = twisted(52, |_| (), again);
    assert_eq!(stalled(&portal, &walk).0, ids(1..=50));
}

#[test]
fn identifiers_that_do_not_ascend_in_the_other_ways_of_paging() {
    fn check<M: Paged>(walk: &M) {
        // The server knows where a page begins, but not the order.
        let unsorted = |parameters: &mut Value| {
            parameters.as_object_mut().unwrap().remove("order");
        };
        let portal = twisted(120, unsorted, |_, _| ());
        assert!(stalled(&portal, walk).0.is_empty(), "{}", M::NAME);
    }
    check(&source::List::new().walk());
    check(&eventlog::List::new().walk());
    check(
        &user::Get::new()
            .filter(user::GetFilter::new().id(gt(7)))
            .walk(),
    );
}

#[test]
fn rows_without_the_identifier_that_leads_on() {
    let nameless = |_: &Value, answer: &mut Value| {
        for row in answer["result"].as_array_mut().unwrap() {
            *row = json!({ "TITLE": "a deal" });
        }
    };
    let portal = twisted(120, |_| (), nameless);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let (first, second) = runtime.unwrap().block_on(async {
        let mut pages = super::model::client(&portal)
            .pages(deal::List::new().walk())
            .page_by_page();
        (pages.next().await, pages.next().await)
    });
    let error = first.unwrap().unwrap_err();
    assert!(matches!(error, CallError::Stalled(_)), "{error}");
    assert!(second.is_none());
}

#[test]
fn rows_that_are_alike_are_no_stall_where_the_answers_count() {
    // Who selects nothing but the currency gets the same row very often.
    let alike = |_: &Value, answer: &mut Value| {
        for row in answer["result"].as_array_mut().unwrap() {
            *row = json!({ "CURRENCY_ID": "EUR" });
        }
    };
    let portal = twisted(170, |_| (), alike);
    let list = deal::List::new().select([deal::ListSelect::CurrencyId]);
    let rows = super::model::blocking(&portal).items(list).page_by_page();
    assert_eq!(rows.map(Result::unwrap).count(), 170);
}

#[test]
fn uncounted_rows_in_an_order_of_ones_own_lead_nowhere() {
    let portal = Portal::start(|_| {
        Reply::Json(
            200,
            json!({ "result": rows("ID", &ids(1..=50)), "total": 0 }),
        )
    });
    let list = deal::List::new().start(-1);
    assert!(stalled(&portal, &list).0.is_empty());
}

#[test]
fn the_total_of_a_list_that_is_not_counted_is_not_told() {
    let portal = super::model::portal(120);
    let known = Arc::new(AtomicUsize::new(0));
    let told = |request: deal::List| {
        let known = Arc::clone(&known);
        known.store(0, Ordering::Relaxed);
        let seen = Arc::clone(&known);
        let pages = super::model::blocking(&portal)
            .pages(request)
            .page_by_page();
        let pages = pages.on_progress(move |progress| {
            if progress.total == Some(120) {
                seen.fetch_add(1, Ordering::Relaxed);
            } else {
                assert_eq!(progress.total, None);
            }
        });
        assert_eq!(pages.map(Result::unwrap).count(), 3);
        known.load(Ordering::Relaxed)
    };
    assert_eq!(told(deal::List::new()), 3);
    assert_eq!(told(deal::List::new().walk()), 0);
}
