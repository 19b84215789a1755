//! Calls without a spec.

use std::time::Duration;

use bitrix24::client::{Batch, RateLimit, Retry};
use bitrix24::crm::item::{EntityType, Get};
use bitrix24::{Bitrix24, CallError, ErrorCode as _, Untyped, Version, blocking as threads};
use serde_json::{Value, json};

use super::both::{run, says, send};
use super::model::{blocking, client};
use super::support::{Portal, Reply, answers, demo, error, ok};
use super::time::Jumps;

fn call() -> Untyped {
    Untyped::new("my.method", json!({ "A": 1 }))
}

/// Fails once in a way that does not tell whether the call ran.
fn fails_once() -> Portal {
    answers([Reply::Raw(502, Vec::new(), "<html>".into()), ok(json!(7))])
}

#[test]
fn it_is_retried_as_a_write_unless_it_is_said_that_it_reads() {
    let portal = fails_once();
    assert!(
        run(client(&portal).send(call()))
            .unwrap_err()
            .may_have_run()
    );
    assert_eq!(portal.received().len(), 1);
    let portal = fails_once();
    assert!(blocking(&portal).send(call()).is_err());
    assert_eq!(portal.received().len(), 1);

    let portal = fails_once();
    assert_eq!(run(client(&portal).send(call().reads())).unwrap(), json!(7));
    let portal = fails_once();
    let client = client(&portal);
    let response = run(client.untyped("my.method", json!({})).reads().send_full());
    assert_eq!(response.unwrap().attempts, 2);
    let portal = fails_once();
    let value = blocking(&portal).request(call()).idempotent().send();
    assert_eq!(value.unwrap(), json!(7));
    let portal = fails_once();
    let client = blocking(&portal);
    let call = client.untyped("my.method", json!({})).reads();
    assert_eq!(call.send().unwrap(), json!(7));
}

#[test]
fn a_deadline_ends_its_retries() {
    let portal = Portal::start(|_| error(503, "QUERY_LIMIT_EXCEEDED", ""));
    let (clock, deadline) = (Jumps::new(), Duration::from_secs(20));
    let retry = || Retry::default().attempts(1_000);
    let client = Bitrix24::builder()
        .timer(clock.clone())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(retry())
        .webhook(portal.webhook())
        .unwrap();
    assert!(run(client.request(call()).deadline(deadline).send()).is_err());
    assert!(clock.total() > Duration::ZERO && clock.total() <= deadline);

    let clock = Jumps::new();
    let client = threads::Bitrix24::builder()
        .timer(clock.clone())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(retry())
        .webhook(portal.webhook())
        .unwrap();
    assert!(client.request(call()).deadline(deadline).send().is_err());
    assert!(clock.total() > Duration::ZERO && clock.total() <= deadline);
}

#[test]
fn what_stands_beside_the_result_is_given_too() {
    let portal =
        says(r#"{"result":[1],"total":"120","next":50,"time":{"start":1.0,"finish":2.0}}"#);
    let response = run(client(&portal).send_full(call())).unwrap();
    assert_eq!((response.total, response.next), (Some(120), Some(50)));
    assert!(response.time.is_some());
    assert_eq!(blocking(&portal).send_full(call()).unwrap(), response);
}

#[test]
fn parameters_are_sent_as_they_are() {
    let portal = Portal::start(|_| ok(json!(null)));
    for (parameters, body) in [
        (
            json!({ "b": [1, ""], "a": null }),
            json!({ "b": [1, ""], "a": null }),
        ),
        (json!([7, { "TITLE": "x" }]), json!([7, { "TITLE": "x" }])),
        (Value::Null, json!({})),
    ] {
        let request = Untyped::new("my.method", parameters);
        assert_eq!(send(&portal, request).unwrap(), Value::Null);
        assert_eq!(portal.received().last().unwrap().json(), body);
    }
}

#[test]
fn what_cannot_be_sent_is_not() {
    let portal = says("{}");
    for name in ["", "../a", "a/b", "a?auth=1", "a.b.", "crm item"] {
        let error = send(&portal, Untyped::new(name, json!({}))).unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{name}: {error}");
    }
    for parameters in [json!(7), json!("text"), json!(true)] {
        let error = send(&portal, Untyped::new("a", parameters)).unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{error}");
    }
    let portal_of_batch = says("{}");
    let (bad,) = run(client(&portal_of_batch).batch((Untyped::new("../a", json!({})),)));
    assert!(matches!(bad, Err(CallError::Encode(_))));
    assert_eq!(
        portal.received().len() + portal_of_batch.received().len(),
        0
    );
}

#[test]
fn it_stands_in_a_batch_beside_typed_calls() {
    let portal = demo();
    let deals = || {
        Untyped::new(
            "crm.item.list",
            json!({ "filter": { ">=opportunity": 2000 } }),
        )
    };
    let all = || {
        (
            Untyped::new("profile", json!({})),
            Get::new(EntityType::Deal, 7),
            Untyped::new("no.such.method", json!([])),
        )
    };
    let (me, deal, missing) = run(client(&portal).batch(all()));
    assert_eq!(me.unwrap()["NAME"], "Ann");
    assert_eq!(deal.unwrap().title.as_deref(), Some("Deal 7"));
    assert!(matches!(missing, Err(CallError::System(_))));
    let (me, deal, _) = blocking(&portal).batch(all());
    assert!(me.is_ok() && deal.is_ok());
    assert_eq!(portal.methods(), ["batch", "batch"]);

    let mut batch = Batch::new();
    let list = batch.add(deals());
    let first = batch.add_with(Untyped::new("crm.item.get", json!({})), |get| {
        get.set("id", list.result("items[0].id"));
    });
    let mut results = blocking(&portal).send_batch(batch);
    assert_eq!(results.take(list).unwrap().total, Some(101));
    assert_eq!(results.take(first).unwrap().result["item"]["id"], 20);
}

#[test]
fn a_call_of_rest_3_has_its_path_and_its_errors() {
    let newer = || call().version(Version::V3);
    let portal = says(r#"{"error":{"code":"MY_ERROR","message":"Text"}}"#);
    let error = send(&portal, newer()).unwrap_err();
    let CallError::Method(error) = error else {
        panic!("{error}");
    };
    assert_eq!(
        (error.code.as_str(), error.description.as_str()),
        ("MY_ERROR", "Text")
    );
    let path = &portal.received()[0].path;
    assert!(path.starts_with("/rest/api/1/s3cret/my.method"), "{path}");

    // The key makes it safe to repeat.
    let portal = fails_once();
    let value = blocking(&portal)
        .request(newer())
        .idempotency_key("k-1")
        .send();
    assert_eq!(value.unwrap(), json!(7));
    let portal = says(r#"{"result":7}"#);
    let (in_batch,) = blocking(&portal).batch((newer(),));
    assert_eq!(in_batch.unwrap(), json!(7));
}

#[test]
fn errors_of_its_own_are_text_and_those_of_the_system_are_known() {
    let portal = Portal::start(|_| error(400, "MY_ERROR", "Text"));
    match send(&portal, call()) {
        Err(CallError::Method(error)) => assert_eq!(error.code.as_str(), "MY_ERROR"),
        other => panic!("{other:?}"),
    }
    let portal = Portal::start(|_| error(401, "insufficient_scope", ""));
    assert!(matches!(send(&portal, call()), Err(CallError::System(_))));
    let portal = says(r#"{"result":{"error":"IN_RESULT","error_description":"Text"}}"#);
    match send(&portal, call()) {
        Err(CallError::Method(error)) => assert_eq!(error.code.as_str(), "IN_RESULT"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn debug_shows_names_and_no_value() {
    let request = Untyped::new("my.method", json!({ "PASSWORD": "s3cret", "N": [1717] }));
    let list = request.clone().paged(bitrix24::Paging::start());
    let by_place = Untyped::new("my.method", json!(["s3cret"]));
    let bitrix = Bitrix24::webhook("https://a.bitrix24.com/rest/1/c0de/").unwrap();
    let shown = [
        format!("{request:?}"),
        format!("{list:?}"),
        format!("{by_place:?}"),
        format!("{:?}", bitrix.request(request)),
    ];
    for shown in &shown {
        assert!(shown.contains("my.method"), "{shown}");
        assert!(
            !shown.contains("s3cret") && !shown.contains("1717"),
            "{shown}"
        );
        assert!(!shown.contains("c0de"), "{shown}");
    }
    assert!(shown[0].contains("PASSWORD"));
}
