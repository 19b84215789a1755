//! Calls of a batch that are made outside of it: as any other call is.

use std::sync::Mutex;
use std::time::Duration;

use bitrix24::client::{Batch, BatchCall, BatchResults, RateLimit, Retry};
use bitrix24::crm::deal::Add;
use bitrix24::{Bitrix24, CallError, TransportErrorKind};
use serde_json::json;

use super::alone::add;
use super::office::{Office, app};
use super::php::{self, Outcome, Php, failed};
use super::support::{Portal, Reply, error};
use super::time::Jumps;
use super::{blocking, client};

/// A batch of one call that goes alone, to a server that answers with these.
async fn alone(is_async: bool, replies: Vec<Reply>) -> (BatchResults, BatchCall<Add>, usize) {
    let replies = Mutex::new(replies.into_iter());
    let portal = Portal::start(move |request| {
        assert_eq!(request.method(), "crm.deal.add");
        replies.lock().unwrap().next().unwrap()
    });
    let mut batch = Batch::new();
    let call = batch.add(add("$total"));
    let results = match is_async {
        true => client(&portal).send_batch(batch).await,
        false => blocking(&portal).send_batch(batch),
    };
    let sent = portal.received().len();
    (results, call, sent)
}

#[tokio::test]
async fn a_call_that_goes_alone_is_made_as_any_other() {
    for is_async in [true, false] {
        let limit = error(503, "QUERY_LIMIT_EXCEEDED", "");
        let time =
            json!({ "start": 1.0, "finish": 1.5, "operating": 2.5, "operating_reset_at": 9 });
        let good = Reply::Json(200, json!({ "result": 12, "time": time }));
        let (mut results, call, sent) = alone(is_async, vec![limit, good]).await;
        let response = results.take(call).unwrap();
        assert_eq!((response.result.get(), response.attempts, sent), (12, 2, 2));
        assert_eq!(response.time.unwrap().operating, Some(2.5));

        let (mut results, call, sent) = alone(is_async, vec![Reply::Close]).await;
        let Err(CallError::Transport(error)) = results.take(call) else {
            panic!("there was no answer");
        };
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
        assert_eq!(
            (error.method.as_ref(), error.may_have_run),
            ("crm.deal.add", true)
        );
        assert_eq!(sent, 1);

        let headers = vec!["X-Request-Id: r-1".to_owned()];
        let denied = r#"{"error":"ACCESS_DENIED","error_description":"No."}"#.to_owned();
        let denied = Reply::Raw(403, headers.clone(), denied);
        let (mut results, call, _) = alone(is_async, vec![denied]).await;
        let error = results.take(call).unwrap_err();
        assert_eq!(error.code(), Some("ACCESS_DENIED"));
        assert_eq!(
            (error.http_status(), error.request_id()),
            (Some(403), Some("r-1"))
        );

        let odd = Reply::Raw(200, headers, r#"{"result":{"a":1}}"#.to_owned());
        let (mut results, call, sent) = alone(is_async, vec![odd]).await;
        let error = results.take(call).unwrap_err();
        assert!(matches!(error, CallError::Decode(_)), "{error}");
        assert_eq!((error.request_id(), sent), (Some("r-1"), 1));
    }
}

#[test]
fn how_long_a_call_that_goes_alone_has_worked_is_known() {
    let run = |_: &str, _: &Php| -> Outcome {
        let time = json!({ "finish": 1000.0, "operating": 2.5, "operating_reset_at": 1030 });
        Ok((json!(12), json!({ "time": time })))
    };
    let portal = php::portal(run);
    let bitrix = blocking(&portal);
    let _ = bitrix.batch((add("$total"),));
    let used = bitrix.operating_time("crm.deal.add").unwrap().used;
    assert_eq!(used, Duration::from_millis(2500));
}

#[test]
fn a_call_that_goes_alone_ends_with_the_time_for_the_batch() {
    let jumps = Jumps::new();
    let clock = jumps.clone();
    let portal = php::portal(move |_, _| {
        clock.jump(Duration::from_secs(4));
        failed("BX_ERROR")
    });
    let bitrix = blocking::Bitrix24::builder()
        .timer(jumps)
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::never())
        .deadline(Duration::from_secs(6))
        .webhook(portal.webhook())
        .unwrap();
    let results = bitrix.batch(vec![add("$total"), add("$total"), add("$total")]);
    let late = |result: &Result<_, CallError<_>>| matches!(result, Err(CallError::Transport(error)) if error.kind == TransportErrorKind::Deadline);
    assert_eq!(
        results.iter().map(late).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert_eq!(portal.received().len(), 2);
}

#[tokio::test]
async fn the_token_of_a_call_that_goes_alone_is_renewed() {
    for is_async in [true, false] {
        let office = Office::with(|request| {
            (request.json()["auth"] == "access-1").then(|| super::support::ok(json!(12)))
        });
        let mut batch = Batch::new();
        let call = batch.add(add("$total"));
        let mut results = if is_async {
            let builder = Bitrix24::builder().oauth_server(office.url());
            let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
            bitrix.send_batch(batch).await
        } else {
            let builder = blocking::Bitrix24::builder().oauth_server(office.url());
            let bitrix = builder.oauth(app(), office.tokens(0)).unwrap();
            bitrix.send_batch(batch)
        };
        assert_eq!(results.take(call).unwrap().result.get(), 12);
        let expected = ["call access-0", "refresh refresh-0", "call access-1"];
        assert_eq!(office.log().events(), expected);
    }
}
