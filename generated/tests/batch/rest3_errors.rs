//! Calls of REST 3 in a batch that fail: the server has one error for all calls of a request.

use std::sync::Mutex;

use bitrix24::biconnector::source;
use bitrix24::client::Batch;
use bitrix24::v3::tasks::task::{Add, Get, GetError, NewTask};
use bitrix24::{CallError, blocking};
use serde_json::json;

use super::limits::Client;
use super::rest3::{add, both, failed, gets, item, portal};
use super::support::{Portal, Reply, error, ok};

const NOT_FOUND: &str = "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION";

#[tokio::test]
async fn of_calls_that_read_each_has_its_own_result_though_some_fail() {
    for place in [0, 1] {
        for fails in [vec![17], vec![0, 49], vec![3, 4, 30], (0..50).collect()] {
            let failing = fails.clone();
            let (portal, _) = portal(move |id| match failing.contains(&id) {
                true => Err((400, NOT_FOUND)),
                false => item(id),
            });
            let mut batch = Batch::new();
            let calls: Vec<_> = (0..50).map(|id| batch.add(Get::new(id))).collect();
            let mut results = both(&portal)[place].send(batch).await;
            for (id, call) in (0..).zip(calls) {
                match results.take(call) {
                    Ok(response) => assert_eq!(response.result.id.unwrap().get(), id),
                    Err(CallError::Method(error)) => {
                        assert!(fails.contains(&id), "{id}");
                        assert_eq!(error.code, GetError::EntityNotFound);
                        assert_eq!(
                            (error.method.as_ref(), error.status),
                            ("tasks.task.get", 400)
                        );
                    }
                    Err(error) => panic!("{id}: {error}"),
                }
            }
            // Two for each time that the calls are halved.
            let requests = portal.received().len();
            assert!(requests <= 13 * fails.len() && requests < 100, "{requests}");
        }
    }
}

#[tokio::test]
async fn calls_that_write_are_sent_once_and_share_the_error_of_their_request() {
    for place in [0, 1] {
        let (portal, ran) = portal(|number| match number {
            20 => Err((
                400,
                "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
            )),
            number => item(number),
        });
        let mut batch = Batch::new();
        let calls: Vec<_> = (0..60).map(|number| batch.add(add(number))).collect();
        let mut results = both(&portal)[place].send(batch).await;
        for (number, call) in calls.into_iter().enumerate() {
            match results.take(call) {
                // Nobody knows which one it was, nor which ones have run.
                Err(error) if number < 50 => {
                    assert!(error.may_have_run(), "{error}");
                    assert_eq!(error.http_status(), Some(400));
                }
                result => assert!(number >= 50 && result.is_ok(), "{number}"),
            }
        }
        let mut ran = ran.all();
        ran.sort_unstable();
        assert_eq!(ran, (0..20).chain(50..60).collect::<Vec<_>>());

        // Whoever says that it does no harm has them sent again.
        let mut batch = Batch::new().idempotent();
        let calls: Vec<_> = (0..50).map(|number| batch.add(add(number))).collect();
        let mut results = both(&portal)[place].send(batch).await;
        for (number, call) in calls.into_iter().enumerate() {
            assert_eq!(results.take(call).is_err(), number == 20);
        }
    }
}

#[tokio::test]
async fn what_is_refused_before_it_runs_is_sent_again_and_nothing_else_that_writes() {
    let limit = |status, code: &'static str| {
        move |place: usize| async move {
            let asked = Mutex::new(0);
            let portal = Portal::start(move |_| {
                let mut asked = asked.lock().unwrap();
                *asked += 1;
                match *asked {
                    1 => failed(status, code),
                    _ => ok(json!([{ "item": { "id": 1 } }, { "item": { "id": 2 } }])),
                }
            });
            let mut batch = Batch::new();
            let calls = [batch.add(add(1)), batch.add(add(2))];
            let mut results = both(&portal)[place].send(batch).await;
            let results = calls.map(|call| results.take(call));
            (results, portal.received().len())
        }
    };
    for place in [0, 1] {
        let (results, sent) = limit(503, "QUERY_LIMIT_EXCEEDED")(place).await;
        assert!(
            results.iter().all(Result::is_ok) && sent == 2,
            "{results:?}"
        );
        // One of the calls may have run into these, after others have run.
        for (status, code) in [
            (400, "QUERY_LIMIT_EXCEEDED"),
            (429, "OPERATION_TIME_LIMIT"),
            (401, "METHOD_CONFIRM_WAITING"),
            (500, "INTERNAL_SERVER_ERROR"),
        ] {
            let (results, sent) = limit(status, code)(place).await;
            assert_eq!(sent, 1, "{code}");
            for result in results {
                let error = result.unwrap_err();
                assert!(
                    error.may_have_run() && error.code() == Some(code),
                    "{error}"
                );
            }
        }
        // None of them has run.
        for (status, code) in [(503, "OVERLOAD_LIMIT"), (401, "NO_AUTH_FOUND")] {
            let (results, sent) = limit(status, code)(place).await;
            assert_eq!(sent, 1, "{code}");
            assert!(
                !results
                    .into_iter()
                    .any(|result| result.unwrap_err().may_have_run())
            );
        }
    }
}

#[tokio::test]
async fn a_request_that_breaks_is_repeated_if_it_only_reads() {
    for place in [0, 1] {
        for reads in [true, false] {
            let asked = Mutex::new(0);
            let portal = Portal::start(move |_| {
                let mut asked = asked.lock().unwrap();
                *asked += 1;
                match *asked {
                    1 => Reply::Close,
                    _ => ok(json!([{ "item": { "id": 1 } }, { "item": { "id": 2 } }])),
                }
            });
            let mut batch = Batch::new();
            let get = batch.add(Get::new(1));
            match reads {
                true => drop(batch.add(Get::new(2))),
                false => drop(batch.add(add(2))),
            }
            let mut results = both(&portal)[place].send(batch).await;
            assert_eq!(results.take(get).is_ok(), reads);
            assert_eq!(portal.received().len(), 1 + usize::from(reads));
        }
    }
}

#[tokio::test]
async fn a_batch_that_halts_stops_at_a_call_of_rest_3_too() {
    for place in [0, 1] {
        let (portal, _) = portal(|number| match number {
            2 => Err((400, NOT_FOUND)),
            number => item(number),
        });
        let mut batch = Batch::new().halt();
        let first = batch.add(source::Delete::new(1));
        let gets: Vec<_> = (0..4).map(|id| batch.add(Get::new(id))).collect();
        let last = batch.add(source::Delete::new(1));
        let mut results = both(&portal)[place].send(batch).await;
        assert!(results.take(first).is_ok());
        assert!(results.take(gets[0]).is_ok() && results.take(gets[1]).is_ok());
        assert!(results.take(gets[2]).unwrap_err().is_not_found());
        assert!(matches!(results.take(gets[3]), Err(CallError::NotRun(_))));
        assert!(matches!(results.take(last), Err(CallError::NotRun(_))));
    }
}

#[test]
fn an_answer_of_another_shape_is_an_error_of_the_calls_that_are_missing_in_it() {
    let good = json!({ "item": { "id": 1 } });
    for (result, expected) in [
        (json!({ "0": good, "1": good }), [true, true]),
        (json!([good]), [true, false]),
        (json!({ "1": good, "x": good }), [false, true]),
        (
            json!([good, { "error": { "code": "A", "message": "b" } }]),
            [true, false],
        ),
        (json!([good, good, good]), [true, true]),
        (json!([]), [false, false]),
        (json!(null), [false, false]),
        (json!(true), [false, false]),
        (json!([null, good]), [false, true]),
    ] {
        let answer = json!({ "result": result });
        let portal = Portal::start(move |_| Reply::Json(200, answer.clone()));
        let [_, Client::Blocking(bitrix)] = both(&portal) else {
            panic!("the blocking client is the second");
        };
        let results = bitrix.batch(gets([1, 2]));
        let is_ok: Vec<_> = results.iter().map(Result::is_ok).collect();
        assert_eq!(is_ok, expected, "{results:?}");
    }
}

#[test]
fn no_secret_is_shown() {
    let portal = Portal::start(|_| error(403, "l0ng-s3cret", "l0ng-s3cret"));
    let builder = blocking::Bitrix24::builder();
    let webhook = format!("{}/rest/1/l0ng-s3cret/", portal.url());
    let bitrix = builder.webhook(webhook).unwrap();
    let mut batch = Batch::new();
    let call = batch.add(add(1));
    batch.add(Add::new(NewTask::new("passw0rd", 1, 1)));
    assert!(!format!("{batch:?}").contains("passw0rd"));
    let mut results = bitrix.send_batch(batch);
    assert!(!format!("{results:?}").contains("l0ng"));
    let error = results.take(call).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("l0ng"), "{error:?}");
}
