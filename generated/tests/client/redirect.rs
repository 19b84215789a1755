//! Portals that have moved, and pages that only look like one.

use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{Builder, RateLimit, Retry};
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, UnexpectedError};
use serde_json::{Value, json};

use crate::common::{http_transport, over_the_limit, redirect, script};
use crate::office::app;
use crate::support::{Portal, Reply, ok};
use crate::time::Jumps;

fn builder() -> Builder {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    builder.rate_limit(RateLimit::UNLIMITED)
}

/// A portal that has moved to another.
fn moved(status: u16, to: &Portal) -> Portal {
    let to = to.url();
    Portal::start(move |request| redirect(status, &format!("{to}{}", request.path)))
}

fn good() -> Portal {
    Portal::start(|_| ok(json!(true)))
}

fn unexpected<E: std::fmt::Debug>(error: CallError<E>) -> UnexpectedError {
    match error {
        CallError::Unexpected(error) => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_call_follows_the_portal_with_its_body() {
    for status in [301, 302, 303, 307, 308] {
        let new = good();
        let old = moved(status, &new);
        // Repeating is not at issue: a redirect says that nothing ran.
        let bitrix = builder().allow_host(new.host()).retry(Retry::never());
        let bitrix = bitrix.webhook(old.webhook()).unwrap();
        let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
        assert_eq!(response.attempts, 2);
        let [first, second] = [old.received(), new.received()]
            .concat()
            .try_into()
            .unwrap();
        assert_eq!(second.verb, "POST", "{status}");
        assert_eq!(second.path, "/rest/1/s3cret/biconnector.source.delete");
        assert_eq!(second.json(), json!({ "id": 6 }));
        assert_eq!(second.path, first.path);
        for header in ["content-type", "accept", "user-agent"] {
            assert_eq!(second.header(header), first.header(header));
        }
    }
}

#[tokio::test]
async fn all_later_calls_go_straight_to_the_new_address() {
    let new = good();
    let old = moved(302, &new);
    let builder = builder().allow_host(new.host().to_ascii_uppercase());
    let bitrix = builder.webhook(old.webhook()).unwrap();
    let clone = bitrix.clone();
    bitrix.send(source::Delete::new(1)).await.unwrap();
    clone.send(source::Delete::new(2)).await.unwrap();
    bitrix.untyped("user.current", Value::Null).await.unwrap();
    bitrix.batch(vec![source::Delete::new(3)]).await;
    assert_eq!(old.received().len(), 1);
    assert_eq!(new.received().len(), 4);
    assert!(format!("{clone:?}").contains(&new.host()));
}

#[tokio::test]
async fn calls_that_are_redirected_together_all_arrive() {
    let new = good();
    let old = moved(302, &new);
    let asked = Arc::new(Mutex::new(0));
    let bitrix = builder().allow_host(new.host()).on_redirect({
        let asked = Arc::clone(&asked);
        move |_, _| {
            *asked.lock().unwrap() += 1;
            true
        }
    });
    let bitrix = bitrix.webhook(old.webhook()).unwrap();
    let calls: Vec<_> = (0..30)
        .map(|id| {
            let bitrix = bitrix.clone();
            tokio::spawn(async move { bitrix.send(source::Delete::new(id)).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(new.received().len(), 30);
    assert!(*asked.lock().unwrap() >= 1);
}

#[tokio::test]
async fn an_application_follows_too_and_so_does_rest_3() {
    let new = Portal::start(|request| match request.method() {
        "tasks.task.add" => ok(json!({ "item": { "id": 1 } })),
        _ => ok(json!(true)),
    });
    let old = moved(302, &new);
    let tokens = |portal: &Portal| {
        let endpoint = format!("{}/rest/", portal.url());
        bitrix24::client::Tokens::new("t0ken", "r", endpoint)
    };
    let bitrix = builder().allow_host(new.host()).oauth_server(old.url());
    let bitrix = bitrix.oauth(app(), tokens(&old)).unwrap();
    let fields = task::NewTask::new("Report", 1, 1);
    bitrix.send(task::Add::new(fields)).await.unwrap();
    let call = bitrix.untyped("task.elapseditem.getlist", json!([7]));
    call.await.unwrap();
    let [add, list] = new.received().try_into().unwrap();
    assert_eq!(add.path, "/rest/api/tasks.task.add");
    assert_eq!(add.json()["auth"], "t0ken");
    assert_eq!(list.path, "/rest/task.elapseditem.getlist?auth=t0ken");
}

#[tokio::test]
async fn a_redirect_of_a_call_without_named_parameters_is_followed() {
    let new = good();
    let old = moved(302, &new);
    let endpoint = format!("{}/rest/", old.url());
    let tokens = bitrix24::client::Tokens::new("t0ken", "r", endpoint);
    let bitrix = builder().allow_host(new.host()).oauth_server(old.url());
    let bitrix = bitrix.oauth(app(), tokens).unwrap();
    let call = bitrix.untyped("task.elapseditem.getlist", json!([7]));
    call.await.unwrap();
    assert_eq!(new.received()[0].path, old.received()[0].path);
}

#[tokio::test]
async fn the_hook_is_told_both_hosts_and_may_refuse() {
    for allows in [true, false] {
        let (new, asked) = (good(), Arc::new(Mutex::new(Vec::new())));
        let old = moved(302, &new);
        let bitrix = builder().allow_host(new.host()).on_redirect({
            let asked = Arc::clone(&asked);
            move |from, to| {
                asked.lock().unwrap().push((from.to_owned(), to.to_owned()));
                allows
            }
        });
        let bitrix = bitrix.webhook(old.webhook()).unwrap();
        let answer = bitrix.send(source::Delete::new(6)).await;
        assert_eq!(*asked.lock().unwrap(), [(old.host(), new.host())]);
        if allows {
            answer.unwrap();
        } else {
            let error = unexpected(answer.unwrap_err());
            assert!(error.problem.contains("the hook refused"), "{error}");
            assert_eq!(error.status, 302);
            assert!(new.received().is_empty());
        }
    }
}

/// Not even a call that may be repeated is, and nobody else is told anything.
#[tokio::test]
async fn a_redirect_to_anywhere_else_is_no_answer() {
    let (evil, allowed) = (good(), good());
    let (evil_host, allowed_host) = (evil.host(), allowed.host());
    let path = "/rest/1/s3cret/biconnector.source.get";
    for (location, problem) in [
        (format!("http://{evil_host}{path}"), "no domain of Bitrix24"),
        (
            format!("https://evil.example{path}"),
            "no domain of Bitrix24",
        ),
        (
            format!("https://x.bitrix24.com.evil.example{path}"),
            "no domain of Bitrix24",
        ),
        (
            format!("https://{allowed_host}@{evil_host}{path}"),
            "a user before its host",
        ),
        (
            format!("http://evil.example{path}"),
            "must begin with https://",
        ),
        (
            format!("ftp://evil.example{path}"),
            "must begin with https://",
        ),
        (
            format!("http://{allowed_host}/auth/?backurl={path}"),
            "another page",
        ),
        (format!("http://{allowed_host}/"), "another page"),
        (
            format!("http://{allowed_host}{path}/../../2/x"),
            "another page",
        ),
        (format!("//{evil_host}{path}"), "no host"),
        (path.to_owned(), "no host"),
        ("auth/".to_owned(), "a redirect"),
        (String::new(), "no address"),
        ("http://[".to_owned(), "no address"),
    ] {
        let to = location.clone();
        let old = Portal::start(move |_| redirect(302, &to));
        let bitrix = builder().allow_host(allowed_host.clone());
        let bitrix = bitrix.webhook(old.webhook()).unwrap();
        let error = unexpected(bitrix.send(source::Get::new(6)).await.unwrap_err());
        assert!(error.problem.contains("redirect"), "{location}: {error}");
        assert!(error.problem.contains(problem), "{location}: {error}");
        assert_eq!(error.status, 302);
        assert_eq!(old.received().len(), 1, "{location}");
        assert!(!error.problem.contains("s3cret"), "{error}");
        // The portal is where it was.
        bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert_eq!(old.received().len(), 2, "{location}");
    }
    assert!(evil.received().is_empty());
    assert!(allowed.received().is_empty());
}

#[tokio::test]
async fn a_redirect_without_an_address_is_no_answer() {
    let portal = Portal::start(|_| Reply::Raw(302, Vec::new(), "<html>".to_owned()));
    let bitrix = builder().webhook(portal.webhook()).unwrap();
    let error = unexpected(bitrix.send(source::Get::new(6)).await.unwrap_err());
    assert_eq!(error.status, 302);
    assert_eq!(error.body.as_bytes(), b"<html>");
    assert_eq!(portal.received().len(), 1);
}

#[tokio::test]
async fn portals_that_send_each_other_the_call_are_left() {
    let urls = Arc::new(Mutex::new(Vec::<String>::new()));
    let to = |index: usize| {
        let urls = Arc::clone(&urls);
        Portal::start(move |request| {
            let to = urls.lock().unwrap()[index].clone();
            redirect(302, &format!("{to}{}", request.path))
        })
    };
    let (one, two) = (to(1), to(0));
    urls.lock().unwrap().extend([one.url(), two.url()]);
    let bitrix = builder().allow_host(one.host()).allow_host(two.host());
    let bitrix = bitrix.webhook(one.webhook()).unwrap();
    let error = unexpected(bitrix.send(source::Get::new(6)).await.unwrap_err());
    assert!(error.problem.contains("too many redirects"), "{error}");
    assert_eq!(one.received().len() + two.received().len(), 4);

    let own = Arc::new(Mutex::new(String::new()));
    let itself = Portal::start({
        let own = Arc::clone(&own);
        move |request| redirect(302, &format!("{}{}", own.lock().unwrap(), request.path))
    });
    *own.lock().unwrap() = itself.url();
    let bitrix = builder().allow_host(itself.host());
    let bitrix = bitrix.webhook(itself.webhook()).unwrap();
    let error = unexpected(bitrix.send(source::Get::new(6)).await.unwrap_err());
    assert!(error.problem.contains("the same address"), "{error}");
    assert_eq!(itself.received().len(), 1);
}

/// The status alone does not say what an answer is.
#[tokio::test]
async fn an_answer_of_the_api_is_one_even_with_a_redirect() {
    let (elsewhere, location) = (good(), "Location: https://x.bitrix24.com/".to_owned());
    let portal = Portal::start(script(vec![
        Reply::Raw(302, vec![location.clone()], r#"{"result":true}"#.to_owned()),
        Reply::Raw(
            302,
            vec![location],
            r#"{"error":"SOURCE_NOT_FOUND"}"#.to_owned(),
        ),
    ]));
    let bitrix = builder().webhook(portal.webhook()).unwrap();
    assert!(bitrix.send(source::Delete::new(6)).await.unwrap());
    let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
    assert!(error.is_not_found());
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn the_new_portal_is_treated_as_any_other() {
    let new = Portal::start(script(vec![over_the_limit(), ok(json!(true))]));
    let old = moved(302, &new);
    let bitrix = builder().allow_host(new.host());
    let bitrix = bitrix.webhook(old.webhook()).unwrap();
    let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
    assert_eq!(response.attempts, 3);
}
