//! What becomes of each call of a batch.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::Batch;
use bitrix24::crm::{deal, item};
use bitrix24::task::elapseditem;
use bitrix24::{CallError, Rest, SystemCode, im};
use serde_json::{Value, json};

use super::custom::Custom;
use super::php::{self, failed, ok};
use super::support::{Portal, Reply, error};
use super::{blocking, client};

fn source(id: i64) -> Value {
    json!({ "item": {
        "connection": { "id": id, "title": "Sales", "type": "rest", "code": "rest_4", "active": true },
        "connectorId": 4,
        "settings": [],
    } })
}

#[tokio::test]
async fn each_call_has_its_own_result_and_its_own_errors() {
    let portal = php::portal(|method, parameters| match method {
        "biconnector.source.get" => {
            let php::Php::Text(id) = parameters.at(&["id"]).unwrap() else {
                panic!("{parameters:?}");
            };
            ok(source(id.parse().unwrap()))
        }
        "crm.item.get" => failed("NOT_FOUND"),
        "crm.deal.add" => ok(json!("12")),
        "biconnector.source.delete" => failed("SOURCE_NOT_FOUND"),
        other => panic!("{other}"),
    });
    let requests = || {
        (
            source::Get::new(6),
            item::Get::new(item::EntityType::Deal, 7),
            deal::Add::new(),
            source::Delete::new(8),
        )
    };
    let results = client(&portal).batch(requests()).await;
    for (get, item, added, deleted) in [results, blocking(&portal).batch(requests())] {
        assert_eq!(get.unwrap().connection.id.get(), 6);
        let error = item.unwrap_err();
        assert!(error.is_not_found() && !error.may_have_run(), "{error}");
        assert_eq!(error.http_status(), Some(200));
        assert_eq!(added.unwrap().get(), 12);
        let CallError::Method(error) = deleted.unwrap_err() else {
            panic!("an error of the method");
        };
        assert_eq!(error.code, source::DeleteError::SourceNotFound);
        assert_eq!(error.description, "It failed.");
        assert_eq!(error.method, "biconnector.source.delete");
    }
    // One request each.
    assert_eq!(portal.methods(), ["batch", "batch"]);

    let results = client(&portal)
        .batch(vec![source::Get::new(1), source::Get::new(2)])
        .await;
    let ids = results
        .into_iter()
        .map(|result| result.unwrap().connection.id.get());
    assert_eq!(ids.collect::<Vec<_>>(), [1, 2]);
}

/// Sends two reads to a server that answers so.
fn two(status: u16, answer: Value) -> Vec<Result<Rest, CallError<bitrix24::AnyCode>>> {
    let portal = Portal::start(move |_| Reply::Json(status, answer.clone()));
    blocking(&portal).batch(vec![Custom::<true>::default(), Custom::default()])
}

#[test]
fn a_section_is_an_object_or_an_empty_list_or_not_there() {
    let result = json!({ "c0": { "a": 1 }, "c1": { "a": 2 } });
    let errors = json!({ "c0": { "error": "A", "error_description": "" }, "c1": { "error": "B", "error_description": "" } });
    for empty in [json!([]), json!({}), json!(null)] {
        let sections = json!({ "result": result, "result_error": empty, "result_total": empty,
            "result_next": empty, "result_time": empty });
        let results = two(200, json!({ "result": sections }));
        let values = results
            .iter()
            .map(|result| result.as_ref().unwrap().get("a"));
        assert_eq!(
            values.collect::<Vec<_>>(),
            [Some(&json!(1)), Some(&json!(2))]
        );
        let sections = json!({ "result": empty, "result_error": errors, "result_total": empty,
            "result_next": empty, "result_time": empty });
        let results = two(200, json!({ "result": sections }));
        let codes = results
            .iter()
            .map(|result| result.as_ref().unwrap_err().code());
        assert_eq!(codes.collect::<Vec<_>>(), [Some("A"), Some("B")]);
    }
    for sections in [
        json!({ "result": result }),
        json!({ "result": result, "result_error": "none" }),
    ] {
        assert!(
            two(200, json!({ "result": sections }))
                .iter()
                .all(Result::is_ok)
        );
    }
}

#[test]
fn a_call_that_the_answer_does_not_know_is_an_error_and_a_key_that_nobody_asked_for_is_not() {
    let sections = json!({ "result": { "c0": {}, "c7": {}, "0": {}, "x": 1 }, "result_error": { "c9": { "error": "A" } } });
    let results = two(200, json!({ "result": sections }));
    assert!(results[0].is_ok());
    let error = results[1].as_ref().unwrap_err();
    assert!(matches!(error, CallError::Unexpected(_)), "{error}");
    // Nobody knows.
    assert!(error.may_have_run());
    for nothing in [
        json!([]),
        json!({}),
        json!(null),
        json!(true),
        json!("x"),
        json!([{}, {}]),
    ] {
        for result in two(200, json!({ "result": nothing })) {
            let error = result.unwrap_err();
            assert!(matches!(error, CallError::Unexpected(_)), "{error}");
        }
    }
}

#[test]
fn an_error_may_have_any_shape() {
    for (error, code) in [
        (json!({ "error": "A", "error_description": "b" }), "A"),
        (json!({ "error_description": "b", "error": "A" }), "A"),
        (json!({ "error": "A" }), "A"),
        (json!("A"), "A"),
        (json!({ "code": "A", "message": "b" }), "A"),
    ] {
        let sections = json!({ "result": { "c1": {} }, "result_error": { "c0": error } });
        let results = two(200, json!({ "result": sections }));
        assert_eq!(
            results[0].as_ref().unwrap_err().code(),
            Some(code),
            "{error}"
        );
        assert!(results[1].is_ok());
    }
    // One without a code or a description is one all the same.
    for error in [
        json!({ "error": "", "error_description": "" }),
        json!({}),
        json!(""),
        json!(0),
        json!([]),
    ] {
        let sections = json!({ "result": { "c1": {} }, "result_error": { "c0": error } });
        let results = two(200, json!({ "result": sections }));
        assert!(results[0].is_err(), "{error}");
        assert!(results[1].is_ok());
    }
}

#[test]
fn errors_of_the_system_are_that_in_a_batch_too() {
    let error = json!({ "error": "insufficient_scope", "error_description": "" });
    let sections =
        json!({ "result": [], "result_error": { "c0": error, "c1": { "error": "NEW_CODE" } } });
    let results = two(200, json!({ "result": sections }));
    let CallError::System(error) = results[0].as_ref().unwrap_err() else {
        panic!("an error of the system");
    };
    assert_eq!(error.code, SystemCode::InsufficientScope);
    assert!(matches!(results[1], Err(CallError::Method(_))));
}

#[test]
fn an_error_of_the_whole_batch_is_that_of_each_call() {
    let answer = json!({ "error": "INVALID_CREDENTIALS", "error_description": "Invalid request credentials" });
    for result in two(403, answer) {
        let CallError::System(error) = result.unwrap_err() else {
            panic!("an error of the system");
        };
        assert_eq!(
            (error.code, error.status),
            (SystemCode::InvalidCredentials, 403)
        );
        assert_eq!(error.method, "batch");
    }
    // Typed by the method that was called.
    let portal = Portal::start(|_| error(400, "SOURCE_NOT_FOUND", ""));
    let (result,) = blocking(&portal).batch((source::Delete::new(1),));
    let Err(CallError::Method(error)) = result else {
        panic!("an error of the method");
    };
    assert_eq!(error.code, source::DeleteError::SourceNotFound);
}

#[test]
fn an_error_inside_a_result_is_an_error() {
    let inner =
        json!({ "error": "SOURCE_NOT_FOUND", "error_description": "Source was not found." });
    for inner in [inner.clone(), json!({ "error": inner })] {
        let portal = php::portal(move |_, _| ok(inner.clone()));
        let (result,) = blocking(&portal).batch((source::Get::new(6),));
        let Err(CallError::Method(error)) = result else {
            panic!("an error of the method");
        };
        assert_eq!(error.code, source::GetError::SourceNotFound);
    }
}

#[test]
fn null_is_a_result() {
    let portal = php::portal(|_, _| ok(json!(null)));
    let (deleted, status) =
        blocking(&portal).batch((elapseditem::Delete::new(1, 2), im::user::status::Get::new()));
    deleted.unwrap();
    assert_eq!(status.unwrap(), None);
}

#[test]
fn what_stands_beside_a_result_is_in_its_response_and_counts_for_its_method() {
    let portal = php::portal(|method, _| {
        let used = if method == "crm.deal.list" { 3.5 } else { 0.25 };
        let time = json!({ "start": 1747042200.0, "finish": 1747042201.0, "duration": 1, "operating": used,
            "operating_reset_at": 1747042261 });
        match method {
            "crm.deal.list" => Ok((
                json!([{ "ID": "1" }, { "ID": "2" }]),
                json!({ "total": 120, "next": 50, "time": time }),
            )),
            _ => Ok((source(6), json!({ "time": time }))),
        }
    });
    let client = blocking(&portal);
    let mut batch = Batch::new();
    let (list, get) = (batch.add(deal::List::new()), batch.add(source::Get::new(6)));
    let mut results = client.send_batch(batch);
    let list = results.take(list).unwrap();
    assert_eq!(
        (list.result.len(), list.total, list.next),
        (2, Some(120), Some(50))
    );
    assert_eq!(list.time.unwrap().operating, Some(3.5));
    let get = results.take(get).unwrap();
    assert_eq!((get.total, get.next), (None, None));
    let operating = |method| {
        client
            .operating_time(method)
            .map(|time| (time.used, time.resets_in))
    };
    let minute = Duration::from_secs(60);
    assert_eq!(
        operating("crm.deal.list"),
        Some((Duration::from_millis(3500), minute))
    );
    assert_eq!(
        operating("biconnector.source.get"),
        Some((Duration::from_millis(250), minute))
    );
    assert_eq!(operating("batch"), None);
}

#[test]
fn a_result_is_found_by_its_call_and_by_none_of_another_batch() {
    let portal = php::portal(|_, _| ok(json!(true)));
    let (mut batch, mut other) = (Batch::new(), Batch::new());
    let (mine, foreign) = (
        batch.add(source::Delete::new(1)),
        other.add(source::Delete::new(1)),
    );
    let mut results = blocking(&portal).send_batch(batch);
    assert!(results.take(mine).unwrap().result);
    // As often as is wanted.
    assert!(results.take(mine).unwrap().result);
    let error = results.take(foreign).unwrap_err();
    assert!(matches!(error, CallError::Encode(_)), "{error}");
}

#[test]
fn no_result_and_no_parameter_is_shown() {
    let portal = php::portal(|_, _| ok(json!({ "key": "s3cret" })));
    let mut batch = Batch::new();
    let fields = deal::NewDeal::new().title("s3cret");
    let call = batch.add(deal::Add::new().fields(fields));
    assert!(!format!("{batch:?} {call:?}").contains("s3cret"));
    let mut results = blocking(&portal).send_batch(batch);
    assert!(!format!("{results:?}").contains("s3cret"));
    let error = results.take(call).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
}
