//! Clients that refuse whatever writes.

use std::fmt::Write as _;

use bitrix24::biconnector::source;
use bitrix24::client::Batch;
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::{Bitrix24, CallError, Request, Untyped, blocking, event};
use serde_json::json;

use super::collector::Collector;
use super::office::{Office, app};
use super::support::{Portal, ok};
use super::time::Jumps;
use super::{PASSWORD, readers, source};

/// A portal that answers a batch with a result for each command, and any call with `true`.
fn portal() -> Portal {
    Portal::start(|request| match request.method() {
        "batch" => {
            let commands = request.json()["cmd"].as_object().unwrap().clone();
            let results = commands
                .keys()
                .map(|name| (name.clone(), json!({ "ID": "1" })));
            let results: serde_json::Map<_, _> = results.collect();
            ok(json!({ "result": results, "result_error": [] }))
        }
        "crm.item.list" => ok(json!({ "items": [] })),
        _ => ok(json!({ "item": { "id": 7 } })),
    })
}

#[track_caller]
fn is_refused<T, E: bitrix24::ErrorCode>(result: Result<T, CallError<E>>, method: &str) {
    let Err(error) = result else {
        panic!("`{method}` was sent");
    };
    assert!(!error.may_have_run() && error.body().is_none() && error.code().is_none());
    let told = format!("{method}: not sent, for it writes, and the client is read-only");
    assert_eq!(error.to_string(), told);
    let CallError::ReadOnly(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.method, method);
}

#[tokio::test]
async fn what_reads_is_sent_and_what_writes_is_not() {
    let portal = portal();
    let (client, blocking) = readers(&portal);
    let get = || Get::new(EntityType::Deal, 7);
    client.send(get()).await.unwrap();
    blocking.send(get()).unwrap();
    assert!(
        client
            .items(List::new(EntityType::Deal))
            .next()
            .await
            .is_none()
    );
    assert!(blocking.items(List::new(EntityType::Deal)).next().is_none());
    let sent = [
        "crm.item.get",
        "crm.item.get",
        "crm.item.list",
        "crm.item.list",
    ];
    assert_eq!(portal.methods(), sent);

    let add = || source::Add::new(source("a"));
    is_refused(client.send(add()).await, "biconnector.source.add");
    is_refused(blocking.send(add()), "biconnector.source.add");
    let delete = || source::Delete::new(7).with_param("x", 1);
    is_refused(client.send(delete()).await, "biconnector.source.delete");
    is_refused(blocking.send(delete()), "biconnector.source.delete");
    // That it may be repeated does not mean that it changes nothing.
    let call = client.request(add()).idempotent().idempotency_key("k");
    is_refused(call.await, "biconnector.source.add");
    let call = blocking.request(add()).idempotent();
    is_refused(call.send(), "biconnector.source.add");
    // It takes the events along that it answers.
    let take = event::offline::Get::new;
    is_refused(client.send(take()).await, "event.offline.get");
    is_refused(blocking.send(take()), "event.offline.get");
    assert_eq!(portal.methods().len(), sent.len());
}

#[tokio::test]
async fn a_call_without_a_spec_has_to_say_that_it_reads() {
    let portal = portal();
    let (client, blocking) = readers(&portal);
    for name in ["crm.lead.get", "batch"] {
        let call = || Untyped::new(name, json!({ "cmd": {} }));
        is_refused(client.send(call()).await, name);
        is_refused(blocking.send(call()), name);
        is_refused(client.request(call()).await, name);
        client.send(call().reads()).await.unwrap();
        blocking.request(call()).reads().send().unwrap();
    }
    let sent = ["crm.lead.get", "crm.lead.get", "batch", "batch"];
    assert_eq!(portal.methods(), sent);
}

#[tokio::test]
async fn in_a_batch_each_call_that_writes_is_refused_and_the_others_are_made() {
    let portal = portal();
    let (client, blocking) = readers(&portal);
    let requests = || {
        let untyped = Untyped::new("crm.lead.list", json!({}));
        let (get, delete) = (
            Untyped::new("crm.lead.get", json!({})).reads(),
            source::Delete::new(7),
        );
        (
            get,
            delete,
            untyped.clone(),
            untyped.reads(),
            source::Add::new(source("$total")),
        )
    };
    for results in [client.batch(requests()).await, blocking.batch(requests())] {
        let (get, delete, unknown, list, alone) = results;
        get.unwrap();
        list.unwrap();
        is_refused(delete, "biconnector.source.delete");
        is_refused(unknown, "crm.lead.list");
        is_refused(alone, "biconnector.source.add");
    }
    for request in portal.received() {
        let commands = request.json()["cmd"].clone();
        assert_eq!(
            commands,
            json!({ "c0": "crm.lead.get", "c3": "crm.lead.list" })
        );
    }
    assert_eq!(portal.received().len(), 2);

    // Nothing is left of these.
    let (delete,) = client.batch((source::Delete::new(7),)).await;
    is_refused(delete, "biconnector.source.delete");
    is_refused(
        blocking.batch(vec![source::Delete::new(7)]).remove(0),
        "biconnector.source.delete",
    );
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn what_needs_the_result_of_a_call_that_is_refused_is_not_sent_and_a_batch_halts_there() {
    let portal = portal();
    let (client, blocking) = readers(&portal);
    let read = || Untyped::new("crm.lead.get", json!({ "id": 0 })).reads();
    for is_async in [true, false] {
        let mut batch = Batch::new();
        let delete = batch.add(source::Delete::new(7));
        let needs = batch.add_with(read(), |get| {
            get.set("id", delete.result("ID"));
        });
        let other = batch.add(read());
        let mut results = match is_async {
            true => client.send_batch(batch).await,
            false => blocking.send_batch(batch),
        };
        is_refused(results.take(delete), "biconnector.source.delete");
        let error = results.take(needs).unwrap_err();
        assert!(
            error.to_string().contains("the client is read-only"),
            "{error}"
        );
        results.take(other).unwrap();

        let mut batch = Batch::new().halt();
        let before = batch.add(read());
        let delete = batch.add(source::Delete::new(7));
        let behind = batch.add(read());
        let mut results = match is_async {
            true => client.send_batch(batch).await,
            false => blocking.send_batch(batch),
        };
        results.take(before).unwrap();
        is_refused(results.take(delete), "biconnector.source.delete");
        let error = results.take(behind).unwrap_err();
        assert!(matches!(error, CallError::NotRun(_)), "{error}");
    }
}

#[tokio::test]
async fn tokens_are_renewed_all_the_same() {
    let read = || Untyped::new("profile", json!({})).reads();
    let (office, builder) = (Office::start(), Bitrix24::builder().timer(Jumps::new()));
    let builder = builder.oauth_server(office.url()).read_only();
    let client = builder.oauth(app(), office.tokens(0)).unwrap();
    client.send(read()).await.unwrap();
    is_refused(
        client.send(source::Delete::new(7)).await,
        "biconnector.source.delete",
    );
    assert_eq!(office.log().count("refresh"), 1);

    let (office, builder) = (Office::start(), blocking::Bitrix24::builder());
    let builder = builder
        .timer(Jumps::new())
        .oauth_server(office.url())
        .read_only();
    let client = builder.oauth(app(), office.tokens(0)).unwrap();
    client.send(read()).unwrap();
    is_refused(
        client.send(source::Delete::new(7)),
        "biconnector.source.delete",
    );
    assert_eq!(office.log().count("refresh"), 1);
}

#[test]
fn a_refusal_is_told_without_a_secret() {
    let portal = portal();
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (_, blocking) = readers(&portal);
    let (mut told, add) = (String::new(), source::Add::new(source("a")));
    let error = blocking.send(add).unwrap_err();
    write!(told, "{error} {error:?} {}", collector.text()).unwrap();
    assert!(told.contains("the client is read-only"), "{told}");
    assert!(
        !told.contains(PASSWORD) && !told.contains("s3cret"),
        "{told}"
    );
}
