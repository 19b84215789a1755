//! Lists without a spec, in each way of paging.

use bitrix24::{Paging, Untyped, UntypedList, Version, Walk};
use serde_json::{Value, json};

use super::both::{items, run};
use super::model::{blocking, client, portal};
use super::support::{Portal, ok};

fn list(method: &'static str, paging: Paging) -> UntypedList {
    Untyped::new(method, json!({})).reads().paged(paging)
}

fn ids(rows: &[Result<Value, String>]) -> Vec<i64> {
    let id = |row: &Result<Value, String>| {
        let row = row.as_ref().unwrap();
        let id = row.get("id").or(row.get("ID")).unwrap();
        id.as_i64()
            .unwrap_or_else(|| id.as_str().unwrap().parse().unwrap())
    };
    rows.iter().map(id).collect()
}

#[test]
fn each_style_leads_to_the_end() {
    let offset = Paging::offset("OFFSET", "LIMIT");
    for (list, requests) in [
        (list("biconnector.source.list", Paging::page("page")), 3),
        (list("crm.deal.list", Paging::start()), 3),
        (list("crm.item.list", Paging::start()).rows("items"), 3),
        (list("tasks.task.list", Paging::start()).rows("tasks"), 3),
        (list("im.dialog.users.list", offset), 4),
        (list("im.recent.list", offset).rows("items"), 4),
        (
            Untyped::new(
                "main.eventlog.list",
                json!({ "pagination": { "limit": 40 } }),
            )
            .version(Version::V3)
            .paged(Paging::pagination())
            .rows("items"),
            4,
        ),
    ] {
        let portal = portal(120);
        let rows = items(&portal, list.clone());
        assert_eq!(ids(&rows), (1..=120).collect::<Vec<i64>>(), "{list:?}");
        // By each of the two clients.
        assert_eq!(portal.received().len(), 2 * requests, "{list:?}");
    }
}

#[test]
fn a_cursor_is_taken_from_the_last_row() {
    let portal = Portal::start(|request| {
        let after = request.json()["LAST_ID"].as_i64().unwrap_or(0);
        let page: Value = (after + 1..=120)
            .take(50)
            .map(|id| json!({ "ID": id }))
            .collect();
        ok(json!({ "messages": page }))
    });
    let rows = items(
        &portal,
        list("my.list", Paging::cursor("LAST_ID", "ID")).rows("messages"),
    );
    assert_eq!(ids(&rows), (1..=120).collect::<Vec<i64>>());
}

#[test]
fn any_shape_of_parameters_can_be_walked() {
    for (parameters, count) in [
        (json!({}), 120),
        (Value::Null, 120),
        (json!([]), 120),
        (json!({ "filter": [], "order": [], "select": [] }), 120),
        (json!({ "filter": null, "order": null, "start": "50" }), 120),
        (json!({ "filter": { ">ID": 20 }, "select": ["TITLE"] }), 100),
        (
            json!({ "filter": { ">ID": 20 }, "select": ["ID", "TITLE"] }),
            100,
        ),
        (json!({ "order": { "TITLE": "DESC" } }), 120),
    ] {
        let portal = portal(120);
        let request = Untyped::new("crm.deal.list", parameters.clone());
        let list = request
            .paged(Paging::start().with_walk(Walk::by("ID")))
            .walk();
        let rows = items(&portal, list);
        assert_eq!(rows.len(), count, "{parameters}");
        for request in portal.received() {
            let sent = request.json();
            assert_eq!(sent["start"], -1, "{parameters}");
            assert_eq!(sent["order"], json!({ "ID": "ASC" }));
            let select = sent["select"]
                .as_array()
                .filter(|select| !select.is_empty());
            assert!(
                select.is_none_or(|select| select.contains(&json!("ID"))),
                "{sent}"
            );
        }
    }
    // Without a walk nothing changes.
    let plain = list("crm.deal.list", Paging::start());
    assert_eq!(plain.clone().walk(), plain);
}

#[test]
fn pages_and_a_single_page_are_given_too() {
    let portal = portal(120);
    let list = || list("crm.deal.list", Paging::start());
    let mut pages = client(&portal).pages(list());
    let first = run(pages.next()).unwrap().unwrap();
    assert_eq!(first.len(), 50);
    let pages: Vec<_> = blocking(&portal).pages(list()).collect();
    assert_eq!(pages.len(), 3);
    let response = blocking(&portal).send_full(list()).unwrap();
    assert_eq!(
        (response.result.len(), response.total, response.next),
        (50, Some(120), Some(50))
    );
}
