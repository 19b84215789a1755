//! A row that does not decode is an error of that row, and ends no list.

use bitrix24::biconnector::source;
use bitrix24::crm::{deal, item};
use bitrix24::v3::main::eventlog;
use bitrix24::{CallError, ItemError, Paged, RowError, Walkable as _, im, tasks, user};
use futures_util::StreamExt as _;
use serde_json::{Value, json};

use super::model::{answer, blocking, client, id};
use super::support::{Portal, Reply};

const SECRET: &str = "1 500,50 s3cret";

/// A server with 120 deals, of which those with these identifiers have an amount that is no number.
fn portal(bad: &'static [i64]) -> Portal {
    Portal::start(move |request| {
        let mut answer = answer(
            request.method(),
            &request.json(),
            &(1..=120).collect::<Vec<_>>(),
        );
        let result = &mut answer["result"];
        let rows = match result {
            Value::Object(result) if result.contains_key("tasks") => &mut result["tasks"],
            Value::Object(result) => &mut result["items"],
            result => result,
        };
        for row in rows.as_array_mut().unwrap() {
            let id = row.get("id").or(row.get("ID")).unwrap();
            let id = id.as_i64().or_else(|| id.as_str()?.parse().ok()).unwrap();
            if bad.contains(&id) {
                row["opportunity"] = json!(SECRET);
                row["OPPORTUNITY"] = json!(SECRET);
                row["counter"] = json!(SECRET);
                row["createdById"] = json!(SECRET);
                row["groupId"] = json!(SECRET);
                row["userId"] = json!(SECRET);
                row["TIME_ZONE_OFFSET"] = json!(SECRET);
            }
        }
        Reply::Json(200, answer)
    })
}

/// The rows and the errors of a list, as both clients give them.
async fn read<M: Paged>(portal: &Portal, request: M) -> (Vec<i64>, Vec<RowError>) {
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    let mut rows = client(portal).items(request.clone()).page_by_page();
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => ids.push(id(&row)),
            Err(ItemError::Row(error)) => errors.push(error),
            Err(ItemError::Call(error)) => panic!("{error}"),
        }
    }
    let blocking = blocking(portal);
    let again =
        std::thread::spawn(move || blocking.items(request).page_by_page().collect::<Vec<_>>());
    let again = again.join().unwrap();
    assert_eq!(again.len(), ids.len() + errors.len());
    let again: Vec<i64> = again
        .iter()
        .filter_map(|row| row.as_ref().ok())
        .map(id)
        .collect();
    assert_eq!(again, ids);
    (ids, errors)
}

#[tokio::test]
async fn the_rows_around_it_are_read_and_its_place_is_told() {
    let all_but = |bad: &[i64]| {
        (1..=120)
            .filter(|id| !bad.contains(id))
            .collect::<Vec<i64>>()
    };
    async fn check<M: Paged>(request: M, bad: &'static [i64]) -> (Vec<i64>, Vec<RowError>) {
        let portal = portal(bad);
        let read = read(&portal, request).await;
        assert_eq!(read.1.len(), bad.len());
        for error in &read.1 {
            let shown = format!("{error} {error:?} {}", bitrix24::Error::from(error.clone()));
            assert!(!shown.contains(SECRET), "{shown}");
            assert!(error.json().contains(SECRET));
        }
        read
    }
    let bad = &[7, 8, 51, 120];
    let deals = || item::List::new(item::EntityType::Deal);
    let (ids, errors) = check(deals(), bad).await;
    assert_eq!(ids, all_but(bad));
    let paths: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
    let expected = [6, 7, 0, 19].map(|row| format!("result.items[{row}].opportunity"));
    assert_eq!(paths, expected);
    assert_eq!(errors[0].index, 6);
    assert_eq!(errors[0].problem, "expected number, found string");

    // The last row of a page says where the next one begins.
    let last = &[50, 100, 120];
    assert_eq!(check(deals().walk(), last).await.0, all_but(last));
    assert_eq!(check(deal::List::new().walk(), last).await.0, all_but(last));
    let (ids, errors) = check(deal::List::new(), last).await;
    assert_eq!(ids, all_but(last));
    assert_eq!(errors[1].path, "result[49].OPPORTUNITY");
    // The output is an object, and the rows are a field of it.
    assert_eq!(check(im::recent::List::new(), last).await.0, all_but(last));
    // A whole page of them.
    let page: &[i64] = const {
        &{
            let mut ids = [0; 50];
            let mut index = 0;
            while index < 50 {
                ids[index] = 51 + index as i64;
                index += 1;
            }
            ids
        }
    };
    assert_eq!(check(deals().walk(), page).await.0, all_but(page));
    assert_eq!(check(deals(), page).await.0, all_but(page));
    assert_eq!(check(user::Get::new().walk(), page).await.0, all_but(page));
    let tasks = tasks::task::List::new();
    assert_eq!(check(tasks.walk(), page).await.0, all_but(page));
    let log = eventlog::List::new();
    assert_eq!(check(log.walk(), page).await.0, all_but(page));
    let sources = source::List::new();
    assert_eq!(check(sources.walk(), page).await.0, all_but(page));
}

#[tokio::test]
async fn pages_give_all_rows_or_those_that_fit_as_the_caller_says() {
    let portal = portal(&[7]);
    let mut pages = client(&portal).pages(deal::List::new()).page_by_page();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.len(), 50);
    let (rows, errors) = page.clone().into_parts();
    assert_eq!((rows.len(), errors.len()), (49, 1));
    assert_eq!(page.clone().into_rows().unwrap_err(), errors[0]);
    let in_order: Vec<bool> = page.into_iter().map(|row| row.is_ok()).collect();
    assert_eq!(in_order.iter().position(|is_ok| !is_ok), Some(6));
    assert_eq!(
        pages
            .next()
            .await
            .unwrap()
            .unwrap()
            .into_rows()
            .unwrap()
            .len(),
        50
    );
    assert_eq!(pages.collect::<Vec<_>>().await.len(), 1);
}

#[tokio::test]
async fn a_call_gives_all_rows_or_those_that_fit_as_the_caller_says() {
    let portal = portal(&[7]);
    let bitrix = client(&portal);
    let Err(CallError::Decode(error)) = bitrix.send(deal::List::new()).await else {
        panic!("all or nothing");
    };
    assert_eq!(error.path, "result[6].OPPORTUNITY");
    let response = bitrix
        .request(deal::List::new())
        .partial()
        .send_full()
        .await
        .unwrap();
    assert_eq!((response.result.len(), response.total), (49, Some(120)));
    assert_eq!(response.row_errors[0].path, error.path);
    assert_eq!(
        bitrix
            .send_full(deal::List::new().start(50))
            .await
            .unwrap()
            .row_errors,
        []
    );
    let bitrix = blocking(&portal);
    let blocking = std::thread::spawn(move || {
        let strict = bitrix.send(deal::List::new()).is_err();
        (
            strict,
            bitrix.request(deal::List::new()).partial().send_full(),
        )
    });
    let (strict, partial) = blocking.join().unwrap();
    assert!(strict);
    assert_eq!(partial.unwrap().row_errors.len(), 1);
}

#[test]
fn what_is_wrong_around_the_rows_is_an_error_of_the_call() {
    let decode = bitrix24::decode_partial::<im::recent::List>;
    for (body, path) in [
        (
            r#"{"result":{"items":[{"id":[]}],"hasMore":[1]}}"#,
            "result.items[0].id",
        ),
        (r#"{"result":{"items":7}}"#, "result.items"),
        (r#"{"result":{"items":{"a":{}}}}"#, "result.items"),
        (r#"{"result":[1]}"#, "result"),
    ] {
        match decode(200, body) {
            Err(CallError::Decode(error)) => assert_eq!(error.path, path, "{body}"),
            other => panic!("{body}: {other:?}"),
        }
    }
    // PHP makes an object of a list with gaps.
    let body = r#"{"result":{"items":{"0":{"id":"chat1"},"2":{"id":[1]},"4":{"id":"chat2"}}}}"#;
    let page = decode(200, body).unwrap();
    assert_eq!((page.result.items.len(), page.row_errors.len()), (2, 1));
    assert_eq!(page.row_errors[0].json(), r#"{"id":[1]}"#);
}

#[test]
fn max_items_counts_the_rows_that_do_not_decode() {
    let portal = portal(&[7]);
    let rows: Vec<_> = blocking(&portal)
        .items(deal::List::new())
        .page_by_page()
        .max_items(7)
        .collect();
    assert_eq!(
        rows.iter().map(Result::is_ok).collect::<Vec<_>>(),
        [true, true, true, true, true, true, false]
    );
    assert_eq!(portal.received().len(), 1);
}

#[test]
fn a_page_of_nothing_but_bad_rows_is_no_list_if_its_errors_took_too_much_memory() {
    let rows = |count: usize| format!("{{\"result\":[{}0]}}", "0,".repeat(count - 1));
    let decode = bitrix24::decode_partial::<deal::List>;
    assert_eq!(decode(200, rows(1_000)).unwrap().row_errors.len(), 1_000);
    match decode(200, rows(1 << 20)) {
        Err(CallError::Decode(error)) => assert_eq!(error.path, "result[0]"),
        other => panic!("{:?}", other.map(|page| page.row_errors.len())),
    }
}
