//! Lists of a tolerant client: rows whose optional fields are left absent, none of which is lost.

use std::sync::{Arc, Mutex};

use bitrix24::crm::deal;
use bitrix24::{CallError, ItemError, Paged, Walkable as _, im};
use serde_json::{Value, json};

use super::model::{answer, blocking, client, id};
use super::support::{Portal, Reply};

const SECRET: &str = "1 500,50 s3cret";

/// A server with 120 deals, of which every 50th has an amount that is no number; those of `broken` are no objects.
fn portal(broken: &'static [i64]) -> Portal {
    Portal::start(move |request| {
        let ids: Vec<i64> = (1..=120).collect();
        let mut answer = answer(request.method(), &request.json(), &ids);
        for row in answer["result"].as_array_mut().unwrap() {
            let id = &row["ID"];
            let id = id.as_i64().or_else(|| id.as_str()?.parse().ok()).unwrap();
            if id % 50 == 0 {
                row["OPPORTUNITY"] = json!(SECRET);
            }
            if broken.contains(&id) {
                *row = json!([SECRET]);
            }
        }
        Reply::Json(200, answer)
    })
}

type Paths = Arc<Mutex<Vec<String>>>;

fn taken(paths: &Paths) -> Vec<String> {
    std::mem::take(&mut paths.lock().unwrap())
}

/// The rows of a list and the places of what was left out, as both clients give them.
async fn read<M: Paged>(portal: &Portal, request: M) -> (Vec<i64>, Vec<String>) {
    let paths = Paths::default();
    let note = |paths: &Paths| {
        let paths = Arc::clone(paths);
        move |mistake: &bitrix24::Mistake| {
            assert!(!format!("{mistake} {mistake:?}").contains("s3cret"));
            assert_eq!(mistake.json(), json!(SECRET).to_string());
            paths.lock().unwrap().push(mistake.path.clone());
        }
    };
    let rows = client(portal).items(request.clone()).page_by_page();
    let mut rows = rows.tolerant().on_mistake(note(&paths));
    let mut ids = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => ids.push(id(&row)),
            Err(ItemError::Row(_)) => ids.push(0),
            Err(ItemError::Call(error)) => panic!("{error}"),
        }
    }
    let told = taken(&paths);
    let rows = blocking(portal).items(request).page_by_page().tolerant();
    let rows = rows.on_mistake(note(&paths));
    let again = std::thread::spawn(move || {
        let id = |row: Result<_, ItemError<_>>| row.map_or(0, |row| id(&row));
        rows.map(id).collect::<Vec<i64>>()
    });
    assert_eq!(again.join().unwrap(), ids);
    assert_eq!(taken(&paths), told);
    (ids, told)
}

#[tokio::test]
async fn every_row_is_read_and_every_mistake_is_told() {
    let all: Vec<i64> = (1..=120).collect();
    let last = "result[49].OPPORTUNITY".to_owned();
    let (portal, expected) = (portal(&[]), (all, vec![last.clone(), last]));
    assert_eq!(read(&portal, deal::List::new()).await, expected);
    assert_eq!(read(&portal, deal::List::new().walk()).await, expected);
}

#[tokio::test]
async fn the_place_of_a_row_is_the_servers_although_others_do_not_decode() {
    let portal = portal(&[3, 60]);
    let (ids, told) = read(&portal, deal::List::new()).await;
    let expected = (1..=120).map(|id| if [3, 60].contains(&id) { 0 } else { id });
    assert_eq!(ids, expected.collect::<Vec<i64>>());
    assert_eq!(told, ["result[49].OPPORTUNITY", "result[49].OPPORTUNITY"]);
}

#[tokio::test]
async fn a_page_has_its_mistakes() {
    let portal = portal(&[3]);
    let mut pages = client(&portal)
        .pages(deal::List::new())
        .page_by_page()
        .tolerant();
    let page = pages.next().await.unwrap().unwrap();
    let bitrix = blocking(&portal);
    let mut pages = bitrix.pages(deal::List::new()).page_by_page().tolerant();
    let again = std::thread::spawn(move || pages.next().unwrap().unwrap());
    for page in [page, again.join().unwrap()] {
        assert_eq!(page.len(), 50);
        assert_eq!(page.mistakes()[0].path, "result[49].OPPORTUNITY");
        let report = page.report().unwrap();
        let places: Vec<&str> = report.lines().skip(3).collect();
        let expected = [
            "result[2]: expected object, found array",
            "result[49].OPPORTUNITY: expected number, found string",
        ];
        assert_eq!(places, expected);
        assert_eq!(page.into_parts().0.len(), 49);
    }
}

#[test]
fn a_strict_list_has_errors_of_rows_instead() {
    let portal = portal(&[]);
    let rows = blocking(&portal).items(deal::List::new()).page_by_page();
    let errors: Vec<String> = rows
        .filter_map(Result::err)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors.len(), 2);
    let problem = "result[49].OPPORTUNITY: expected number, found string";
    assert!(
        errors.iter().all(|error| error.ends_with(problem)),
        "{errors:?}"
    );
}

/// A list without its rows would seem to be at its end.
#[test]
fn the_rows_as_a_whole_are_never_left_out() {
    for rows in [json!(7), json!({ "a": {} }), Value::Null] {
        let given = rows.clone();
        let portal = Portal::start(move |_| {
            Reply::Json(200, json!({ "result": { "items": given, "hasMore": [1] } }))
        });
        let mut pages = blocking(&portal)
            .pages(im::recent::List::new())
            .page_by_page()
            .tolerant();
        match pages.next() {
            Some(Err(CallError::Decode(_))) => {}
            other => panic!("{rows}: {other:?}"),
        }
    }
}
