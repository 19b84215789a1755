//! More calls than one request takes; halting; and what is sent again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults};
use bitrix24::{CallError, TransportErrorKind};
use serde_json::{Value, json};

use super::custom::Custom;
use super::php::{self, Php, commands, failed, ok};
use super::support::{Portal, Reply, Request, error};
use super::{blocking, client};

fn id(parameters: &Php) -> i64 {
    let Some(Php::Text(id)) = parameters.at(&["id"]) else {
        panic!("{parameters:?}");
    };
    id.parse().unwrap()
}

/// Deletes a source; the answer says whether its number is even.
fn even(_: &str, parameters: &Php) -> php::Outcome {
    ok(json!(id(parameters) % 2 == 0))
}

fn deletes(count: i64) -> (Batch, Vec<BatchCall<source::Delete>>) {
    let mut batch = Batch::new();
    let calls = (0..count).map(|id| batch.add(source::Delete::new(id)));
    let calls = calls.collect();
    (batch, calls)
}

fn names(request: &Request) -> Vec<String> {
    let commands = commands(&request.body).into_iter();
    commands.map(|(name, _, _)| name).collect()
}

/// What became of the calls, in short.
fn ends(results: &mut BatchResults, calls: &[BatchCall<source::Delete>]) -> Vec<&'static str> {
    let end = |call: &BatchCall<source::Delete>| match results.take(*call) {
        Ok(_) => "ok",
        Err(CallError::NotRun(error)) => {
            assert_eq!(error.method, "biconnector.source.delete");
            "not run"
        }
        Err(CallError::Method(_)) => "failed",
        Err(CallError::Encode(_)) => "not sent",
        Err(CallError::Transport(error)) => {
            assert_eq!(error.method, "biconnector.source.delete");
            "broken"
        }
        Err(_) => "another error",
    };
    calls.iter().map(end).collect()
}

#[tokio::test]
async fn a_hundred_and_twenty_calls_are_three_requests_and_keep_their_order() {
    let portal = php::portal(even);
    let requests = || (0..120).map(source::Delete::new).collect::<Vec<_>>();
    let expected: Vec<bool> = (0..120).map(|id| id % 2 == 0).collect();
    for results in [
        client(&portal).batch(requests()).await,
        blocking(&portal).batch(requests()),
    ] {
        let results: Vec<bool> = results.into_iter().map(Result::unwrap).collect();
        assert_eq!(results, expected);
    }
    let received = portal.received();
    assert_eq!(received.len(), 6);
    for requests in received.chunks(3) {
        // They run in the order in which they stand, which is not that of the alphabet; the requests in any order.
        let mut names: Vec<_> = requests.iter().map(names).collect();
        names.sort_by_key(|names| names[0][1..].parse::<usize>().unwrap());
        assert_eq!(names.iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
        let expected: Vec<_> = (0..120).map(|index| format!("c{index}")).collect();
        assert_eq!(names.concat(), expected);
    }
}

#[test]
fn fifty_calls_are_one_request_and_fifty_one_are_two() {
    for (count, requests) in [(1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (101, 3)] {
        let portal = php::portal(even);
        let (batch, _) = deletes(count);
        let _ = blocking(&portal).send_batch(batch);
        assert_eq!(portal.received().len(), requests, "{count}");
    }
}

#[tokio::test]
async fn a_batch_that_halts_tells_what_was_not_run_from_what_failed() {
    // Of the second fifty, the fourth fails.
    let run = |_: &str, parameters: &Php| match id(parameters) {
        53 => failed("BX_ERROR"),
        _ => ok(json!(true)),
    };
    let portal = php::portal(run);
    let expected: Vec<_> = (0..120)
        .map(|id| match id {
            0..53 => "ok",
            53 => "failed",
            _ => "not run",
        })
        .collect();
    let (batch, calls) = deletes(120);
    let mut results = client(&portal).send_batch(batch.halt()).await;
    assert_eq!(ends(&mut results, &calls), expected);
    assert!(!results.take(calls[60]).unwrap_err().may_have_run());
    let (batch, calls) = deletes(120);
    let mut results = blocking(&portal).send_batch(batch.halt());
    assert_eq!(ends(&mut results, &calls), expected);
    // The third fifty are not sent.
    assert_eq!(portal.received().len(), 4);
    assert!(
        portal
            .received()
            .iter()
            .all(|request| request.json()["halt"] == 1)
    );

    // Without it everything else is run.
    let portal = php::portal(run);
    let (batch, calls) = deletes(120);
    let mut results = blocking(&portal).send_batch(batch);
    let failed = ends(&mut results, &calls)
        .into_iter()
        .filter(|end| *end != "ok");
    assert_eq!(failed.collect::<Vec<_>>(), ["failed"]);
    assert_eq!(portal.received().len(), 3);
    assert!(
        portal
            .received()
            .iter()
            .all(|request| request.json()["halt"] == 0)
    );
}

#[test]
fn a_call_before_the_one_that_failed_was_not_held_up_by_it() {
    // It is missing in the answer, for whatever reason.
    let answer = json!({ "result": { "result": { "c1": true }, "result_error": { "c2": { "error": "BX_ERROR" } } } });
    let portal = Portal::start(move |_| Reply::Json(200, answer.clone()));
    let (batch, calls) = deletes(5);
    let mut results = blocking(&portal).send_batch(batch.halt());
    let expected = ["another error", "ok", "failed", "not run", "not run"];
    assert_eq!(ends(&mut results, &calls), expected);
}

#[test]
fn an_error_inside_a_result_halts_as_well() {
    // The server does not see it, so it goes on to the end of its fifty; the next are not sent.
    let inner =
        json!({ "error": "SOURCE_NOT_FOUND", "error_description": "Source was not found." });
    let portal = php::portal(move |_, parameters| match id(parameters) {
        7 => ok(inner.clone()),
        _ => ok(json!(true)),
    });
    let (batch, calls) = deletes(60);
    let mut results = blocking(&portal).send_batch(batch.halt());
    let ends = ends(&mut results, &calls);
    assert_eq!(
        (ends[6], ends[7], ends[8], ends[49], ends[50]),
        ("ok", "failed", "ok", "ok", "not run")
    );
    assert_eq!(portal.received().len(), 1);
}

#[test]
fn what_cannot_be_sent_halts_what_comes_after_it_and_not_what_comes_before() {
    for place in [0, 3, 49, 50, 55] {
        let portal = php::portal(|_, _| ok(json!(true)));
        let mut batch = Batch::new().halt();
        let before: Vec<_> = (0..place)
            .map(|id| batch.add(source::Delete::new(id)))
            .collect();
        let refused = batch.add(Custom::<false>::default());
        let after: Vec<_> = (0..70)
            .map(|id| batch.add(source::Delete::new(id)))
            .collect();
        let mut results = blocking(&portal).send_batch(batch);
        assert!(
            ends(&mut results, &before).iter().all(|end| *end == "ok"),
            "{place}"
        );
        assert!(matches!(results.take(refused), Err(CallError::Encode(_))));
        assert!(
            ends(&mut results, &after)
                .iter()
                .all(|end| *end == "not run"),
            "{place}"
        );
        let sent: usize = portal
            .received()
            .iter()
            .map(|request| names(request).len())
            .sum();
        assert_eq!(sent as i64, place);
    }
}

/// A server whose nth request comes to `fault`.
fn faulty(nth: usize, fault: fn() -> Reply) -> Portal {
    let asked = AtomicUsize::new(0);
    Portal::start(
        move |request| match asked.fetch_add(1, Ordering::Relaxed) == nth {
            true => fault(),
            false => Reply::Json(200, php::batch(&request.body, &even)),
        },
    )
}

#[tokio::test]
async fn a_request_that_breaks_leaves_the_results_of_the_others() {
    let expected = [vec!["ok"; 50], vec!["broken"; 50], vec!["ok"; 20]].concat();
    let portal = faulty(1, || Reply::Close);
    let (batch, calls) = deletes(120);
    let mut results = client(&portal).send_batch(batch.in_order()).await;
    assert_eq!(ends(&mut results, &calls), expected);
    let Err(CallError::Transport(error)) = results.take(calls[60]) else {
        panic!("no answer");
    };
    assert!(error.may_have_run && error.kind == TransportErrorKind::Interrupted);
    // Deletions are not sent again.
    assert_eq!(portal.received().len(), 3);

    let portal = faulty(1, || Reply::Close);
    let (batch, calls) = deletes(120);
    let mut results = blocking(&portal).send_batch(batch.halt());
    let expected = [vec!["ok"; 50], vec!["broken"; 50], vec!["not run"; 20]].concat();
    assert_eq!(ends(&mut results, &calls), expected);
    assert_eq!(portal.received().len(), 2);
}

type Fault = fn() -> Reply;

const BREAKS: [Fault; 5] = [
    || Reply::Close,
    || Reply::Cut(10, json!({ "result": { "result": { "c0": true } } })),
    || Reply::Raw(502, Vec::new(), "<html>".to_owned()),
    || Reply::Raw(503, Vec::new(), String::new()),
    || error(500, "INTERNAL_SERVER_ERROR", ""),
];

#[tokio::test]
async fn a_batch_that_only_reads_is_sent_again_and_one_that_writes_is_not() {
    let get = |_: &str, _: &Php| ok(json!({ "a": 1 }));
    let server = |fault: Fault| {
        let asked = AtomicUsize::new(0);
        Portal::start(move |request| match asked.fetch_add(1, Ordering::Relaxed) {
            0 => fault(),
            _ => Reply::Json(200, php::batch(&request.body, &get)),
        })
    };
    let read = Custom::<true>::default;
    for fault in BREAKS {
        let portal = server(fault);
        let (one, other) = client(&portal).batch((read(), read())).await;
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
        assert_eq!(portal.received().len(), 2);

        let portal = server(fault);
        let (read_, deleted) = client(&portal)
            .batch((read(), source::Delete::new(1)))
            .await;
        assert!(read_.unwrap_err().may_have_run());
        assert!(deleted.unwrap_err().may_have_run());
        assert_eq!(portal.received().len(), 1);

        // What is not sent writes nothing.
        let portal = server(fault);
        let mut batch = Batch::new();
        let call = batch.add(read());
        batch.add_with(source::Delete::new(1), |delete| {
            delete.set("", call.result("id"));
        });
        let mut results = blocking(&portal).send_batch(batch);
        assert!(results.take(call).is_ok());
        assert_eq!(portal.received().len(), 2);

        // Whoever says that it does no harm has it sent again.
        let portal = server(fault);
        let mut batch = Batch::new().idempotent();
        batch.add(source::Delete::new(1));
        let _ = blocking(&portal).send_batch(batch);
        assert_eq!(portal.received().len(), 2);
    }
    // Refused before it ran: then even one that writes is sent again.
    let portal = faulty(0, || {
        error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    });
    let (batch, calls) = deletes(60);
    let mut results = client(&portal).send_batch(batch).await;
    assert!(ends(&mut results, &calls).iter().all(|end| *end == "ok"));
    assert_eq!(portal.received().len(), 3);
}

#[test]
fn the_commands_run_once_each_and_in_their_order_if_that_is_wanted() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let ran = Arc::clone(&seen);
    let portal = php::portal(move |_, parameters| {
        ran.lock().unwrap().push(id(parameters));
        ok(json!(true))
    });
    let (batch, _) = deletes(470);
    let _ = blocking(&portal).send_batch(batch.in_order());
    assert_eq!(*seen.lock().unwrap(), (0..470).collect::<Vec<i64>>());
}

#[test]
fn the_body_is_what_the_server_documents() {
    let portal = php::portal(even);
    let (batch, _) = deletes(2);
    let _ = blocking(&portal).send_batch(batch);
    let body: Value = portal.received()[0].json();
    let expected = json!({ "halt": 0, "cmd": {
        "c0": "biconnector.source.delete?id=0", "c1": "biconnector.source.delete?id=1",
    } });
    assert_eq!(body, expected);
}
