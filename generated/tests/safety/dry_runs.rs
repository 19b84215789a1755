//! What would be sent, without sending it.

use bitrix24::biconnector::source;
use bitrix24::client::DryRun;
use bitrix24::crm::deal;
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, Effect, PagedRequest, Request, Untyped, Version, blocking};
use serde_json::{Value, json};

use super::office::{Office, app};
use super::support::{Portal, ok};
use super::{PASSWORD, clients, readers, source};

const CODE: &str = "c0dec0de";
const WEBHOOK: &str = "https://example.bitrix24.com/rest/1/c0dec0de/";

/// What both clients would send, which is the same.
#[track_caller]
fn dry_run<R: Request>(request: impl Fn() -> R) -> DryRun {
    let client = Bitrix24::webhook(WEBHOOK).unwrap();
    let one = client.request(request()).dry_run().unwrap();
    let client = blocking::Bitrix24::webhook(WEBHOOK).unwrap();
    let other = client.request(request()).dry_run().unwrap();
    assert_eq!(
        format!("{one:?} {one} {}", one.body()),
        format!("{other:?} {other} {}", other.body())
    );
    one
}

#[tokio::test]
async fn a_dry_run_shows_what_is_sent_and_sends_nothing() {
    let call = dry_run(|| List::new(EntityType::Deal).select(["id"]));
    assert_eq!(
        (call.method(), call.version(), call.effect()),
        ("crm.item.list", Version::V2, Effect::Read)
    );
    assert_eq!(
        call.url(),
        "https://example.bitrix24.com/rest/1/***/crm.item.list"
    );
    assert_eq!(call.body(), r#"{"entityTypeId":2,"select":["id"]}"#);
    assert_eq!(call.json(), json!({ "entityTypeId": 2, "select": ["id"] }));
    assert!(call.is_repeatable() && call.idempotency_key().is_none() && call.validate().is_ok());
    assert_eq!(
        call.to_string(),
        "POST https://example.bitrix24.com/rest/1/***/crm.item.list\n{\"entityTypeId\":2,\"select\":[\"id\"]}\nreads; repeated \
         whether it may have run or not"
    );

    // What was shown is what is sent.
    let portal = Portal::start(|_| ok(json!({ "item": { "id": 7 } })));
    let (client, blocking) = clients(&portal);
    let get = || Get::new(EntityType::Deal, 7).with_param("select[0]", "title");
    let (one, other) = (client.request(get()), blocking.request(get()));
    let shown = [one.dry_run().unwrap(), other.dry_run().unwrap()];
    assert!(portal.received().is_empty());
    one.await.unwrap();
    other.send().unwrap();
    for (request, shown) in portal.received().iter().zip(shown) {
        assert_eq!(request.body, shown.body());
        assert_eq!(
            format!("{}{}", portal.url(), request.path).replace("s3cret", "***"),
            shown.url()
        );
    }
}

#[tokio::test]
async fn what_the_call_was_told_counts() {
    let client = Bitrix24::webhook(WEBHOOK).unwrap();
    let delete = || client.request(source::Delete::new(7));
    let call = delete().dry_run().unwrap();
    assert_eq!(
        (call.effect(), call.is_repeatable()),
        (Effect::Delete, false)
    );
    assert!(
        call.to_string()
            .ends_with("\ndeletes; not repeated if it may have run")
    );
    assert!(delete().idempotent().dry_run().unwrap().is_repeatable());
    let call = client
        .request(task::Get::new(7))
        .idempotency_key("k-1")
        .dry_run()
        .unwrap();
    assert_eq!(call.idempotency_key(), Some("k-1"));
    assert_eq!(
        call.url(),
        "https://example.bitrix24.com/rest/api/1/***/tasks.task.get"
    );

    let error = delete().idempotency_key("").dry_run().unwrap_err();
    assert!(matches!(error, CallError::Encode(_)), "{error}");
    let error = client
        .request(Untyped::new("../x", json!({})))
        .dry_run()
        .unwrap_err();
    assert!(matches!(error, CallError::Encode(_)), "{error}");

    let builder = Bitrix24::builder().param("auth_connector", "warehouse");
    let call = builder
        .webhook(WEBHOOK)
        .unwrap()
        .request(Get::new(EntityType::Deal, 7))
        .dry_run();
    assert_eq!(
        call.unwrap().body(),
        r#"{"entityTypeId":2,"id":7,"auth_connector":"warehouse"}"#
    );
}

#[tokio::test]
async fn of_a_read_only_client_what_writes_is_refused_in_a_dry_run_too() {
    let portal = Portal::start(|_| ok(json!(true)));
    let (client, blocking) = readers(&portal);
    let error = client
        .request(source::Delete::new(7))
        .dry_run()
        .unwrap_err();
    assert!(matches!(error, CallError::ReadOnly(_)), "{error}");
    let error = blocking
        .request(source::Delete::new(7))
        .dry_run()
        .unwrap_err();
    assert!(matches!(error, CallError::ReadOnly(_)), "{error}");
    client.request(source::Get::new(7)).dry_run().unwrap();
    blocking.request(source::Get::new(7)).dry_run().unwrap();
}

fn shown(call: &DryRun) -> String {
    format!("{call} {call:?} {call:#?}")
}

#[test]
fn no_secret_is_shown_but_the_body_has_it() {
    let settings = json!({ "login": "bi", "password": PASSWORD });
    let call = dry_run(|| source::Add::new(source("Sales")));
    assert_eq!(call.json()["fields"]["settings"], settings);
    assert!(
        call.to_string()
            .contains(r#"{"fields":{"title":"Sales","connectorId":4,"settings":***}}"#),
        "{call}"
    );

    // Whatever is in the place of a secret is one.
    let call = dry_run(|| {
        let add = source::Add::new(source("Sales"));
        add.with_param("fields.settings.password", format!("{PASSWORD}2"))
            .with_param("x.access_token", PASSWORD)
    });
    assert!(call.body().contains("pa55w0rd2"), "{}", call.body());
    assert!(
        !shown(&call).contains("pa55") && shown(&call).contains(r#""access_token":***"#),
        "{call}"
    );

    // Nothing is known of a call without a spec, but the names of its parameters are shown.
    let call = dry_run(|| {
        let fields =
            json!({ "fields": { "PASSWORD": PASSWORD, "LIST": [PASSWORD, 7, null, true] } });
        Untyped::new("my.add", fields).with_param("y", PASSWORD)
    });
    let names = r#"{"fields":{"LIST":[***,***,***,***],"PASSWORD":***},"y":***}"#;
    assert!(call.to_string().contains(names), "{call}");
    assert!(call.body().contains(PASSWORD) && !shown(&call).contains(PASSWORD));

    // The own credentials are one wherever they are.
    let call =
        dry_run(|| List::new(EntityType::Deal).with_param("a", format!("see {WEBHOOK}x, {CODE}")));
    assert!(
        call.body().contains(CODE) && !shown(&call).contains(CODE),
        "{call}"
    );
}

#[tokio::test]
async fn a_token_is_no_part_of_it() {
    let office = Office::start();
    let tokens = office.tokens(0);
    let (one, other) = (
        tokens.access_token.clone(),
        tokens.refresh_token.clone().unwrap(),
    );
    let client = Bitrix24::oauth(app(), tokens).unwrap();
    let title = format!("{} {}", one, other);
    let call = client
        .request(Get::new(EntityType::Deal, 7).with_param("title", title))
        .dry_run()
        .unwrap();
    assert_eq!(call.url(), format!("{}/rest/crm.item.get", office.url()));
    assert!(!call.body().contains("\"auth\""), "{}", call.body());
    for secret in [one, other] {
        assert!(!shown(&call).contains(secret.as_str()), "{call}");
    }
    assert!(office.received().is_empty());
}

#[test]
fn a_long_text_is_cut_where_it_is_shown_and_control_characters_are_escaped() {
    let long = "ü".repeat(100_000);
    let call = dry_run(|| List::new(EntityType::Deal).with_param("a", format!("\u{202e}{long}")));
    assert!(call.body().contains(&long));
    assert!(call.to_string().chars().count() < 1_300 && call.to_string().contains("\"\\u{202e}ü"));
    let call = dry_run(|| List::new(EntityType::Deal).with_param("[a\nb]", "c\nd"));
    assert_eq!(call.to_string().lines().count(), 3, "{call}");
}

#[test]
fn what_breaks_the_documented_limits_is_told() {
    let call = dry_run(|| source::Get::new(0));
    let error = call.validate().unwrap_err();
    assert_eq!(error.violations[0].path, "id");
    assert!(
        call.to_string()
            .ends_with("\ninvalid: `id` must be at least 1, and is 0"),
        "{call}"
    );
    // What was set instead is not checked.
    let call = dry_run(|| source::Get::new(0).with_param("id", 7));
    assert_eq!(call.validate(), Ok(()));
    let call = dry_run(|| source::Get::new(0).with_param("x", 7));
    assert!(call.validate().is_err());
    // Nor is what has no spec.
    assert_eq!(
        dry_run(|| Untyped::new("a.b", Value::Null)).validate(),
        Ok(())
    );
    // Through whatever is around the request.
    let list = || deal::List::new().rows_as::<Value>().with_param("x", 1);
    assert_eq!(dry_run(list).validate(), Ok(()));
    assert!(
        dry_run(|| source::Get::new(0).output_as::<Value>())
            .validate()
            .is_err()
    );
}
