//! Requests with parameters that their types do not have.

use bitrix24::client::{Batch, RateLimit};
use bitrix24::crm::{deal, item};
use bitrix24::task::elapseditem::Delete;
use bitrix24::{
    Bitrix24, CallError, PagedRequest as _, Profile, Request, Secret, Untyped, Walkable as _,
    blocking as threads,
};
use serde_json::{Value, json};

use super::both::{items, run, send};
use super::model::{blocking, client, portal};
use super::support::{Portal, demo, ok};

fn get() -> item::Get {
    item::Get::new(item::EntityType::Deal, 7)
}

/// What arrives.
fn sent<R: Request + Clone>(request: R) -> Value {
    let portal = Portal::start(|_| ok(json!({ "item": { "id": 7 } })));
    // The answers of other methods do not matter here.
    let _ = run(client(&portal).send(request.clone()));
    let _ = blocking(&portal).send(request);
    let [first, second] = portal.received().try_into().unwrap();
    assert_eq!(first.json(), second.json());
    first.json()
}

#[test]
fn a_parameter_beyond_the_spec_is_sent_beside_the_others() {
    let mut expected = sent(get());
    expected["auth_connector"] = json!("warehouse");
    assert_eq!(
        sent(get().with_param("auth_connector", "warehouse")),
        expected
    );
    expected["deep"] = json!([{ "a.b": true }, null]);
    let request = get()
        .with_param("deep[0][a.b]", true)
        .with_param("deep[1]", Value::Null)
        .with_param("auth_connector", "warehouse");
    assert_eq!(sent(request), expected);
}

#[test]
fn a_value_that_the_type_forbids_takes_the_place_of_what_the_request_says() {
    let list = deal::List::new().start(50);
    let sent = sent(
        list.with_param("start", "")
            .with_param("filter[!UF_CRM_TAGS]", "")
            .with_param(
                "filter[UF_CRM_TAGS]",
                vec!["a", "b"]
                    .into_iter()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            ),
    );
    let filter = json!({ "!UF_CRM_TAGS": "", "UF_CRM_TAGS": ["a", "b"] });
    assert_eq!(sent, json!({ "start": "", "filter": filter }));
}

#[test]
fn parameters_that_are_taken_by_their_places_keep_them() {
    let portal = Portal::start(|_| ok(json!(true)));
    let request = Delete::new(1, 2)
        .with_param("TASKID", "")
        .with_param("FORCE", true);
    run(client(&portal).send(request)).unwrap();
    assert_eq!(
        portal.received()[0].body,
        r#"{"TASKID":"","ITEMID":2,"FORCE":true}"#
    );

    let by_place = || Untyped::new("my.method", json!([1, 2]));
    assert_eq!(sent(by_place().with_param("1", 5)), json!([1, 5]));
    let one_more = by_place().with_param("[2].FORCE", true);
    assert_eq!(sent(one_more), json!([1, 2, { "FORCE": true }]));
}

#[test]
fn a_path_that_leads_nowhere_is_an_error_and_nothing_is_sent() {
    let portal = Portal::start(|_| ok(json!({})));
    for path in ["", "a..b", "a[", "a]b", "id.x", "id[0]"] {
        let error = send(&portal, get().with_param(path, 1)).unwrap_err();
        assert!(matches!(error, CallError::Encode(_)), "{path}: {error}");
        assert!(error.to_string().contains(path), "{path}: {error}");
    }
    let by_place = Untyped::new("my.method", json!([1]));
    assert!(send(&portal, by_place.with_param("name", 1)).is_err());
    assert!(send(&portal, get().with_param("a", f64::NAN)).is_err());
    assert_eq!(portal.received().len(), 0);
}

#[test]
fn in_a_batch_it_is_a_command_like_any_other() {
    let portal = demo();
    let calls = || {
        (
            get().with_param("id", 8),
            Profile::new().with_param("extra[0]", "a&b"),
        )
    };
    let (deal, me) = run(client(&portal).batch(calls()));
    assert_eq!(deal.unwrap().title.as_deref(), Some("Deal 8"));
    assert_eq!(me.unwrap().name.as_deref(), Some("Ann"));
    let (deal, me) = blocking(&portal).batch(calls());
    assert!(deal.is_ok() && me.is_ok());
    for request in portal.received() {
        assert_eq!(request.method(), "batch");
        let command = request.json()["cmd"].to_string();
        assert!(
            command.contains("profile?extra%5B0%5D=a%26b") || command.contains("extra[0]=a%26b"),
            "{command}"
        );
    }
}

#[test]
fn a_text_that_the_server_would_replace_is_sent_outside_of_the_batch() {
    let portal = demo();
    let mut batch = Batch::new();
    let alone = batch.add(get().with_param("note.text", "costs $result[c1]"));
    let other = batch.add(Profile::new());
    let mut results = run(client(&portal).send_batch(batch));
    assert!(results.take(alone).is_ok() && results.take(other).is_ok());
    let mut methods = portal.methods();
    methods.sort();
    assert_eq!(methods, ["batch", "crm.item.get"]);
    let alone = portal
        .received()
        .into_iter()
        .find(|request| request.method() != "batch");
    assert_eq!(alone.unwrap().json()["note"]["text"], "costs $result[c1]");
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Row {
    #[serde(alias = "ID")]
    id: i64,
}

#[test]
fn in_a_list_it_is_sent_with_each_page() {
    async fn check<R>(list: R, pages: usize)
    where
        R: bitrix24::PagedRequest<Item: PartialEq + std::fmt::Debug>,
    {
        let portal = portal(120);
        let list = list
            .with_param("auth_connector", "w")
            .with_param("filter[%TITLE]", "a");
        let rows = tokio::task::spawn_blocking(move || {
            let rows = items(&portal, list);
            (
                rows.len(),
                rows.iter().all(Result::is_ok),
                portal.received(),
            )
        });
        let (count, all_read, received) = rows.await.unwrap();
        assert!(all_read);
        assert_eq!((count, received.len()), (120, 2 * pages));
        for request in received {
            let sent = request.json();
            assert_eq!(sent["auth_connector"], "w");
            assert_eq!(sent["filter"]["%TITLE"], "a");
        }
    }
    run(async {
        check(deal::List::new(), 3).await;
        check(deal::List::new().walk(), 3).await;
        check(item::List::new(item::EntityType::Deal), 3).await;
        check(item::List::new(item::EntityType::Deal).walk(), 3).await;
        check(deal::List::new().walk().rows_as::<Row>(), 3).await;
    });
    let portal = portal(120);
    let with = deal::List::new().walk().with_param("filter[%TITLE]", "a");
    let rows = items(&portal, with.rows_as::<Row>());
    let ids: Vec<i64> = rows.into_iter().map(|row| row.unwrap().id).collect();
    assert_eq!(ids, (1..=120).collect::<Vec<i64>>());
}

#[test]
fn a_start_of_the_callers_own_stalls_a_list_instead_of_reading_it_for_ever() {
    let portal = portal(120);
    let rows = items(&portal, deal::List::new().with_param("start", 50));
    assert_eq!(rows.len(), 51);
    assert!(
        rows[50].as_ref().is_err_and(|error| error.contains("start")
            || error.contains("next")
            || error.contains("twice")),
        "{:?}",
        rows[50]
    );
}

#[test]
fn a_client_sends_a_parameter_of_its_own_unless_the_request_says_it() {
    let portal = Portal::start(|_| ok(json!({ "item": { "id": 7 } })));
    let client = Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .param("auth_connector", "client")
        .param("options.a", 1)
        .webhook(portal.webhook())
        .unwrap();
    let threads = threads::Bitrix24::builder()
        .rate_limit(RateLimit::UNLIMITED)
        .param("auth_connector", "client")
        .param("options.a", 1)
        .webhook(portal.webhook())
        .unwrap();
    let own = || Untyped::new("my.method", json!({ "options": { "a": 0 }, "x": 1 }));
    for (request, expected) in [
        (
            own(),
            json!({ "options": { "a": 0 }, "x": 1, "auth_connector": "client" }),
        ),
        (
            Untyped::new("my.method", json!({ "auth_connector": "call" })),
            json!({ "auth_connector": "call", "options": { "a": 1 } }),
        ),
    ] {
        run(client.send(request.clone())).unwrap();
        threads.send(request).unwrap();
        let received = portal.received();
        for request in received.iter().rev().take(2) {
            assert_eq!(request.json(), expected);
        }
    }
    let with = get().with_param("auth_connector", "call");
    run(client.send(with)).unwrap();
    assert_eq!(
        portal.received().last().unwrap().json()["auth_connector"],
        "call"
    );
    // There is no place for a name in an array.
    let by_place = Untyped::new("my.method", json!([1]));
    assert!(matches!(threads.send(by_place), Err(CallError::Encode(_))));
}

#[test]
fn debug_shows_paths_and_no_value() {
    let request = get()
        .with_param("auth", "s3cret")
        .with_param("x.y", Secret::from("s3cret".to_owned()));
    let shown = format!("{request:?}");
    assert!(shown.ends_with(" with auth, x.y"), "{shown}");
    assert!(!shown.contains("s3cret"));
    let shown = format!(
        "{:?}",
        Untyped::new("a", json!({ "p": "s3cret" })).with_param("q", "s3cret")
    );
    assert!(
        shown.contains('p') && shown.contains('q') && !shown.contains("s3cret"),
        "{shown}"
    );
}
