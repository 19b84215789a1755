//! Single commands that are refused because of a limit, inside an answer that is good otherwise.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults, RateLimit, Retry};
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::{Bitrix24, CallError, Method, TransportErrorKind, blocking};
use serde_json::{Value, json};

use super::dice::Dice;
use super::php::{self, Outcome, Php, commands, failed, ok};
use super::support::{Portal, Reply, Request};
use super::time::Jumps;

const SECOND: Duration = Duration::from_secs(1);

const QUERY: &str = "QUERY_LIMIT_EXCEEDED";
const OPERATION: &str = "OPERATION_TIME_LIMIT";

/// What a portal does at the nth run of a command with this number, which begins with 0.
type Run = fn(id: i64, nth: usize) -> Outcome;

/// A portal that notes in which order commands ran; those that are refused did not.
struct Limited {
    portal: Portal,
    ran: Arc<Mutex<Vec<i64>>>,
}

fn id(parameters: &Php) -> i64 {
    match parameters.at(&["id"]) {
        Some(Php::Text(id)) => id.parse().unwrap_or(-1),
        _ => -1,
    }
}

impl Limited {
    fn new(run: impl Fn(i64, usize) -> Outcome + Send + Sync + 'static) -> Self {
        let (seen, ran) = (Mutex::new(BTreeMap::<i64, usize>::new()), Arc::default());
        let noted: Arc<Mutex<Vec<i64>>> = Arc::clone(&ran);
        let portal = php::portal(move |_, parameters| {
            let id = id(parameters);
            let mut seen = seen.lock().unwrap();
            let nth = seen.entry(id).or_default();
            let outcome = run(id, *nth);
            *nth += 1;
            if !is_limit(&outcome) {
                noted.lock().unwrap().push(id);
            }
            outcome
        });
        Self { portal, ran }
    }

    fn ran(&self) -> Vec<i64> {
        self.ran.lock().unwrap().clone()
    }

    /// The numbers in each request.
    fn requests(&self) -> Vec<Vec<i64>> {
        self.portal.received().iter().map(ids).collect()
    }
}

fn ids(request: &Request) -> Vec<i64> {
    let commands = commands(&request.body);
    commands.iter().map(|(_, _, values)| id(values)).collect()
}

fn is_limit(outcome: &Outcome) -> bool {
    matches!(outcome, Err(error) if error["error"] == QUERY || error["error"] == OPERATION)
}

/// Both clients, with a clock that jumps.
enum Client {
    Async(Bitrix24),
    Blocking(blocking::Bitrix24),
}

impl Client {
    async fn send(&self, batch: Batch) -> BatchResults {
        match self {
            Self::Async(bitrix) => bitrix.send_batch(batch).await,
            Self::Blocking(bitrix) => bitrix.send_batch(batch),
        }
    }
}

fn clients(portal: &Portal, retry: Retry, deadline: Duration) -> [(Client, Jumps); 2] {
    macro_rules! client {
        ($client:ty, $jumps:expr) => {
            <$client>::builder()
                .timer($jumps.clone())
                .rate_limit(RateLimit::UNLIMITED)
                .retry(retry)
                .deadline(deadline)
                .webhook(portal.webhook())
                .unwrap()
        };
    }
    let (one, two) = (Jumps::new(), Jumps::new());
    [
        (Client::Async(client!(Bitrix24, one)), one),
        (Client::Blocking(client!(blocking::Bitrix24, two)), two),
    ]
}

/// A portal of its own for each client, which are told apart by their place.
fn each(run: Run) -> [(Limited, Client, Jumps); 2] {
    [0, 1].map(|place| {
        let limited = Limited::new(run);
        let clients = clients(&limited.portal, Retry::default(), 1000 * SECOND);
        let (client, jumps) = clients.into_iter().nth(place).unwrap();
        (limited, client, jumps)
    })
}

fn deletes(ids: impl IntoIterator<Item = i64>) -> (Batch, Vec<BatchCall<source::Delete>>) {
    let mut batch = Batch::new();
    let calls = ids.into_iter().map(|id| batch.add(source::Delete::new(id)));
    let calls = calls.collect();
    (batch, calls)
}

#[tokio::test]
async fn a_call_that_is_refused_because_of_the_rate_is_repeated_and_the_others_are_not() {
    let run = |id, nth| match (id, nth) {
        (3 | 7, 0) | (7, 1) => failed(QUERY),
        (5, _) => failed("SOURCE_NOT_FOUND"),
        _ => ok(json!(true)),
    };
    for (limited, client, jumps) in each(run) {
        let (batch, calls) = deletes(0..60);
        let mut results = client.send(batch).await;
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

/// Its method may be called again in 30 seconds.
fn worked(result: Value) -> Outcome {
    let time = json!({ "start": 1000.0, "finish": 1000.0, "operating": 470.25, "operating_reset_at": 1030 });
    Ok((result, json!({ "time": time })))
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
async fn a_batch_that_halts_goes_on_where_it_was_limited() {
    let run = |id, nth| match (id, nth) {
        (3 | 51, 0) | (6, 0 | 1) => failed(QUERY),
        (55, _) => failed("BX_ERROR"),
        _ => ok(json!(true)),
    };
    for (limited, client, _) in each(run) {
        let (batch, calls) = deletes(0..120);
        let mut results = client.send(batch.halt()).await;
        for (id, call) in calls.into_iter().enumerate() {
            match (id, results.take(call)) {
                (..55, result) => assert!(result.is_ok(), "{id}"),
                (55, result) => assert_eq!(result.unwrap_err().code(), Some("BX_ERROR")),
                (_, result) => assert!(matches!(result, Err(CallError::NotRun(_))), "{id}"),
            }
        }
        assert_eq!(limited.ran(), (0..=55).collect::<Vec<_>>());
        let firsts: Vec<_> = limited.requests().iter().map(|ids| ids[0]).collect();
        assert_eq!(firsts, [0, 3, 6, 6, 50, 51]);
    }
}

#[tokio::test]
async fn a_batch_that_halts_stops_at_a_call_that_stays_limited() {
    let run = |id, _| match id {
        3 => failed(OPERATION),
        _ => ok(json!(true)),
    };
    for (limited, client, _) in each(run) {
        let (batch, calls) = deletes(0..60);
        let mut results = client.send(batch.halt()).await;
        assert!(results.take(calls[3]).unwrap_err().is_rate_limited());
        for call in &calls[4..] {
            assert!(matches!(results.take(*call), Err(CallError::NotRun(_))));
        }
        assert_eq!(limited.ran(), [0, 1, 2]);
        assert_eq!(limited.requests().len(), 1);
    }
}

/// A list, a call that refers to it, and one that refers to nothing.
fn chain() -> (
    Batch,
    BatchCall<List>,
    BatchCall<Get>,
    BatchCall<source::Delete>,
) {
    let mut batch = Batch::new();
    let list = batch.add(List::new(EntityType::Deal));
    let first = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", list.result("items[0].id"));
    });
    let delete = batch.add(source::Delete::new(8));
    (batch, list, first, delete)
}

/// A portal that refuses `method` once.
fn refuses_once(method: &'static str) -> Portal {
    let refused = Mutex::new(false);
    php::portal(move |called, parameters| {
        let mut refused = refused.lock().unwrap();
        if called == method && !std::mem::replace(&mut *refused, true) {
            return failed(QUERY);
        }
        match called {
            "crm.item.list" => ok(json!({ "items": [{ "id": 70 }] })),
            "crm.item.get" => ok(json!({ "item": { "id": id(parameters) } })),
            _ => ok(json!(true)),
        }
    })
}

fn methods(portal: &Portal) -> Vec<Vec<String>> {
    let methods = |request: &Request| {
        let commands = commands(&request.body).into_iter();
        commands.map(|(_, method, _)| method).collect()
    };
    portal.received().iter().map(methods).collect()
}

#[tokio::test]
async fn what_refers_to_a_limited_call_is_repeated_with_it() {
    for place in [0, 1] {
        let portal = refuses_once("crm.item.list");
        let clients = clients(&portal, Retry::default(), 1000 * SECOND);
        let (batch, list, first, delete) = chain();
        let mut results = clients[place].0.send(batch).await;
        assert_eq!(results.take(list).unwrap().result.len(), 1);
        assert_eq!(results.take(first).unwrap().result.id.get(), 70);
        assert!(results.take(delete).unwrap().result);
        let all = ["crm.item.list", "crm.item.get", source::Delete::NAME];
        assert_eq!(methods(&portal), [all, all]);
    }
}

/// The server could resolve its reference only beside the call that it refers to, which has run.
#[tokio::test]
async fn a_limited_call_that_refers_to_a_result_that_has_come_is_not_repeated() {
    for (place, halts) in [(0, false), (1, false), (0, true), (1, true)] {
        let portal = refuses_once("crm.item.get");
        let clients = clients(&portal, Retry::default(), 1000 * SECOND);
        let (batch, list, first, delete) = chain();
        let batch = if halts { batch.halt() } else { batch };
        let mut results = clients[place].0.send(batch).await;
        assert!(results.take(list).is_ok());
        let error = results.take(first).unwrap_err();
        assert!(error.is_rate_limited() && !error.may_have_run(), "{error}");
        let all = vec!["crm.item.list", "crm.item.get", source::Delete::NAME];
        if halts {
            assert!(matches!(results.take(delete), Err(CallError::NotRun(_))));
            assert_eq!(methods(&portal), [all]);
        } else {
            // What stands behind it did not run because of it.
            assert!(results.take(delete).unwrap().result);
            assert_eq!(methods(&portal), [all, vec![source::Delete::NAME]]);
        }
    }
}

#[tokio::test]
async fn a_batch_that_halts_ends_before_a_call_that_cannot_be_repeated() {
    for place in [0, 1] {
        let limited = Limited::new(|id, nth| match (id, nth) {
            (1, 0 | 1) => failed(QUERY),
            (-1, _) => ok(json!({ "items": [{ "id": 70 }] })),
            _ => ok(json!(true)),
        });
        let clients = clients(&limited.portal, Retry::default(), 1000 * SECOND);
        let mut batch = Batch::new().halt();
        let list = batch.add(List::new(EntityType::Deal));
        let refused = batch.add(source::Delete::new(1));
        let refers = batch.add_with(source::Delete::new(0), |delete| {
            delete.set("id", list.result("items[0].id"));
        });
        let last = batch.add(source::Delete::new(2));
        let mut results = clients[place].0.send(batch).await;
        assert!(results.take(list).is_ok() && results.take(refused).is_ok());
        for call in [refers, last] {
            assert!(matches!(results.take(call), Err(CallError::NotRun(_))));
        }
        assert_eq!(limited.requests(), [vec![-1, 1, -1, 2], vec![1], vec![1]]);
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
        let batch = if halts { batch.halt() } else { batch };
        let mut results = clients[number as usize / 2 % 2].0.send(batch).await;
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
