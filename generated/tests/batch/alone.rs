//! Texts that the server would take for references to other answers of the batch.

use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults};
use bitrix24::crm::deal::{Add, Get, NewDeal};
use bitrix24::{CallError, Rest};
use serde_json::json;

use super::custom::Custom;
use super::php::{self, Php, ok};
use super::support::Portal;
use super::{blocking, client};

/// By the rule of the server each of them is one.
const REFERENCES: [&str; 14] = [
    "$result[c0][COMMENTS]",
    "$results[c0][COMMENTS]",
    "$RESULT[c0]",
    "$Result",
    "$result_total[c0]",
    "$total[c0]",
    "$TOTALS",
    "$next[c0]",
    "$time[c0][start]",
    "$error[c0]",
    "it costs $total",
    "a$result[c0]b",
    "$ $$time",
    "ü$error\n",
];

/// None of these is one.
const TEXTS: [&str; 9] = [
    "$ 5",
    "US$100",
    "$",
    "$res",
    "$resul t[c0]",
    "result[c0] total",
    "$tota[c0]",
    "$ result[c0]",
    "$reſult[c0]",
];

/// What methods get.
type Got = Arc<Mutex<Vec<(String, Php)>>>;

/// A portal that notes what methods get, and has a secret.
fn portal() -> (Portal, Got) {
    let got = Got::default();
    let notes = Arc::clone(&got);
    let portal = php::portal(move |method, parameters| {
        let note = (method.to_owned(), parameters.clone());
        notes.lock().unwrap().push(note);
        match method {
            "crm.deal.get" => Ok((
                json!({ "ID": "7", "COMMENTS": "s3cret" }),
                json!({ "total": 3, "next": 2, "time": { "start": 1000.0 } }),
            )),
            "crm.deal.add" => ok(json!(12)),
            _ => ok(json!(true)),
        }
    });
    (portal, got)
}

pub(crate) fn add(text: &str) -> Add {
    Add::new().fields(NewDeal::new().comments(text))
}

/// A call before, one with the text, and one behind.
fn three(text: &str) -> (Batch, BatchCall<Add>) {
    let mut batch = Batch::new();
    batch.add(Get::new(7));
    let call = batch.add(add(text));
    batch.add(source::Delete::new(8));
    (batch, call)
}

#[tokio::test]
async fn no_text_reads_another_answer_of_its_batch() {
    for text in REFERENCES {
        for is_async in [true, false] {
            let (portal, got) = portal();
            let (batch, call) = three(text);
            let mut results = match is_async {
                true => client(&portal).send_batch(batch).await,
                false => blocking(&portal).send_batch(batch),
            };
            assert_eq!(results.take(call).unwrap().result.get(), 12);
            let got = got.lock().unwrap();
            let (methods, parameters): (Vec<_>, Vec<_>) = got.iter().cloned().unzip();
            // In its place.
            let expected = ["crm.deal.get", "crm.deal.add", "biconnector.source.delete"];
            assert_eq!(methods, expected, "{text}");
            let comments = parameters[1].at(&["fields", "COMMENTS"]);
            assert_eq!(comments, Some(&Php::text(text)));
            assert_eq!(portal.methods(), ["batch", "crm.deal.add", "batch"]);
        }
    }
}

#[test]
fn a_text_that_is_no_reference_goes_with_the_others() {
    for text in TEXTS {
        let (portal, got) = portal();
        let (batch, call) = three(text);
        let mut results = blocking(&portal).send_batch(batch);
        assert_eq!(results.take(call).unwrap().result.get(), 12);
        let parameters = got.lock().unwrap()[1].1.clone();
        let comments = parameters.at(&["fields", "COMMENTS"]);
        assert_eq!(comments, Some(&Php::text(text)));
        assert_eq!(portal.methods(), ["batch"], "{text}");
    }
}

#[test]
fn the_name_of_a_parameter_is_a_text_as_well() {
    let (portal, got) = portal();
    let request = Custom::<true> {
        data: Rest::from([("$total", 1)]),
        ..Custom::default()
    };
    let results = blocking(&portal).batch((Get::new(7), request));
    assert!(results.0.is_ok(), "{results:?}");
    assert_eq!(portal.methods(), ["batch", "custom.call"]);
    let got = got.lock().unwrap();
    assert_eq!(got[1].1.at(&["data", "$total"]), Some(&Php::text("1")));
}

#[test]
fn calls_that_go_alone_cost_a_request_each_and_those_between_keep_together() {
    let (portal, got) = portal();
    let mut batch = Batch::new().in_order();
    for id in 0..120 {
        match id {
            0 | 1 | 25 | 50 => drop(batch.add(add("$total"))),
            _ => drop(batch.add(source::Delete::new(id))),
        }
    }
    let _ = blocking(&portal).send_batch(batch);
    let alone = "crm.deal.add";
    let expected = [
        alone, alone, "batch", alone, "batch", alone, "batch", "batch",
    ];
    assert_eq!(portal.methods(), expected);
    let got = got.lock().unwrap();
    let ids = got
        .iter()
        .map(|(_, values)| values.at(&["id"]).map(php::integer));
    let expected = (0..120).map(|id| match id {
        0 | 1 | 25 | 50 => None,
        id => Some(id),
    });
    assert_eq!(ids.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

/// The error of a call that is not sent.
fn refusal<M: bitrix24::Method>(results: &mut BatchResults, call: BatchCall<M>) -> String {
    match results.take(call) {
        Err(CallError::Encode(error)) => error.to_string(),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was sent"),
    }
}

#[tokio::test]
async fn a_batch_that_halts_is_refused_as_a_whole() {
    for is_async in [true, false] {
        let (portal, _) = portal();
        let mut batch = Batch::new();
        let before = batch.add(Get::new(7));
        let call = batch.add(add("$total"));
        let behind = batch.add(source::Delete::new(8));
        let mut results = match is_async {
            true => client(&portal).send_batch(batch.halt()).await,
            false => blocking(&portal).send_batch(batch.halt()),
        };
        let error = refusal(&mut results, call);
        assert!(error.contains("`fields[COMMENTS]`"), "{error}");
        assert!(error.contains("halt"), "{error}");
        assert!(matches!(results.take(before), Err(CallError::NotRun(_))));
        assert!(matches!(results.take(behind), Err(CallError::NotRun(_))));
        assert!(portal.received().is_empty());
    }
}

#[test]
fn a_call_that_refers_to_another_cannot_go_alone() {
    let (portal, _) = portal();
    let mut batch = Batch::new();
    let get = batch.add(Get::new(7));
    let call = batch.add_with(add("$total"), |add| {
        add.set("fields.COMPANY_ID", get.result("COMPANY_ID"));
    });
    let mut results = blocking(&portal).send_batch(batch);
    let error = refusal(&mut results, call);
    assert!(error.contains("`fields[COMMENTS]`"), "{error}");
    assert!(results.take(get).is_ok());
    assert_eq!(portal.methods(), ["batch"]);

    // What a reference takes the place of is not sent.
    let mut batch = Batch::new();
    let get = batch.add(Get::new(7));
    let call = batch.add_with(add("$total"), |add| {
        add.set("fields.COMMENTS", get.result("COMMENTS"));
    });
    let mut results = blocking(&portal).send_batch(batch);
    assert!(results.take(call).is_ok());
    assert_eq!(portal.methods(), ["batch", "batch"]);
}

#[test]
fn a_call_that_others_refer_to_cannot_go_alone_and_they_are_not_sent_without_it() {
    let (portal, _) = portal();
    let mut batch = Batch::new();
    let call = batch.add(add("$total"));
    let refers = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", call.result(""));
    });
    let again = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", refers.result(""));
    });
    let other = batch.add(source::Delete::new(8));
    let mut results = blocking(&portal).send_batch(batch);
    for error in [
        refusal(&mut results, call),
        refusal(&mut results, refers),
        refusal(&mut results, again),
    ] {
        assert!(error.contains("`fields[COMMENTS]`"), "{error}");
    }
    assert!(results.take(other).is_ok());
    assert_eq!(portal.methods(), ["batch"]);
}

/// A reference leads only to results of the same request, which cannot be in two.
#[test]
fn a_call_between_one_and_another_that_refers_to_it_cannot_go_alone() {
    let (portal, got) = portal();
    let mut batch = Batch::new();
    let get = batch.add(Get::new(7));
    let call = batch.add(add("$total"));
    let refers = batch.add_with(source::Delete::new(0), |delete| {
        delete.set("id", get.result("ID"));
    });
    let behind = batch.add(add("$total"));
    let mut results = blocking(&portal).send_batch(batch);
    let error = refusal(&mut results, call);
    assert!(error.contains("`fields[COMMENTS]`"), "{error}");
    assert!(results.take(get).is_ok() && results.take(refers).is_ok());
    assert!(results.take(behind).is_ok());
    assert_eq!(portal.methods(), ["batch", "crm.deal.add"]);
    assert_eq!(
        got.lock().unwrap()[1].1.at(&["id"]).map(php::integer),
        Some(7)
    );
}
