//! What a batch would be split into.

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchDryRun};
use bitrix24::crm::item::{EntityType, Get};
use bitrix24::{Bitrix24, CallError, Effect, Request, Untyped, blocking};
use serde_json::{Value, json};

use super::support::{Portal, ok};
use super::{PASSWORD, clients, readers, source};

fn get(id: i64) -> Get {
    Get::new(EntityType::Deal, id)
}

/// What both clients would send, which is the same.
#[track_caller]
fn dry_run(batch: &Batch) -> BatchDryRun {
    const WEBHOOK: &str = "https://example.bitrix24.com/rest/1/c0dec0de/";
    let one = Bitrix24::webhook(WEBHOOK).unwrap().dry_run_batch(batch);
    let other = blocking::Bitrix24::webhook(WEBHOOK)
        .unwrap()
        .dry_run_batch(batch);
    assert_eq!(format!("{one:?} {one}"), format!("{other:?} {other}"));
    assert!(!one.to_string().contains("c0dec0de"), "{one}");
    one
}

#[tokio::test]
async fn what_is_shown_is_what_is_sent() {
    let portal = Portal::start(|request| match request.method() {
        "batch" => {
            let commands = request.json()["cmd"].as_object().unwrap().clone();
            let result = |name: &String| (name.clone(), json!({ "item": { "id": 7 } }));
            let results: serde_json::Map<_, _> = commands.keys().map(result).collect();
            ok(json!({ "result": results, "result_error": [] }))
        }
        _ => ok(json!({ "id": 8 })),
    });
    let (client, blocking) = clients(&portal);
    let batch = || {
        let mut batch = Batch::new();
        (0..40).for_each(|id| _ = batch.add(get(id)));
        batch.add(source::Add::new(source("$total")));
        (0..40).for_each(|id| _ = batch.add(get(id)));
        batch
    };
    let (one, other) = (batch(), batch());
    let shown = [client.dry_run_batch(&one), blocking.dry_run_batch(&other)];
    assert!(portal.received().is_empty());
    drop(client.send_batch(one).await);
    let sent = portal.received();
    drop(blocking.send_batch(other));
    for (shown, sent) in shown
        .iter()
        .zip([&sent[..], &portal.received()[sent.len()..]])
    {
        // Chunks may be sent at the same time.
        let mut sent: Vec<_> = sent
            .iter()
            .map(|request| (request.method(), request.body.as_str()))
            .collect();
        let requests = shown.requests().iter();
        let mut shown: Vec<_> = requests
            .map(|request| (request.method(), request.body()))
            .collect();
        sent.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, sent);
    }
}

#[test]
fn a_batch_shows_its_requests_and_what_goes_alone() {
    let mut batch = Batch::new();
    batch.add(get(1));
    batch.add(source::Delete::new(2));
    batch.add(source::Add::new(source("$result")));
    batch.add(Untyped::new("a.b", json!({ "x": { "y": "z" } })));
    let dry_run = dry_run(&batch);
    let requests = dry_run.requests().iter();
    let requests: Vec<_> = requests
        .map(|request| (request.method(), request.effect(), request.is_repeatable()))
        .collect();
    let expected = [
        ("batch", Effect::Write, false),
        ("biconnector.source.add", Effect::Write, false),
        ("batch", Effect::Write, false),
    ];
    assert_eq!(requests, expected);
    let calls = dry_run.calls().iter();
    let calls: Vec<_> = calls
        .map(|call| {
            (
                call.method(),
                call.effect(),
                call.request(),
                call.is_alone(),
            )
        })
        .collect();
    let expected = [
        ("crm.item.get", Effect::Read, Some(0), false),
        ("biconnector.source.delete", Effect::Delete, Some(0), false),
        ("biconnector.source.add", Effect::Write, Some(1), true),
        ("a.b", Effect::Write, Some(2), false),
    ];
    assert_eq!(calls, expected);
    assert_eq!(
        dry_run.to_string(),
        r#"POST https://example.bitrix24.com/rest/1/***/batch
c0: crm.item.get entityTypeId="2" id="1"
c1: biconnector.source.delete id="2"
writes; not repeated if it may have run

POST https://example.bitrix24.com/rest/1/***/biconnector.source.add
{"fields":{"title":"$result","connectorId":4,"settings":***}}
writes; not repeated if it may have run

POST https://example.bitrix24.com/rest/1/***/batch
c3: a.b x[y]=***
writes; not repeated if it may have run"#
    );
    let commands = &dry_run.requests()[0].json()["cmd"];
    assert_eq!(commands["c1"], "biconnector.source.delete?id=2");
}

#[test]
fn no_secret_is_shown_but_the_body_has_it() {
    let mut batch = Batch::new();
    batch.add(source::Add::new(source("a & b")));
    batch.add(get(7).with_param("auth", PASSWORD).with_param("x", 1));
    batch.add(get(7).output_as::<Value>());
    let dry_run = dry_run(&batch);
    let shown = format!("{dry_run} {dry_run:?} {dry_run:#?}");
    assert!(!shown.contains(PASSWORD), "{shown}");
    assert_eq!(dry_run.requests()[0].body().matches(PASSWORD).count(), 2);
    let settings = r#"fields[settings][login]=*** fields[settings][password]=***"#;
    assert!(
        shown.contains(&format!(
            r#"fields[title]="a & b" fields[connectorId]="4" {settings}"#
        )),
        "{shown}"
    );
    assert!(shown.contains(r#"id="7" auth=*** x="1""#), "{shown}");
}

#[test]
fn what_is_not_sent_says_why() {
    let mut batch = Batch::new().halt();
    batch.add(get(1));
    batch.add(get(2).with_param("a[b\u{0}]", 1));
    batch.add(get(3));
    let dry_run = dry_run(&batch);
    assert_eq!(dry_run.requests().len(), 1);
    let [sent, broken, behind] = dry_run.calls() else {
        panic!("there are three");
    };
    assert!(sent.error().is_none() && broken.request().is_none() && behind.request().is_none());
    assert!(matches!(broken.error(), Some(CallError::Encode(_))));
    assert!(matches!(behind.error(), Some(CallError::NotRun(_))));
    let told = dry_run.to_string();
    assert!(
        told.contains("\n\nc1: crm.item.get: not sent: ")
            && told.contains("\nc2: crm.item.get: not sent: "),
        "{told}"
    );

    let portal = Portal::start(|_| ok(json!(true)));
    let (client, blocking) = readers(&portal);
    let mut batch = Batch::new();
    batch.add(source::Delete::new(7));
    for dry_run in [client.dry_run_batch(&batch), blocking.dry_run_batch(&batch)] {
        assert!(dry_run.requests().is_empty());
        assert!(matches!(
            dry_run.calls()[0].error(),
            Some(CallError::ReadOnly(_))
        ));
    }
    assert_eq!(dry_run.calls().len(), 3);
    assert!(portal.received().is_empty());
}
