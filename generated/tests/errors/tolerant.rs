//! Calls and batches whose optional fields may be left out, by both clients.

use bitrix24::biconnector::connector;
use bitrix24::client::{Batch, RateLimit};
use bitrix24::crm::deal;
use bitrix24::crm::item::{EntityType, Get};
use bitrix24::{Bitrix24, CallError, Mistake, Response, blocking, decode_tolerant};
use serde_json::{Value, json};

use crate::support::{Portal, Reply, ok};
use crate::time::Jumps;

const SECRET: &str = "1 500,50 s3cret";

/// A deal whose amount is no number.
fn item() -> Value {
    json!({ "item": { "id": 7, "title": "Deal", "opportunity": SECRET, "categoryId": "3" } })
}

/// A portal that has it, also in batches.
fn portal() -> Portal {
    Portal::start(|request| match request.method() {
        "batch" => {
            let commands = request.json()["cmd"].as_object().unwrap().clone();
            let results = commands.into_iter().map(|(name, _)| (name, item()));
            ok(json!({ "result": results.collect::<serde_json::Map<_, _>>(), "result_error": [] }))
        }
        _ => ok(item()),
    })
}

fn client(portal: &Portal, tolerant: bool) -> Bitrix24 {
    let builder = Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED);
    let builder = if tolerant {
        builder.tolerant()
    } else {
        builder
    };
    builder.webhook(portal.webhook()).unwrap()
}

fn blocking(portal: &Portal, tolerant: bool) -> blocking::Bitrix24 {
    let builder = blocking::Bitrix24::builder();
    let builder = builder.timer(Jumps::new()).rate_limit(RateLimit::UNLIMITED);
    let builder = if tolerant {
        builder.tolerant()
    } else {
        builder
    };
    builder.webhook(portal.webhook()).unwrap()
}

fn get() -> Get {
    Get::new(EntityType::Deal, 7)
}

fn check(response: &Response<bitrix24::crm::item::Item>) {
    let item = &response.result;
    assert_eq!(
        (item.title.as_deref(), item.opportunity.clone()),
        (Some("Deal"), None)
    );
    let [mistake] = response.mistakes.as_slice() else {
        panic!("{:?}", response.mistakes)
    };
    check_mistake(mistake, "result.item.opportunity");
    let report = response.report().unwrap();
    assert!(
        report.starts_with("method: crm.item.get\nHTTP status: 200\n"),
        "{report}"
    );
    assert!(report.ends_with("result.item.opportunity: expected number, found string\n"));
    assert!(!report.contains("s3cret"));
}

fn check_mistake(mistake: &Mistake, path: &str) {
    assert_eq!(
        (mistake.path.as_str(), mistake.place.as_str()),
        (path, path)
    );
    assert_eq!(mistake.problem, "expected number, found string");
    assert_eq!(mistake.json(), json!(SECRET).to_string());
    let shown = format!("{mistake} {mistake:?} {}", mistake.report());
    assert!(!shown.contains("s3cret"), "{shown}");
}

fn is_strict<T, E>(outcome: &Result<T, CallError<E>>) -> bool {
    matches!(outcome, Err(CallError::Decode(error)) if error.path == "result.item.opportunity")
}

#[tokio::test]
async fn a_call_is_strict_unless_it_or_its_client_is_not() {
    let portal = portal();
    let bitrix = client(&portal, false);
    assert!(is_strict(&bitrix.send(get()).await));
    check(&bitrix.request(get()).tolerant().send_full().await.unwrap());
    let bitrix = client(&portal, true);
    check(&bitrix.send_full(get()).await.unwrap());
    assert_eq!(bitrix.send(get()).await.unwrap().id, Some(7.into()));
}

#[test]
fn the_blocking_client_does_the_same() {
    let portal = portal();
    let bitrix = blocking(&portal, false);
    assert!(is_strict(&bitrix.send(get())));
    check(&bitrix.request(get()).tolerant().send_full().unwrap());
    let bitrix = blocking(&portal, true);
    check(&bitrix.send_full(get()).unwrap());
    assert_eq!(bitrix.send(get()).unwrap().id, Some(7.into()));
}

#[tokio::test]
async fn the_results_of_a_batch_are_tolerant_if_the_client_is() {
    let portal = portal();
    let batch = || {
        let mut batch = Batch::new();
        let first = batch.add(get());
        (batch, first)
    };
    let (strict, call) = batch();
    let mut results = client(&portal, false).send_batch(strict).await;
    assert!(is_strict(&results.take(call)));
    let (tolerant, call) = batch();
    let mut results = client(&portal, true).send_batch(tolerant).await;
    check(&results.take(call).unwrap());
    let (first, second) = client(&portal, true).batch((get(), get())).await;
    assert_eq!(first.unwrap().id, Some(7.into()));
    assert_eq!(second.unwrap().id, Some(7.into()));

    let bitrix = blocking(&portal, true);
    let (tolerant, call) = batch();
    let response = std::thread::spawn(move || bitrix.send_batch(tolerant).take(call));
    check(&response.join().unwrap().unwrap());
}

#[test]
fn an_error_is_an_error_and_what_is_required_fails() {
    let error = decode_tolerant::<Get>(200, r#"{"error":"NOT_FOUND","error_description":""}"#);
    assert!(error.unwrap_err().is_not_found());
    let answer = r#"{"result":{"item":{"id":"x","title":"T","active":[1]}}}"#;
    let error = decode_tolerant::<connector::Get>(200, answer);
    let Err(CallError::Decode(error)) = error else {
        panic!("an id is required")
    };
    assert_eq!(error.path, "result.item.id");
    assert!(
        error
            .report()
            .contains("result.item.id: expected integer, found string")
    );
    assert!(decode_tolerant::<Get>(200, "{").is_err());
}

#[test]
fn rows_that_do_not_decode_even_so_are_errors_of_rows_with_their_own_places() {
    let portal = Portal::start(|_| {
        let rows = json!([
            { "ID": "1", "OPPORTUNITY": "x" }, 7, { "ID": "3" }, { "ID": "4", "OPPORTUNITY": [1] },
        ]);
        Reply::Json(200, json!({ "result": rows, "total": 4 }))
    });
    let bitrix = blocking(&portal, false);
    let call = bitrix.request(deal::List::new());
    let response = call.tolerant().partial().send_full().unwrap();
    assert_eq!((response.result.len(), response.total), (3, Some(4)));
    assert_eq!(response.row_errors[0].path, "result[1]");
    let paths: Vec<&str> = response
        .mistakes
        .iter()
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(paths, ["result[0].OPPORTUNITY", "result[3].OPPORTUNITY"]);
    let report = response.report().unwrap();
    let places: Vec<&str> = report.lines().skip(3).collect();
    let expected = [
        "result[1]: expected object, found number",
        "result[0].OPPORTUNITY: expected number, found string",
        "result[3].OPPORTUNITY: expected number, found array",
    ];
    assert_eq!(places, expected);
}
