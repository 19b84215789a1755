//! Lists whose rows are of a type of the caller's own: each way of paging still sees what it needs.

use std::collections::HashMap;

use bitrix24::crm::deal;
use bitrix24::crm::item::{self, EntityType};
use bitrix24::v3::main::eventlog;
use bitrix24::{
    CallError, PagedRequest, Paging, Request as _, Untyped, Walk, Walkable as _, biconnector, im,
    tasks,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::both::{items, run, says};
use super::model::{blocking, client, portal};
use super::support::{Portal, demo, ok};

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    #[serde(alias = "ID")]
    id: i64,
}

/// A row of which nothing is wanted.
#[derive(Debug, PartialEq, Deserialize)]
struct Nothing {}

#[test]
fn each_style_and_each_shape_is_read_to_its_end() {
    fn check<R: PagedRequest>(list: R, requests: usize) {
        let portal = portal(120);
        let rows = items(&portal, list.clone().rows_as::<Row>());
        let ids: Vec<i64> = rows.into_iter().map(|row| row.unwrap().id).collect();
        assert_eq!(ids, (1..=120).collect::<Vec<i64>>());
        assert_eq!(portal.received().len(), 2 * requests);
        // The identifier is there for paging, whatever is wanted of a row.
        assert_eq!(items(&portal, list.rows_as::<Nothing>()).len(), 120);
    }
    check(biconnector::source::List::new(), 3);
    check(deal::List::new(), 3);
    check(deal::List::new().walk(), 3);
    check(item::List::new(EntityType::Deal), 3);
    check(item::List::new(EntityType::Deal).walk(), 3);
    check(tasks::task::List::new(), 3);
    check(im::recent::List::new(), 4);
    check(eventlog::List::new(), 4);
    let untyped = Untyped::new("crm.deal.list", json!({}));
    check(
        untyped
            .paged(Paging::start().with_walk(Walk::by("ID")))
            .walk(),
        3,
    );
}

#[test]
fn items_as_is_the_same() {
    let portal = portal(60);
    let mut rows = client(&portal).items_as::<Row, _>(deal::List::new());
    assert_eq!(run(rows.next()).unwrap().unwrap(), Row { id: 1 });
    let rows = blocking(&portal).items_as::<Row, _>(deal::List::new());
    assert_eq!(rows.filter_map(Result::ok).count(), 60);
}

#[test]
fn a_cursor_that_is_no_identifier_leads_on() {
    let portal = Portal::start(|request| {
        let after = request.json()["after"].as_i64().unwrap_or(0);
        let rows = (after + 1..=120).take(50);
        ok(rows
            .map(|place| json!({ "id": place % 7, "place": place.to_string() }))
            .collect())
    });
    let list = Untyped::new("my.list", json!({})).paged(Paging::cursor("after", "place"));
    // The server repeats identifiers, so that rows would be taken for those of the page before.
    let rows = items(&portal, list.rows_as::<Nothing>());
    assert!(rows.iter().all(Result::is_ok) || rows.len() < 120);
    assert!(
        portal
            .received()
            .iter()
            .any(|request| request.json()["after"] == 50)
    );
}

/// Pages of rows that have no identifier, by `page`, without a word for more.
fn nameless(pages: i64) -> Portal {
    Portal::start(move |request| {
        let page = request.json()["page"].as_i64().unwrap_or(1);
        let count = if page < pages { 50 } else { 10 };
        ok((0..count)
            .map(|row| json!({ "name": format!("{page}/{row}") }))
            .collect())
    })
}

#[test]
fn rows_without_an_identifier_are_told_apart_by_all_that_they_say() {
    let list = || Untyped::new("my.list", json!({})).paged(Paging::page("page"));
    let rows = items(&nameless(4), list().rows_as::<Nothing>());
    assert_eq!(rows.len(), 160);
    assert!(rows.iter().all(Result::is_ok));
    let null_ids = Portal::start(|request| {
        let page = request.json()["page"].as_i64().unwrap_or(1);
        let count = if page < 3 { 50 } else { 0 };
        ok((0..count)
            .map(|row| json!({ "ID": null, "n": page * 100 + row }))
            .collect())
    });
    assert_eq!(items(&null_ids, list().rows_as::<Nothing>()).len(), 100);
}

#[test]
fn a_list_that_goes_round_in_circles_is_stalled() {
    let round = Portal::start(|_| ok((0..50).map(|row| json!({ "name": row })).collect()));
    let list = Untyped::new("my.list", json!({})).paged(Paging::page("page"));
    let rows = items(&round, list.clone().rows_as::<Nothing>());
    assert!(rows.last().unwrap().is_err());
    assert!(rows.len() <= 101, "{}", rows.len());
    let round = Portal::start(|_| ok((0..50).map(|id| json!({ "id": id, "seen": "x" })).collect()));
    let rows = items(&round, list.rows_as::<Nothing>());
    assert_eq!(rows.len(), 51);
    assert!(rows[50].is_err());
}

#[test]
fn rows_in_whatever_php_makes_of_an_array() {
    let list = || item::List::new(EntityType::Deal).rows_as::<Row>();
    for (result, expected) in [
        (r#"{"items":[]}"#, vec![]),
        (r#"{"items":{}}"#, vec![]),
        ("[]", vec![]),
        (r#"{"items":{"3":{"id":1},"7":{"ID":"2"}}}"#, vec![1, 2]),
        (
            r#"{"other":[{"id":9}],"items":[{"id":1,"x":[{}]}],"x":1}"#,
            vec![1],
        ),
    ] {
        let portal = says(format!(
            r#"{{"time":"odd","result":{result},"total":"{}"}}"#,
            expected.len()
        ));
        let rows = items(&portal, list());
        let ids: Vec<i64> = rows.into_iter().map(|row| row.unwrap().id).collect();
        assert_eq!(ids, expected, "{result}");
    }
    let portal = says(r#"{"result":{"others":[]}}"#);
    assert!(
        items(&portal, list())[0]
            .as_ref()
            .is_err_and(|error| error.contains("result.items"))
    );
}

#[test]
fn a_word_for_more_beside_the_rows_is_heard() {
    let portal = Portal::start(|request| {
        let offset = request.json()["OFFSET"].as_i64().unwrap_or(0);
        let rows: Value = (offset..offset + 20)
            .map(|id| json!({ "id": id }))
            .collect();
        ok(json!({ "items": rows, "hasMore": offset < 40 }))
    });
    assert_eq!(
        items(&portal, im::recent::List::new().rows_as::<Row>()).len(),
        60
    );
    assert_eq!(portal.received().len(), 6);
}

#[test]
fn absence_is_remembered_from_row_to_row() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Sized {
        id: i64,
        size: Option<i64>,
        tags: Option<HashMap<String, i64>>,
    }
    let row = |id: i64| match id % 3 {
        0 => json!({ "id": id, "size": "", "tags": false }),
        1 => json!({ "id": id, "size": false, "tags": [] }),
        _ => json!({ "id": id, "size": "7", "tags": { "a": 1 } }),
    };
    let portal =
        Portal::start(move |_| ok(json!({ "items": (0..40).map(row).collect::<Vec<_>>() })));
    let rows = items(
        &portal,
        item::List::new(EntityType::Deal).rows_as::<Sized>(),
    );
    let rows: Vec<Sized> = rows.into_iter().map(Result::unwrap).collect();
    for row in &rows {
        let (size, tags) = match row.id % 3 {
            0 => (None, None),
            1 => (None, Some(HashMap::new())),
            _ => (Some(7), Some(HashMap::from([("a".to_owned(), 1)]))),
        };
        assert_eq!((row.size, &row.tags), (size, &tags));
    }
    assert_eq!(rows.len(), 40);
}

#[test]
fn in_a_batch_too() {
    let portal = demo();
    let calls = || {
        (
            item::List::new(EntityType::Deal).rows_as::<Row>(),
            item::Get::new(EntityType::Deal, 7).output_as::<Row>(),
            item::Get::new(EntityType::Deal, 1_000).output_as::<Row>(),
        )
    };
    type Answers = (
        Result<Vec<Row>, CallError<item::ListError>>,
        Result<Row, CallError<item::GetError>>,
        Result<Row, CallError<item::GetError>>,
    );
    let check = |(rows, deal, missing): Answers| {
        assert_eq!(rows.unwrap().len(), 50);
        assert_eq!(deal.unwrap(), Row { id: 7 });
        assert!(missing.unwrap_err().is_not_found());
    };
    check(run(client(&portal).batch(calls())));
    check(blocking(&portal).batch(calls()));
    assert_eq!(portal.methods(), ["batch", "batch"]);
}

#[test]
fn debug_is_that_of_the_request() {
    let request = item::Get::new(EntityType::Deal, 7);
    let shown = format!("{request:?}");
    assert_eq!(format!("{:?}", request.clone().output_as::<Row>()), shown);
    let list = deal::List::new().start(50);
    assert_eq!(
        format!("{:?}", list.clone().rows_as::<Row>()),
        format!("{list:?}")
    );
}
