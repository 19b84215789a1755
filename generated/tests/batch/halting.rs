//! Where a batch stops at a command that is refused because of a limit, what is sent again with it, and what is not.

use std::sync::Mutex;

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, Retry};
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::{CallError, Method};
use serde_json::json;

use super::limits::{Limited, OPERATION, QUERY, SECOND, clients, deletes, each, id};
use super::php::{self, commands, failed, ok};
use super::support::{Portal, Request};

#[tokio::test]
async fn a_batch_that_halts_goes_on_where_it_was_limited() {
    let run = |id, nth| match (id, nth) {
        (3 | 51, 0) | (6, 0 | 1) => failed(QUERY),
        (55, _) => failed("BX_ERROR"),
        _ => ok(json!(true)),
    };
    for (limited, client, _) in each(run) {
        let (batch, calls) = deletes(0..120);
        let mut results = client.send(batch.halt()).await;
        for (id, call) in calls.into_iter().enumerate() {
            match (id, results.take(call)) {
                (..55, result) => assert!(result.is_ok(), "{id}"),
                (55, result) => assert_eq!(result.unwrap_err().code(), Some("BX_ERROR")),
                (_, result) => assert!(matches!(result, Err(CallError::NotRun(_))), "{id}"),
            }
        }
        assert_eq!(limited.ran(), (0..=55).collect::<Vec<_>>());
        let firsts: Vec<_> = limited.requests().iter().map(|ids| ids[0]).collect();
        assert_eq!(firsts, [0, 3, 6, 6, 50, 51]);
    }
}

#[tokio::test]
async fn a_batch_that_halts_stops_at_a_call_that_stays_limited() {
    let run = |id, _| match id {
        3 => failed(OPERATION),
        _ => ok(json!(true)),
    };
    for (limited, client, _) in each(run) {
        let (batch, calls) = deletes(0..60);
        let mut results = client.send(batch.halt()).await;
        assert!(results.take(calls[3]).unwrap_err().is_rate_limited());
        for call in &calls[4..] {
            assert!(matches!(results.take(*call), Err(CallError::NotRun(_))));
        }
        assert_eq!(limited.ran(), [0, 1, 2]);
        assert_eq!(limited.requests().len(), 1);
    }
}

/// A list, a call that refers to it, and one that refers to nothing.
fn chain() -> (
    Batch,
    BatchCall<List>,
    BatchCall<Get>,
    BatchCall<source::Delete>,
) {
    let mut batch = Batch::new();
    let list = batch.add(List::new(EntityType::Deal));
    let first = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", list.result("items[0].id"));
    });
    let delete = batch.add(source::Delete::new(8));
    (batch, list, first, delete)
}

/// A portal that refuses `method` once.
fn refuses_once(method: &'static str) -> Portal {
    let refused = Mutex::new(false);
    php::portal(move |called, parameters| {
        let mut refused = refused.lock().unwrap();
        if called == method && !std::mem::replace(&mut *refused, true) {
            return failed(QUERY);
        }
        match called {
            "crm.item.list" => ok(json!({ "items": [{ "id": 70 }] })),
            "crm.item.get" => ok(json!({ "item": { "id": id(parameters) } })),
            _ => ok(json!(true)),
        }
    })
}

fn methods(portal: &Portal) -> Vec<Vec<String>> {
    let methods = |request: &Request| {
        let commands = commands(&request.body).into_iter();
        commands.map(|(_, method, _)| method).collect()
    };
    portal.received().iter().map(methods).collect()
}

#[tokio::test]
async fn what_refers_to_a_limited_call_is_repeated_with_it() {
    for place in [0, 1] {
        let portal = refuses_once("crm.item.list");
        let clients = clients(&portal, Retry::default(), 1000 * SECOND);
        let (batch, list, first, delete) = chain();
        let mut results = clients[place].0.send(batch).await;
        assert_eq!(results.take(list).unwrap().result.len(), 1);
        assert_eq!(results.take(first).unwrap().result.id, Some(70.into()));
        assert!(results.take(delete).unwrap().result);
        let all = ["crm.item.list", "crm.item.get", source::Delete::NAME];
        assert_eq!(methods(&portal), [all, all]);
    }
}

/// The server could resolve its reference only beside the call that it refers to, which has run.
#[tokio::test]
async fn a_limited_call_that_refers_to_a_result_that_has_come_is_not_repeated() {
    for (place, halts) in [(0, false), (1, false), (0, true), (1, true)] {
        let portal = refuses_once("crm.item.get");
        let clients = clients(&portal, Retry::default(), 1000 * SECOND);
        let (batch, list, first, delete) = chain();
        let batch = if halts { batch.halt() } else { batch };
        let mut results = clients[place].0.send(batch).await;
        assert!(results.take(list).is_ok());
        let error = results.take(first).unwrap_err();
        assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
        let all = vec!["crm.item.list", "crm.item.get", source::Delete::NAME];
        if halts {
            assert!(matches!(results.take(delete), Err(CallError::NotRun(_))));
            assert_eq!(methods(&portal), [all]);
        } else {
            // What stands behind it did not run because of it.
            assert!(results.take(delete).unwrap().result);
            assert_eq!(methods(&portal), [all, vec![source::Delete::NAME]]);
        }
    }
}

#[tokio::test]
async fn a_batch_that_halts_ends_before_a_call_that_cannot_be_repeated() {
    for place in [0, 1] {
        let limited = Limited::new(|id, nth| match (id, nth) {
            (1, 0 | 1) => failed(QUERY),
            (-1, _) => ok(json!({ "items": [{ "id": 70 }] })),
            _ => ok(json!(true)),
        });
        let clients = clients(&limited.portal, Retry::default(), 1000 * SECOND);
        let mut batch = Batch::new().halt();
        let list = batch.add(List::new(EntityType::Deal));
        let refused = batch.add(source::Delete::new(1));
        let refers = batch.add_with(source::Delete::new(0), |delete| {
            delete.set("id", list.result("items[0].id"));
        });
        let last = batch.add(source::Delete::new(2));
        let mut results = clients[place].0.send(batch).await;
        assert!(results.take(list).is_ok() && results.take(refused).is_ok());
        for call in [refers, last] {
            assert!(matches!(results.take(call), Err(CallError::NotRun(_))));
        }
        assert_eq!(limited.requests(), [vec![-1, 1, -1, 2], vec![1], vec![1]]);
    }
}
