//! Whether a portal has a method.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use bitrix24::client::RateLimit;
use bitrix24::crm::item::Get;
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, blocking, imbot};
use serde_json::json;

use super::clients;
use super::support::{Portal, Reply, error, ok};
use super::time::Jumps;

/// Whether it exists, and may be called.
fn state(exists: bool, is_available: bool) -> Reply {
    ok(json!({ "isExisting": exists, "isAvailable": is_available }))
}

fn portal() -> Portal {
    Portal::start(|request| match request.json()["name"].as_str().unwrap() {
        "crm.item.get" => ok(json!({ "isExisting": "Y", "isAvailable": 1 })),
        "im.notify" => state(true, false),
        _ => state(false, false),
    })
}

#[tokio::test]
async fn a_portal_supports_what_it_has_and_the_client_may_call() {
    let portal = portal();
    let (client, blocking) = clients(&portal);
    assert!(client.supports::<Get>().await.unwrap());
    assert!(blocking.supports::<Get>().unwrap());
    for name in ["im.notify", "crm.item.sing"] {
        assert!(!client.supports_method(name).await.unwrap(), "{name}");
        assert!(!blocking.supports_method(name).unwrap(), "{name}");
    }
    assert!(client.supports_method("crm.item.get").await.unwrap());
    assert!(portal.methods().iter().all(|method| method == "method.get"));

    // The vendor wants lower case.
    assert!(!client.supports::<imbot::v2::bot::Register>().await.unwrap());
    let last = portal.received().pop().unwrap();
    assert_eq!(last.json(), json!({ "name": "imbot.v2.bot.register" }));
}

#[tokio::test]
async fn an_answer_counts_for_five_minutes_and_for_all_clones() {
    let portal = portal();
    let clock = Jumps::new();
    let client = Bitrix24::builder()
        .timer(clock.clone())
        .webhook(portal.webhook())
        .unwrap();
    let blocking = blocking::Bitrix24::builder().timer(clock.clone());
    let blocking = blocking.webhook(portal.webhook()).unwrap();
    let mut asked = 0;
    for (seconds, is_new) in [
        (0, true),
        (299, false),
        (1, true),
        (299, false),
        (300, true),
    ] {
        clock.jump(Duration::from_secs(seconds));
        for _ in 0..2 {
            assert!(client.clone().supports::<Get>().await.unwrap());
            assert!(blocking.clone().supports_method("CRM.item.get").unwrap());
        }
        asked += if is_new { 2 } else { 0 };
        assert_eq!(
            portal.received().len(),
            asked,
            "after {seconds} seconds more"
        );
    }
}

#[tokio::test]
async fn an_error_is_told_and_not_kept() {
    let next = AtomicUsize::new(0);
    let portal = Portal::start(move |_| match next.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => error(401, "NO_AUTH_FOUND", "Wrong authorization data"),
        _ => state(true, true),
    });
    let (client, blocking) = clients(&portal);
    let error = client.supports::<Get>().await.unwrap_err();
    assert!(matches!(error, CallError::System(_)), "{error}");
    assert!(client.supports::<Get>().await.unwrap());
    let error = blocking.supports::<Get>().unwrap_err();
    assert_eq!(error.code(), Some("NO_AUTH_FOUND"));
    assert!(blocking.supports::<Get>().unwrap());
    assert_eq!(portal.received().len(), 4);
}

#[tokio::test]
async fn those_who_ask_at_the_same_time_wait_for_one_request() {
    let late = |_: &_| Reply::Late(Duration::from_millis(100), Box::new(state(true, true)));
    let portal = Portal::start(late);
    let (client, blocking) = clients(&portal);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.supports::<Get>().await.unwrap() })
        })
        .collect();
    for asking in asking {
        assert!(asking.await.unwrap());
    }
    assert_eq!(portal.received().len(), 1);
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert!(blocking.supports::<Get>().unwrap()));
        }
    });
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn if_the_one_who_asks_is_dropped_another_one_asks() {
    let late = |_: &_| Reply::Late(Duration::from_millis(200), Box::new(state(true, true)));
    let portal = Portal::start(late);
    let (client, _) = clients(&portal);
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.supports::<Get>().await.unwrap() }
    });
    while portal.received().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn({
        let client = client.clone();
        async move { client.supports::<Get>().await.unwrap() }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert!(second.await.unwrap());
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn if_nobody_polls_the_one_who_asks_the_others_do_not_wait_for_ever() {
    let portal = portal();
    let client = Bitrix24::builder().timer(Jumps::new());
    let client = client.webhook(portal.webhook()).unwrap();
    let mut first = pin!(client.supports::<Get>());
    let mut context = Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(&mut context).is_pending());
    assert!(client.supports::<Get>().await.unwrap());
    assert!(first.await.unwrap());
}

#[tokio::test]
async fn what_a_portal_has_of_rest_3_its_own_documentation_tells() {
    let paths = json!({ "/tasks.task.get": { "post": {} }, "/tasks.task.update": {} });
    let document = json!({ "openapi": "3.0.0", "paths": paths, "components": {} });
    for reply in [Reply::Json(200, document.clone()), ok(document)] {
        let portal = Portal::start(move |_| reply.clone());
        let (client, blocking) = clients(&portal);
        assert!(client.supports::<task::Get>().await.unwrap());
        assert!(blocking.supports::<task::Get>().unwrap());
        assert!(!client.supports::<task::result::List>().await.unwrap());
        assert!(!blocking.supports::<task::result::List>().unwrap());
        let [one, _] = portal.received().try_into().unwrap();
        assert_eq!(one.path, "/rest/api/1/s3cret/rest.documentation.openapi");
    }
}

#[tokio::test]
async fn if_rest_3_has_no_documentation_that_is_an_error() {
    for (reply, code) in [
        (ok(json!({})), None),
        (ok(json!([])), None),
        (Reply::Json(200, json!([1])), None),
        (
            Reply::Json(
                404,
                json!({ "error": { "code": "ERROR_METHOD_NOT_FOUND", "message": "" } }),
            ),
            Some("ERROR_METHOD_NOT_FOUND"),
        ),
    ] {
        let limit = error(503, "QUERY_LIMIT_EXCEEDED", "");
        let next = Arc::new(AtomicUsize::new(0));
        let portal = Portal::start(move |_| match next.fetch_add(1, Ordering::SeqCst) {
            0 | 2 => limit.clone(),
            _ => reply.clone(),
        });
        let client = Bitrix24::builder()
            .timer(Jumps::new())
            .rate_limit(RateLimit::UNLIMITED);
        let client = client.webhook(portal.webhook()).unwrap();
        let error = client.supports::<task::Get>().await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        let client = blocking::Bitrix24::builder().timer(Jumps::new());
        let client = client.webhook(portal.webhook()).unwrap();
        let error = client.supports::<task::Get>().unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(portal.received().len(), 4);
    }
}
