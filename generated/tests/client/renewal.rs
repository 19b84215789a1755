//! The renewal of tokens: once for all calls, and what it may come to.

use std::sync::Arc;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{Builder, MemoryStore, RateLimit, TokenStore};
use bitrix24::{AuthError, AuthErrorKind, Bitrix24, CallError};
use serde_json::json;

use crate::common::{Gate, html, http_transport};
use crate::office::{Office, app, expired, is_refresh, odd_answers};
use crate::support::{Reply, error, ok};
use crate::time::{Jumps, UNIX};

fn builder(office: &Office) -> Builder {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.oauth_server(office.url())
}

fn client(office: &Office) -> Bitrix24 {
    builder(office).oauth(app(), office.tokens(0)).unwrap()
}

fn auth_error<E: std::fmt::Debug>(error: CallError<E>) -> AuthError {
    match error {
        CallError::Auth(error) => error,
        error => panic!("{error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_renew_a_token_once() {
    let office = Office::start();
    let bitrix = client(&office);
    let calls: Vec<_> = (0..200)
        .map(|id| {
            let bitrix = bitrix.clone();
            tokio::spawn(async move { bitrix.send(source::Delete::new(id)).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(office.log().count("refresh"), 1);
    assert_eq!(office.log().count("call access-1"), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_that_fails_fails_all_that_wait_for_it_and_asks_no_more() {
    let refused: fn() -> Reply = || error(400, "invalid_grant", "");
    let broken: fn() -> Reply = || html(502);
    for (reply, kind, requests) in [
        (refused, AuthErrorKind::ReinstallNeeded, 1),
        (broken, AuthErrorKind::Network, 3),
    ] {
        let office = Office::with(move |request| is_refresh(request).then(reply));
        let bitrix = client(&office);
        let calls: Vec<_> = (0..50)
            .map(|id| {
                let bitrix = bitrix.clone();
                tokio::spawn(async move { bitrix.send(source::Delete::new(id)).await })
            })
            .collect();
        for call in calls {
            let error = auth_error(call.await.unwrap().unwrap_err());
            assert_eq!(error.kind, kind);
        }
        assert_eq!(office.log().count("refresh"), requests);
    }
}

#[tokio::test]
async fn a_renewal_that_failed_is_tried_again_after_a_while() {
    let office = Office::with(|request| is_refresh(request).then(|| html(502)));
    let jumps = Jumps::new();
    let bitrix = builder(&office).timer(jumps.clone());
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    for _ in 0..2 {
        let error = bitrix.send(source::Delete::new(1)).await.unwrap_err();
        assert_eq!(auth_error(error).kind, AuthErrorKind::Network);
        assert_eq!(office.log().count("refresh"), 3);
    }
    jumps.jump(Duration::from_secs(5));
    bitrix.send(source::Delete::new(1)).await.unwrap_err();
    assert_eq!(office.log().count("refresh"), 6);
}

#[tokio::test]
async fn a_token_that_is_refused_although_it_is_new_ends_the_call() {
    let office = Office::with(|request| (!is_refresh(request)).then(expired));
    let bitrix = client(&office);
    let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
    assert_eq!(auth_error(error).kind, AuthErrorKind::Refused);
    assert_eq!(
        office.log().events(),
        ["call access-0", "refresh refresh-0", "call access-1"]
    );
}

#[tokio::test]
async fn each_cause_of_a_failure_is_told() {
    use AuthErrorKind::{
        AuthorizationFailed, InvalidClient, InvalidRequest, InvalidScope, Network, NoAuthFound,
        NotInstalled, PaymentRequired, PortalDeleted, ReinstallNeeded, Unexpected, WrongClient,
    };
    let raw = |status, body: &str| Reply::Raw(status, Vec::new(), body.to_owned());
    for (reply, kind, requests) in [
        (error(400, "invalid_grant", ""), ReinstallNeeded, 1),
        (error(200, "INVALID_GRANT", ""), ReinstallNeeded, 1),
        (error(402, "PAYMENT_REQUIRED", ""), PaymentRequired, 1),
        (error(401, "invalid_client", ""), InvalidClient, 1),
        (error(400, "invalid_scope", ""), InvalidScope, 1),
        (error(403, "insufficient_scope", ""), InvalidScope, 1),
        (error(400, "invalid_request", ""), InvalidRequest, 1),
        (error(400, "wrong_client", ""), WrongClient, 1),
        (error(401, "WRONG_CLIENT", ""), WrongClient, 1),
        (error(403, "NOT_INSTALLED", ""), NotInstalled, 1),
        (error(403, "not_installed", ""), NotInstalled, 1),
        (error(401, "ERROR_OAUTH", ""), AuthorizationFailed, 1),
        (error(401, "NO_AUTH_FOUND", ""), NoAuthFound, 1),
        // Also with a status that would pass otherwise.
        (error(500, "PORTAL_DELETED", ""), PortalDeleted, 1),
        (error(400, "SOMETHING_ELSE", ""), Unexpected, 1),
        (error(500, "INTERNAL_SERVER_ERROR", ""), Network, 3),
        (html(502), Network, 3),
        (Reply::Close, Network, 3),
        (Reply::Cut(9, json!({ "access_token": "a" })), Network, 3),
        (html(200), Unexpected, 1),
        (raw(302, ""), Unexpected, 1),
        (raw(200, "{}"), Unexpected, 1),
        (raw(200, r#"{"access_token":""}"#), Unexpected, 1),
        (raw(200, "[]"), Unexpected, 1),
    ] {
        let name = format!("{reply:?}");
        let answer = reply.clone();
        let office = Office::with(move |request| is_refresh(request).then(|| answer.clone()));
        let bitrix = client(&office);
        let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert!(!error.may_have_run());
        assert_eq!(auth_error(error).kind, kind, "{name}");
        assert_eq!(office.log().count("refresh"), requests, "{name}");
        assert_eq!(office.log().count("call"), 1, "{name}");
        assert_eq!(bitrix.tokens().unwrap().access_token, "access-0", "{name}");
    }
}

#[tokio::test]
async fn an_authorisation_server_that_cannot_be_reached_is_no_matter_of_tokens() {
    let (office, closed) = (Office::start(), crate::common::Closed::new());
    let url = closed.webhook().replace("/rest/1/s3cret/", "");
    let bitrix = builder(&office).oauth_server(url);
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
    assert_eq!(auth_error(error).kind, AuthErrorKind::Network);
}

#[tokio::test]
async fn without_a_refresh_token_nothing_is_asked() {
    let office = Office::start();
    for token in [None, Some(String::new())] {
        let mut tokens = office.tokens(0);
        tokens.refresh_token = token;
        let bitrix = builder(&office).oauth(app(), tokens).unwrap();
        let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert_eq!(auth_error(error).kind, AuthErrorKind::ReinstallNeeded);
    }
    assert_eq!(office.log().count("refresh"), 0);
}

#[tokio::test]
async fn what_a_renewal_does_not_repeat_is_kept() {
    let office = Office::with(|request| {
        let answer = json!({ "access_token": "access-9", "expires_in": "3600" });
        match request.json()["auth"].as_str() {
            _ if is_refresh(request) => Some(Reply::Json(200, answer)),
            Some("access-9") => Some(ok(json!(true))),
            _ => None,
        }
    });
    let mut old = office.tokens(0);
    old.application_token = Some("t1".to_owned());
    old.member_id = Some("m1".to_owned());
    let bitrix = builder(&office).oauth(app(), old).unwrap();
    bitrix.send(source::Delete::new(6)).await.unwrap();
    let new = bitrix.tokens().unwrap();
    assert_eq!(new.access_token, "access-9");
    assert_eq!(new.refresh_token.as_deref(), Some("refresh-0"));
    assert_eq!(new.application_token.as_deref(), Some("t1"));
    assert_eq!(new.member_id.as_deref(), Some("m1"));
    assert_eq!(new.client_endpoint, format!("{}/rest/", office.url()));
    assert_eq!(new.expires, Some(UNIX + 3600));
}

#[tokio::test]
async fn new_tokens_are_kept_whatever_is_odd_beside_them() {
    for (odd, body) in odd_answers() {
        let office = Office::with(move |request| {
            let answer = Reply::Raw(200, Vec::new(), body.clone());
            match request.json()["auth"].as_str() {
                _ if is_refresh(request) => Some(answer),
                Some("access-9") => Some(ok(json!(true))),
                _ => None,
            }
        });
        let store = Arc::new(MemoryStore::new());
        let bitrix = builder(&office).token_store(Arc::clone(&store));
        let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
        let deleted = bitrix.send(source::Delete::new(6)).await;
        assert!(matches!(deleted, Ok(true)), "{odd}: {deleted:?}");
        let stored = TokenStore::load(&store).await.unwrap().unwrap().tokens;
        assert_eq!(stored.access_token, "access-9", "{odd}");
        assert_eq!(stored.refresh_token.as_deref(), Some("refresh-9"), "{odd}");
        let endpoint = format!("{}/rest/", office.url());
        assert_eq!(stored.client_endpoint, endpoint, "{odd}");
        assert_eq!(office.log().count("refresh"), 1, "{odd}");
    }
}

#[tokio::test]
async fn who_gives_up_during_a_renewal_loses_no_token() {
    let gate = Gate::default();
    let office = Office::with({
        let gate = gate.clone();
        move |request| {
            if is_refresh(request) {
                gate.pass();
            }
            None
        }
    });
    let renewed = Arc::new(tokio::sync::Notify::new());
    let store = Arc::new(MemoryStore::new());
    let bitrix = builder(&office)
        .token_store(Arc::clone(&store))
        .on_renewal({
            let renewed = Arc::clone(&renewed);
            move |_| renewed.notify_one()
        });
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    let call = tokio::spawn({
        let bitrix = bitrix.clone();
        async move { bitrix.send(source::Delete::new(6)).await }
    });
    while office.log().count("refresh") == 0 {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    gate.open();
    renewed.notified().await;
    let stored = TokenStore::load(&store).await;
    assert_eq!(stored.unwrap().unwrap().tokens.access_token, "access-1");
    bitrix.send(source::Delete::new(6)).await.unwrap();
    assert_eq!(office.log().count("refresh"), 1);
}

#[tokio::test]
async fn the_time_for_a_call_ends_during_a_renewal_too() {
    let gate = Gate::default();
    let office = Office::with({
        let gate = gate.clone();
        move |request| {
            if is_refresh(request) {
                gate.pass();
            }
            None
        }
    });
    // Waits at its own pace, not at that of the clock which jumps.
    let bitrix = builder(&office).timer(bitrix24::client::TokioTimer);
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    let call = bitrix.request(source::Delete::new(6));
    let error = call
        .deadline(crate::common::SHORT)
        .send()
        .await
        .unwrap_err();
    let CallError::Transport(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, bitrix24::TransportErrorKind::Deadline);
    assert!(!error.may_have_run);
    // The renewal goes on, for the next call.
    gate.open();
    while bitrix.tokens().unwrap().access_token == "access-0" {
        tokio::task::yield_now().await;
    }
    bitrix.send(source::Delete::new(6)).await.unwrap();
    assert_eq!(
        office.log().events(),
        ["call access-0", "refresh refresh-0", "call access-1"]
    );
}
