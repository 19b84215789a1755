//! What a caller says of a list by paths counts as if its type said so: its order, its place and its conditions are kept.

use std::sync::{Arc, Mutex};

use bitrix24::client::RateLimit;
use bitrix24::crm::deal;
use bitrix24::{Paging, Request as _, Untyped, Walk, blocking};
use serde_json::{Value, json};

use super::list_server::{Shared, read};
use super::time::Jumps;

/// A list of so many rows, and the parameters of all calls.
fn watched(rows: i64) -> (Shared, Arc<Mutex<Vec<Value>>>) {
    let all = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&all);
    let server = Shared::of(1..=rows).with_fault(move |_, parameters| {
        seen.lock().unwrap().push(parameters.clone());
        None
    });
    (server, all)
}

fn leads(parameters: Value) -> bitrix24::UntypedList {
    let list = Untyped::new("crm.deal.list", parameters).reads();
    list.paged(Paging::start().with_walk(Walk::by("ID")))
}

#[test]
fn an_order_that_is_set_by_its_path_is_kept() {
    let (server, sent) = watched(230);
    let order = json!({ "TITLE": "DESC" });
    for (list, name) in [
        (deal::List::new().with_param("order.TITLE", "DESC"), "order"),
        (
            deal::List::new().with_param("ORDER[TITLE]", "DESC"),
            "ORDER",
        ),
        (
            deal::List::new().with_param("order", order.clone()),
            "order",
        ),
    ] {
        let (ids, requests) = read(&server, list);
        assert_eq!((ids.len(), requests), (230, vec![1; 5]));
        for parameters in sent.lock().unwrap().drain(..) {
            assert_eq!(parameters[name], order);
            assert_eq!(parameters["filter"][">ID"], Value::Null);
        }
    }
    for list in [
        leads(json!({ "ORDER": { "TITLE": "DESC" } })),
        leads(json!({ "Order": { "TITLE": "DESC" } })),
        leads(json!({ "FILTER": { "!TITLE": "" } })),
    ] {
        assert_eq!(read(&server, list).1, [1; 5]);
        for parameters in sent.lock().unwrap().drain(..) {
            assert_eq!(parameters["order"], Value::Null);
        }
    }
}

#[test]
fn an_order_of_the_whole_client_is_kept() {
    let (server, sent) = watched(230);
    let client = blocking::Bitrix24::builder()
        .transport(server.clone())
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .param("order.TITLE", "DESC")
        .webhook("https://lists.example/rest/1/s3cret/")
        .unwrap();
    assert_eq!(client.items(deal::List::new()).count(), 230);
    for parameters in sent.lock().unwrap().drain(..) {
        assert_eq!(parameters["order"], json!({ "TITLE": "DESC" }));
    }
    assert_eq!(server.requests(), [1; 5]);
}

#[test]
fn conditions_and_fields_that_are_set_by_their_paths_stand_against_no_walk() {
    let (server, sent) = watched(230);
    // Nothing of what reading by identifier needs.
    let list = deal::List::new().with_param("filter[!TITLE]", "");
    assert_eq!(read(&server, list).1, [1, 4]);
    sent.lock().unwrap().clear();
    // What it would replace, or what would replace it.
    for (path, value, pages) in [
        ("filter[>ID]", json!(100), 3),
        ("filter", json!({ ">ID": 100 }), 3),
        ("filter.logic", json!("OR"), 5),
        ("select", json!(["TITLE"]), 5),
    ] {
        let list = deal::List::new().with_param(path, value.clone());
        assert_eq!(read(&server, list).1, vec![1; pages], "{path}");
        let sent = std::mem::take(&mut *sent.lock().unwrap());
        assert!(sent.iter().all(|sent| sent["order"].is_null()), "{path}");
    }
    // Without a place of its own, each page is the same, and that is an error.
    let list = deal::List::new().with_param("start", 50);
    let rows: Vec<_> = server.blocking().items(list).collect();
    assert!(rows.last().unwrap().is_err());
    assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 50);
}

#[test]
fn parameters_by_their_places_are_not_replaced() {
    let (server, sent) = watched(40);
    let by_place = json!([{ "TITLE": "DESC" }, { "!TITLE": "" }]);
    assert_eq!(read(&server, leads(by_place.clone())).1, [1]);
    let sent = std::mem::take(&mut *sent.lock().unwrap());
    assert_eq!(sent, [by_place.clone(), by_place.clone()]);
    // Nor are conditions in another form.
    let (server, sent) = watched(40);
    let parameters = json!({ "filter": [{ "!TITLE": "" }] });
    assert_eq!(read(&server, leads(parameters.clone())).1, [1]);
    assert_eq!(*sent.lock().unwrap(), [parameters.clone(), parameters]);
    // There is no place for the number of a page either.
    let (server, sent) = watched(60);
    let rows: Vec<_> = server.blocking().items(leads(by_place.clone())).collect();
    assert!(rows.last().unwrap().is_err());
    assert_eq!(*sent.lock().unwrap(), [by_place]);
}
