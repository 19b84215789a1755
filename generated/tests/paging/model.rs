//! Lists as the server answers them, and clients that read them.

use bitrix24::client::{RateLimit, Retry};
use bitrix24::record::{Slot, Wire};
use bitrix24::{Bitrix24, Paged, blocking};
use serde_json::{Value, json};

use super::php::{self, Php};
use super::support::{Portal, Reply, Request};
use super::time::Jumps;

/// The rows of a page, under the identifier's name.
pub(crate) fn rows(key: &str, ids: &[i64]) -> Value {
    // PHP writes a number as a string as often as not.
    let row = |id: &i64| match id % 2 {
        0 => json!({ key: id }),
        _ => json!({ key: id.to_string() }),
    };
    ids.iter().map(row).collect()
}

fn slice(ids: &[i64], start: i64, count: i64) -> &[i64] {
    let place = |place: i64| usize::try_from(place.max(0)).unwrap().min(ids.len());
    &ids[place(start)..place(start + count)]
}

/// What the server answers about a list of these rows, in the style of the method that is called.
pub(crate) fn answer(method: &str, parameters: &Value, ids: &[i64]) -> Value {
    let number = |name: &str| parameters[name].as_i64();
    match method {
        "biconnector.source.list"
        | "biconnector.connector.list"
        | "biconnector.table.list"
        | "biconnector.dataset.list" => {
            let ids = after(parameters, ids, "id");
            let page = number("page").unwrap_or(1).max(1);
            json!({ "result": rows("id", slice(&ids, (page - 1) * 50, 50)) })
        }
        "crm.deal.list" | "crm.contact.list" | "user.get" => {
            start(parameters, ids, ["ID"; 2], |rows| rows)
        }
        "crm.item.list" => start(parameters, ids, ["id"; 2], |rows| json!({ "items": rows })),
        "tasks.task.list" => {
            let wrap = |rows| json!({ "tasks": rows });
            start(parameters, ids, ["ID", "id"], wrap)
        }
        "socialnetwork.api.workgroup.list" => {
            let wrap = |rows| json!({ "workgroups": rows });
            start(parameters, ids, ["ID", "id"], wrap)
        }
        "im.dialog.users.list" | "im.recent.list" => {
            let limit = number("LIMIT").unwrap_or(50);
            let rows = rows("id", slice(ids, number("OFFSET").unwrap_or(0), limit));
            match method {
                "im.recent.list" => json!({ "result": { "items": rows } }),
                _ => json!({ "result": rows }),
            }
        }
        "tasks.task.result.list" | "main.eventlog.list" => {
            let ids = after(parameters, ids, "id");
            let asked = &parameters["pagination"];
            let limit = asked["limit"].as_i64().unwrap_or(50);
            let before = (asked["page"].as_i64().unwrap_or(1) - 1) * limit;
            let before = asked["offset"].as_i64().unwrap_or(before);
            json!({ "result": { "items": rows("id", slice(&ids, before, limit)) } })
        }
        other => panic!("{other}"),
    }
}

/// The identifiers that a filter lets through. Who reads by identifier must sort by it: other rows come in no order.
fn after(parameters: &Value, ids: &[i64], name: &str) -> Vec<i64> {
    let greater = [">", name].concat();
    let filters = ["filter", "FILTER"].map(|param| &parameters[param]);
    let after = filters.iter().find_map(|filter| match filter {
        Value::Array(triples) => {
            let mut triples = triples.iter();
            triples.find_map(|triple| (triple[0] == name && triple[1] == ">").then_some(&triple[2]))
        }
        filter => filter.get(&greater),
    });
    // PHP reads an array as 1, and an empty text as 0.
    let after = after.map(|after| match after {
        Value::Object(_) => 1,
        Value::String(text) if text.is_empty() => 0,
        after => after.as_i64().unwrap(),
    });
    let is_sorted = parameters["order"] == json!({ name: "ASC" })
        || (parameters["sort"] == name && parameters["order"] == "ASC");
    let mut ids: Vec<i64> = ids.to_vec();
    ids.retain(|id| after.is_none_or(|after| *id > after));
    match after {
        Some(_) if !is_sorted => ids.sort_unstable_by_key(|id| std::cmp::Reverse(*id)),
        _ => ids.sort_unstable(),
    }
    ids
}

/// The identifier is called `name` in requests, and `key` in rows.
fn start(
    parameters: &Value,
    ids: &[i64],
    [name, key]: [&str; 2],
    wrap: fn(Value) -> Value,
) -> Value {
    let from = parameters["start"].as_i64().unwrap_or(0);
    let ids = &after(parameters, ids, name);
    if from < 0 {
        return json!({ "result": wrap(rows(key, slice(ids, 0, 50))), "total": 0 });
    }
    let mut answer = json!({
        "result": wrap(rows(key, slice(ids, from, 50))),
        "total": ids.len(),
    });
    if from + 50 < ids.len() as i64 {
        answer["next"] = json!(from + 50);
    }
    answer
}

/// A server that has lists of so many rows.
pub(crate) fn portal(count: i64) -> Portal {
    let ids: Vec<i64> = (1..=count).collect();
    Portal::start(move |request| reply(request, &ids))
}

pub(crate) fn reply(request: &Request, ids: &[i64]) -> Reply {
    let list = |method: &str, parameters: &Value| answer(method, parameters, ids);
    Reply::Json(200, run(request, &list))
}

/// Runs a call of a list, or a batch of such calls.
pub(crate) fn run(request: &Request, list: &dyn Fn(&str, &Value) -> Value) -> Value {
    if request.method() != "batch" {
        return list(request.method(), &request.json());
    }
    php::batch(&request.body, &|method, parameters| {
        let mut answer = list(method, &json(parameters));
        match answer.get("error") {
            Some(_) => Err(answer),
            None => Ok((answer["result"].take(), answer)),
        }
    })
}

/// Parameters of a form as the JSON that they were.
pub(crate) fn json(value: &Php) -> Value {
    match value {
        Php::Text(text) => text.parse::<i64>().map_or(json!(text), Value::from),
        Php::Array(entries) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (key.clone(), json(value)))
                    .collect(),
            )
        }
    }
}

pub(crate) fn client(portal: &Portal) -> Bitrix24 {
    Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(portal.webhook())
        .unwrap()
}

pub(crate) fn blocking(portal: &Portal) -> blocking::Bitrix24 {
    blocking::Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(portal.webhook())
        .unwrap()
}

/// The identifier of a row.
pub(crate) fn id(row: &impl Wire) -> i64 {
    let Slot::Record(record) = row.slot() else {
        panic!("a row is a record");
    };
    let fields = record.def().fields;
    let index = fields
        .iter()
        .position(|field| matches!(field.name, "ID" | "id" | "callId"));
    let mut slot = record.get(index.expect("a field"));
    if let Slot::Text(text) = slot {
        slot = Slot::Integer(text.parse().unwrap());
    }
    match slot {
        Slot::Integer(id) => id,
        _ => panic!("no identifier"),
    }
}

/// What came of a walk: the rows of each page, and the error at the end if there is one.
pub(crate) type Walked = (Vec<Vec<i64>>, Option<bitrix24::Error>);

/// Reads a list by pages, with both clients; they must agree.
pub(crate) fn read<M: Paged>(portal: &Portal, request: &M, max: Option<u64>) -> Walked {
    let begin = portal.received().len();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let walked = runtime.unwrap().block_on(async {
        let mut pages = client(portal).pages(request.clone()).page_by_page();
        if let Some(max) = max {
            pages = pages.max_items(max);
        }
        let (mut read, mut error) = (Vec::new(), None);
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => read.push(page.into_rows().unwrap().iter().map(id).collect()),
                Err(failure) => error = Some(failure.into()),
            }
            assert!(read.len() < 100, "this does not end");
        }
        assert!(pages.next().await.is_none(), "nothing follows the end");
        (read, error)
    });
    let asked = portal.received().len() - begin;
    let mut pages = blocking(portal).pages(request.clone()).page_by_page();
    if let Some(max) = max {
        pages = pages.max_items(max);
    }
    let (mut read, mut error) = (Vec::<Vec<i64>>::new(), None);
    for page in pages.by_ref().take(100) {
        match page {
            Ok(page) => read.push(page.into_rows().unwrap().iter().map(id).collect()),
            Err(failure) => error = Some(failure.to_string()),
        }
    }
    assert!(pages.next().is_none(), "nothing follows the end");
    assert_eq!(read, walked.0);
    // What a broken connection is called differs.
    assert_eq!(error.is_some(), walked.1.is_some(), "{error:?}");
    let asked_again = portal.received().len() - begin - asked;
    assert_eq!(asked_again, asked, "both ask as often");
    walked
}
