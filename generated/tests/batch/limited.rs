//! Single commands that are refused because of a limit, inside an answer that is good otherwise.

use std::sync::Mutex;

use bitrix24::biconnector::source;
use bitrix24::client::Retry;
use bitrix24::{CallError, Method, TransportErrorKind, blocking};
use serde_json::json;

use super::dice::Dice;
use super::limits::{Limited, OPERATION, QUERY, SECOND, clients, deletes, each, id, worked};
use super::php::{self, Php, failed, ok};
use super::support::{Portal, Reply};
use super::time::Jumps;

#[tokio::test]
async fn a_call_that_is_refused_because_of_the_rate_is_repeated_and_the_others_are_not() {
    let run = |id, nth| match (id, nth) {
        (3 | 7, 0) | (7, 1) => failed(QUERY),
        (5, _) => failed("SOURCE_NOT_FOUND"),
        _ => ok(json!(true)),
    };
    for (limited, client, jumps) in each(run) {
        let (batch, calls) = deletes(0..60);
        let mut results = client.send(batch.in_order()).await;
        for (id, call) in calls.into_iter().enumerate() {
            match (id, results.take(call)) {
                (5, result) => assert_eq!(result.unwrap_err().code(), Some("SOURCE_NOT_FOUND")),
                (_, result) => {
                    let response = result.unwrap();
                    let attempts = if id == 7 { 3 } else { 1 + u32::from(id == 3) };
                    assert!(response.result && response.attempts == attempts, "{id}");
                }
            }
        }
        // In their order, before anything of the next fifty.
        let first: Vec<i64> = (0..50).collect();
        let next: Vec<i64> = (50..60).collect();
        assert_eq!(limited.requests(), [first, vec![3, 7], vec![7], next]);
        let [one, two] = jumps.waited().try_into().unwrap();
        assert!((SECOND / 2..=SECOND).contains(&one), "{one:?}");
        assert!((SECOND..=2 * SECOND).contains(&two), "{two:?}");
    }
}

#[tokio::test]
async fn a_method_that_has_worked_too_long_is_repeated_when_it_may_be() {
    let run = |id, nth| match (id, nth) {
        (1 | 2, 0) => failed(OPERATION),
        _ => worked(json!(true)),
    };
    for (limited, client, jumps) in each(run) {
        let (batch, calls) = deletes(0..4);
        let mut results = client.send(batch).await;
        assert!(calls.into_iter().all(|call| results.take(call).is_ok()));
        assert_eq!(limited.requests(), [vec![0, 1, 2, 3], vec![1, 2]]);
        assert_eq!(jumps.waited(), [30 * SECOND]);
    }
}

#[tokio::test]
async fn a_method_that_has_worked_too_long_is_an_error_if_it_is_not_known_when_it_may_be_called() {
    let run = |id, nth| match (id, nth) {
        (1, _) => failed(OPERATION),
        (2, 0) => failed(QUERY),
        _ => ok(json!(true)),
    };
    for (limited, client, _) in each(run) {
        let (batch, calls) = deletes(0..4);
        let mut results = client.send(batch).await;
        let error = results.take(calls[1]).unwrap_err();
        assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
        assert_eq!(error.code(), Some(OPERATION));
        // The other one is repeated without it.
        assert!(results.take(calls[2]).is_ok());
        assert_eq!(limited.requests(), [vec![0, 1, 2, 3], vec![2]]);
    }
}

#[tokio::test]
async fn a_call_is_repeated_as_often_as_outside_a_batch() {
    for attempts in [1, 3] {
        let retry = Retry::default().attempts(attempts);
        let limited = Limited::new(|id, _| match id {
            1 => failed(QUERY),
            _ => ok(json!(true)),
        });
        for (client, jumps) in clients(&limited.portal, retry, 1000 * SECOND) {
            let before = limited.requests().len();
            let (batch, calls) = deletes(0..3);
            let mut results = client.send(batch).await;
            let error = results.take(calls[1]).unwrap_err();
            assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
            assert!(results.take(calls[0]).is_ok() && results.take(calls[2]).is_ok());
            assert_eq!(limited.requests().len() - before, attempts as usize);
            assert_eq!(jumps.waited().len(), attempts as usize - 1);
        }
    }
}

#[tokio::test]
async fn a_refusal_inside_a_batch_slows_down_all_clients_of_the_portal() {
    let limited = Limited::new(|id, _| match id {
        1 => failed(QUERY),
        _ => ok(json!(true)),
    });
    let jumps = Jumps::new();
    let bitrix = blocking::Bitrix24::builder().timer(jumps.clone());
    let bitrix = bitrix.retry(Retry::never());
    let bitrix = bitrix.webhook(limited.portal.webhook()).unwrap();
    let (batch, _) = deletes(0..3);
    let _ = bitrix.send_batch(batch);
    assert!(jumps.waited().is_empty());
    let (batch, _) = deletes(4..5);
    let _ = bitrix.send_batch(batch);
    // Half a second, if the portal had not refused.
    assert_eq!(jumps.waited(), [SECOND]);
}

#[tokio::test]
async fn repetitions_end_with_the_time_for_the_batch() {
    let limited = Limited::new(|_, _| failed(QUERY));
    let retry = Retry::default().attempts(1000);
    for (client, jumps) in clients(&limited.portal, retry, 10 * SECOND) {
        let before = limited.requests().len();
        let (batch, calls) = deletes(0..2);
        let mut results = client.send(batch).await;
        for call in calls {
            // It tells more than that there is no time left.
            let error = results.take(call).unwrap_err();
            assert!(error.is_rate_limited(), "{error}");
        }
        assert!(jumps.total() < 10 * SECOND);
        let requests = limited.requests().len() - before;
        assert!((4..8).contains(&requests), "{requests}");
    }
}

#[tokio::test]
async fn a_repetition_that_breaks_is_the_end_of_those_that_were_in_it() {
    for place in [0, 1] {
        let asked = Mutex::new(0);
        let portal = Portal::start(move |request| {
            let mut asked = asked.lock().unwrap();
            *asked += 1;
            let run = |_: &str, parameters: &Php| match id(parameters) {
                1 => failed(QUERY),
                _ => ok(json!(true)),
            };
            match *asked {
                2 => Reply::Close,
                _ => Reply::Json(200, php::batch(&request.body, &run)),
            }
        });
        let clients = clients(&portal, Retry::default(), 1000 * SECOND);
        let (batch, calls) = deletes(0..3);
        let mut results = clients[place].0.send(batch).await;
        assert!(results.take(calls[0]).is_ok() && results.take(calls[2]).is_ok());
        let Err(CallError::Transport(error)) = results.take(calls[1]) else {
            panic!("there was no answer");
        };
        assert_eq!(error.kind, TransportErrorKind::Interrupted);
        assert!(error.may_have_run);
        assert_eq!(error.method, source::Delete::NAME);
        assert_eq!(portal.received().len(), 2);
    }
}

#[tokio::test]
async fn nothing_that_ran_is_sent_twice_and_what_a_result_says_is_what_happened() {
    let seed = Dice::seed();
    for number in 0..60_u64 {
        let limited = Limited::new(move |id, nth| {
            let dice = seed ^ (number << 40) ^ (id.unsigned_abs() << 8) ^ nth as u64;
            match Dice::new(dice).below(20) {
                0..3 => failed(QUERY),
                3 => failed(OPERATION),
                4 => failed("BX_ERROR"),
                5 => worked(json!(false)),
                _ => ok(json!(true)),
            }
        });
        let halts = number % 2 == 0;
        let clients = clients(&limited.portal, Retry::default(), 1000 * SECOND);
        let (batch, calls) = deletes(0..130);
        let batch = match number % 4 {
            0 | 2 => batch.halt(),
            1 => batch.in_order(),
            _ => batch.concurrency(2),
        };
        let mut results = clients[number as usize / 4 % 2].0.send(batch).await;
        let run = format!("SEED={seed}, {number}");
        let ran = limited.ran();
        let mut once = ran.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ran.len(), "{run}: something ran twice");
        let mut stopped = false;
        for (id, call) in (0..).zip(calls) {
            let run = format!("{run}, call {id}");
            let did_run = ran.contains(&id);
            assert!(!(halts && stopped && did_run), "{run}: it ran all the same");
            let result = results.take(call);
            let failed = result.is_err();
            match result {
                Ok(_) => assert!(did_run, "{run}"),
                Err(CallError::NotRun(_)) => assert!(halts && stopped && !did_run, "{run}"),
                Err(error) if error.is_rate_limited() => assert!(!did_run, "{run}"),
                Err(error) => assert!(did_run && error.code() == Some("BX_ERROR"), "{run}"),
            }
            stopped |= failed;
        }
        if halts {
            assert!(ran.is_sorted(), "{run}: another order");
        }
    }
}
