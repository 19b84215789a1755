//! The working time of methods.

use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{OperatingTime, Retry};
use bitrix24::{Bitrix24, CallError, SystemCode};
use serde_json::{Value, json};

use crate::common::{http_transport, script};
use crate::support::{Portal, Reply, error};
use crate::time::Jumps;

const DELETE: &str = "biconnector.source.delete";

/// The method has worked for 470 seconds, of which some are forgiven in 29.5 seconds. The server's clock is wrong by years.
fn worked(result: Value) -> Reply {
    let time = json!({
        "start": 1000.0, "finish": 1000.5, "operating": 470.25, "operating_reset_at": 1030,
    });
    Reply::Json(200, json!({ "result": result, "time": time }))
}

fn refused() -> Reply {
    error(
        429,
        "OPERATION_TIME_LIMIT",
        "Method is blocked due to operation time limit.",
    )
}

fn client(portal: &Portal, retry: Retry) -> (Bitrix24, Jumps) {
    let jumps = Jumps::new();
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(jumps.clone())
        .retry(retry);
    (builder.webhook(portal.webhook()).unwrap(), jumps)
}

const RESET: Duration = Duration::from_millis(29_500);

#[tokio::test]
async fn a_method_that_has_worked_too_long_is_called_again_when_it_may_be() {
    let replies = vec![worked(json!(true)), refused(), worked(json!(true))];
    let portal = Portal::start(script(replies));
    let (bitrix, jumps) = client(&portal, Retry::default());
    bitrix.send(source::Delete::new(6)).await.unwrap();
    let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
    assert_eq!(response.attempts, 2);
    assert_eq!(jumps.waited(), [RESET]);
}

#[tokio::test]
async fn nobody_waits_longer_for_it_than_they_want_to() {
    let portal = Portal::start(script(vec![worked(json!(true)), refused()]));
    let short = RESET - Duration::from_millis(1);
    let (bitrix, jumps) = client(&portal, Retry::default().operating_wait(short));
    bitrix.send(source::Delete::new(6)).await.unwrap();
    let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
    assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
    assert_eq!(portal.received().len(), 2);
    assert!(jumps.waited().is_empty());
}

#[tokio::test]
async fn nobody_waits_if_it_is_not_known_how_long() {
    let portal = Portal::start(|request| match request.method() {
        DELETE => refused(),
        _ => worked(json!(true)),
    });
    let (bitrix, jumps) = client(&portal, Retry::default());
    // Another method has its own time.
    bitrix.untyped("user.current", Value::Null).await.unwrap();
    let error = bitrix.send(source::Delete::new(6)).await.unwrap_err();
    let CallError::System(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.code, SystemCode::OperationTimeLimit);
    assert_eq!(error.status, 429);
    assert_eq!(portal.received().len(), 2);
    assert!(jumps.waited().is_empty());
}

#[tokio::test]
async fn it_is_asked_for_as_often_as_any_call_is_repeated() {
    let portal = Portal::start(script(vec![worked(json!(true)), refused()]));
    let (bitrix, jumps) = client(&portal, Retry::default().attempts(3));
    bitrix.send(source::Delete::new(6)).await.unwrap();
    bitrix.send(source::Delete::new(6)).await.unwrap_err();
    assert_eq!(portal.received().len(), 1 + 3);
    assert_eq!(jumps.waited(), [RESET, Duration::from_secs(1)]);
}

#[tokio::test]
async fn the_working_time_is_known_to_all_clones() {
    let portal = Portal::start(script(vec![worked(json!(true)), refused()]));
    let (bitrix, jumps) = client(&portal, Retry::never());
    assert_eq!(bitrix.operating_time(DELETE), None);
    bitrix.clone().send(source::Delete::new(6)).await.unwrap();
    // An error tells nothing, and makes nothing forgotten.
    bitrix.send(source::Delete::new(6)).await.unwrap_err();
    jumps.jump(Duration::from_secs(20));
    let OperatingTime {
        used, resets_in, ..
    } = bitrix.operating_time(DELETE).unwrap();
    assert_eq!(used, Duration::from_millis(470_250));
    assert_eq!(resets_in, RESET - Duration::from_secs(20));
    jumps.jump(Duration::from_secs(20));
    let rest = bitrix.operating_time(DELETE).unwrap().resets_in;
    assert_eq!(rest, Duration::ZERO);
    assert_eq!(bitrix.operating_time("biconnector.source.get"), None);
}

#[tokio::test]
async fn times_that_make_no_sense_are_not_believed() {
    for time in [
        json!({ "finish": 1000.0, "operating": -1.0, "operating_reset_at": 1030 }),
        json!({ "finish": 1e300, "operating": 1.0, "operating_reset_at": -9_000_000_000_000_000_000_i64 }),
        json!({ "finish": -1e300, "operating": 1.0, "operating_reset_at": 1030 }),
        json!({ "operating": 1.0, "operating_reset_at": 1030 }),
        json!([]),
        json!("now"),
    ] {
        let good = Reply::Json(200, json!({ "result": true, "time": time.clone() }));
        let portal = Portal::start(script(vec![good, refused()]));
        let (bitrix, jumps) = client(&portal, Retry::default().attempts(2));
        bitrix.send(source::Delete::new(6)).await.unwrap();
        bitrix.send(source::Delete::new(6)).await.unwrap_err();
        assert!(jumps.total() <= Duration::from_secs(1), "{time}");
    }
}
