//! A turn of the page that is written by hand.

use bitrix24::v3::call::followup::{List, ListFilter, ListFilterStartDate, ListPagination};
use bitrix24::{CallError, ItemError, PagedRequest as _, Request as _};
use serde_json::{Value, json};

use super::model::read;
use super::support::{Portal, Reply};

fn list() -> List {
    let filter = ListFilter::new(ListFilterStartDate::new("2025-03-01", "2025-04-01"));
    List::new(filter).pagination(ListPagination::new().limit(2))
}

/// Calls 1 to 5, two on a page; the cursor of a page is what `cursor` makes of its last call.
fn portal(cursor: fn(i64) -> Value) -> Portal {
    Portal::start(move |request| {
        let pagination = &request.json()["pagination"];
        assert_eq!(pagination["limit"], 2);
        let after = pagination["afterCursor"]["id"].as_i64().unwrap_or(0);
        let last = (after + 2).min(5);
        let items: Vec<Value> = (after + 1..=last)
            .map(|id| json!({ "callId": id }))
            .collect();
        let more = last < 5;
        let cursor = if more { cursor(last) } else { Value::Null };
        let result = json!({ "items": items, "hasMore": more, "afterCursor": cursor });
        Reply::Json(200, json!({ "result": result }))
    })
}

#[test]
fn a_cursor_that_is_an_object_leads_on() {
    let portal = portal(|id| json!({ "startDate": "2025-03-04T10:00:00+02:00", "id": id }));
    let (pages, error) = read(&portal, &list(), None);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(pages, [vec![1, 2], vec![3, 4], vec![5]]);
    // Both clients, and no request after the last page.
    assert_eq!(portal.received().len(), 6);
}

#[test]
fn a_cursor_that_does_not_move_stalls() {
    let portal = portal(|_| json!({ "startDate": "2025-03-04T10:00:00+02:00", "id": 2 }));
    let (pages, error) = read(&portal, &list(), None);
    assert_eq!(pages.concat(), [1, 2]);
    let error = error.unwrap();
    assert!(error.to_string().contains("ends where it began"), "{error}");
}

#[test]
fn parameters_of_ones_own_go_along_and_rows_of_ones_own_stall() {
    let portal = portal(|id| json!({ "startDate": "2025-03-04T10:00:00+02:00", "id": id }));
    let client = super::model::blocking(&portal);
    let rows = client.items(list().with_param("auth_connector", "warehouse"));
    assert_eq!(rows.filter_map(Result::ok).count(), 5);
    // The cursor stands beside the rows, and rows alone do not have it.
    let mut rows = client.items(list().rows_as::<Value>());
    let error = rows.next().unwrap().unwrap_err();
    assert!(
        matches!(error, ItemError::Call(CallError::Stalled(_))),
        "{error}"
    );
}
