//! Several chunks in flight at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, HttpRequest, HttpResponse, RateLimit, Retry};
use bitrix24::{CallError, TransportError, TransportErrorKind, blocking};
use serde_json::json;

use super::alone::add;
use super::limits::{Client, SECOND, clients, deletes, id, ids};
use super::php::{self, Php, ok};
use super::support::{Portal, Reply};
use super::time::Jumps;

/// Counts who is inside, and lets nobody on before so many are.
#[derive(Clone)]
struct Gate {
    wanted: usize,
    state: Arc<(Mutex<Inside>, Condvar)>,
}

#[derive(Default)]
struct Inside {
    now: usize,
    most: usize,
    open: bool,
}

impl Gate {
    fn new(wanted: usize) -> Self {
        let state = Arc::default();
        Self { wanted, state }
    }

    fn pass<T>(&self, inside: impl FnOnce() -> T) -> T {
        let (state, changed) = &*self.state;
        let mut counts = state.lock().unwrap();
        counts.now += 1;
        counts.most = counts.most.max(counts.now);
        counts.open |= counts.now >= self.wanted;
        changed.notify_all();
        let patience = Duration::from_secs(20);
        let closed = |counts: &mut Inside| !counts.open;
        let (counts, waited) = changed
            .wait_timeout_while(counts, patience, closed)
            .unwrap();
        assert!(!waited.timed_out(), "{} of {}", counts.most, self.wanted);
        drop(counts);
        let value = inside();
        state.lock().unwrap().now -= 1;
        value
    }

    fn most(&self) -> usize {
        self.state.0.lock().unwrap().most
    }
}

/// A portal in which requests meet; what is deleted is there if its number is even.
fn portal(gate: &Gate) -> Portal {
    let gate = gate.clone();
    let run = |_: &str, parameters: &Php| ok(json!(id(parameters) % 2 == 0));
    Portal::start(move |request| gate.pass(|| Reply::Json(200, php::batch(&request.body, &run))))
}

/// Both clients, which never repeat anything.
fn both(portal: &Portal) -> [Client; 2] {
    clients(portal, Retry::never(), 1000 * SECOND).map(|(client, _)| client)
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_chunks_are_in_flight_as_the_batch_says_and_results_keep_their_order() {
    for place in [0, 1] {
        for (wanted, chunks) in [(8, 20), (3, 20), (1, 5), (5, 5), (8, 1)] {
            let gate = Gate::new(wanted.min(chunks));
            let portal = portal(&gate);
            let count = chunks as i64 * 50;
            let (batch, calls) = deletes(0..count);
            let batch = match wanted {
                // Which is what it says by itself.
                8 => batch,
                _ => batch.concurrency(wanted),
            };
            let mut results = both(&portal)[place].send(batch).await;
            for (id, call) in calls.into_iter().enumerate() {
                let response = results.take(call).unwrap();
                assert_eq!(
                    (response.result, response.attempts),
                    (id % 2 == 0, 1),
                    "{id}"
                );
            }
            assert_eq!(gate.most(), wanted.min(chunks));
            let mut ran: Vec<_> = portal.received().iter().flat_map(ids).collect();
            ran.sort_unstable();
            assert_eq!(ran, (0..count).collect::<Vec<_>>());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_in_order_or_that_halts_has_one_chunk_in_flight() {
    for place in [0, 1] {
        for order in [Batch::in_order, Batch::halt] {
            let gate = Gate::new(1);
            let portal = portal(&gate);
            let (batch, _) = deletes(0..300);
            // Whichever is said first.
            let batch = order(batch.concurrency(4)).concurrency(4);
            let _ = both(&portal)[place].send(batch).await;
            assert_eq!(gate.most(), 1);
            let ran: Vec<_> = portal.received().iter().flat_map(ids).collect();
            assert_eq!(ran, (0..300).collect::<Vec<_>>());
        }
    }
}

/// What stands before it in its fifty has run, and what stands behind it has not; the other fifties do not wait.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_goes_alone_keeps_its_place_in_its_chunk() {
    for place in [0, 1] {
        let ran = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&ran);
        let portal = php::portal(move |method, parameters| {
            let is_alone = method == "crm.deal.add";
            let id = if is_alone { 25 } else { id(parameters) };
            seen.lock().unwrap().push(id);
            ok(if is_alone { json!(12) } else { json!(true) })
        });
        let mut batch = Batch::new();
        for id in 0..200 {
            match id {
                25 => drop(batch.add(add("$total"))),
                _ => drop(batch.add(source::Delete::new(id))),
            }
        }
        let _ = both(&portal)[place].send(batch).await;
        let ran = ran.lock().unwrap();
        assert_eq!(ran.len(), 200);
        for fifty in 0..4 {
            let ran: Vec<_> = ran.iter().copied().filter(|id| id / 50 == fifty).collect();
            assert_eq!(ran, (fifty * 50..fifty * 50 + 50).collect::<Vec<_>>());
        }
        assert_eq!(portal.received().len(), 6);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_that_breaks_leaves_those_in_flight_and_those_behind() {
    for place in [0, 1] {
        let portal = Portal::start(|request| match ids(request)[0] {
            100 => Reply::Close,
            350 => Reply::Raw(502, Vec::new(), "<html>".to_owned()),
            _ => Reply::Json(200, php::batch(&request.body, &|_, _| ok(json!(true)))),
        });
        let (batch, calls) = deletes(0..600);
        let mut results = both(&portal)[place].send(batch).await;
        for (id, call) in calls.into_iter().enumerate() {
            match (id, results.take(call)) {
                (100..150, Err(CallError::Transport(error))) => {
                    assert_eq!(error.kind, TransportErrorKind::Interrupted);
                }
                (350..400, Err(error)) => assert!(error.may_have_run(), "{error}"),
                (_, result) => assert!(result.unwrap().result, "{id}"),
            }
        }
        assert_eq!(portal.received().len(), 12);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_is_for_all_chunks_together() {
    for place in [0, 1] {
        // All four are in flight before time passes; of the next four none is sent.
        let gate = Gate::new(4);
        let (one, two) = (Jumps::new(), Jumps::new());
        let clocks = [one.clone(), two.clone()];
        let portal = Portal::start(move |request| {
            let reply = gate.pass(|| {
                let all = php::batch(&request.body, &|_, _| ok(json!(true)));
                Reply::Json(200, all)
            });
            clocks.iter().for_each(|clock| clock.jump(20 * SECOND));
            reply
        });
        macro_rules! client {
            ($builder:expr, $jumps:expr) => {
                $builder
                    .timer($jumps)
                    .rate_limit(RateLimit::UNLIMITED)
                    .retry(Retry::never())
                    .deadline(10 * SECOND)
                    .webhook(portal.webhook())
                    .unwrap()
            };
        }
        let (batch, calls) = deletes(0..400);
        let batch = batch.concurrency(4);
        let mut results = match place {
            0 => {
                let bitrix = client!(bitrix24::Bitrix24::builder(), one);
                bitrix.send_batch(batch).await
            }
            _ => client!(blocking::Bitrix24::builder(), two).send_batch(batch),
        };
        let mut late = 0;
        for call in calls {
            match results.take(call) {
                Ok(response) => assert!(response.result),
                Err(CallError::Transport(error)) => {
                    assert_eq!(error.kind, TransportErrorKind::Deadline);
                    assert!(!error.may_have_run);
                    late += 1;
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!((late, portal.received().len()), (200, 4));
    }
}

/// A rate limit of three at once, then one a second: the chunks wait for it in their queue.
#[tokio::test]
async fn chunks_wait_for_the_rate_limit() {
    let portal = php::portal(|_, _| ok(json!(true)));
    let jumps = Jumps::new();
    let builder = bitrix24::Bitrix24::builder().timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(3, 1.0));
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let (batch, calls) = deletes(0..500);
    let mut results = bitrix.send_batch(batch).await;
    assert!(calls.into_iter().all(|call| results.take(call).is_ok()));
    assert_eq!(portal.received().len(), 10);
    assert!(jumps.total() >= 7 * SECOND, "{:?}", jumps.waited());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_dropped_sends_nothing_more() {
    let gate = Gate::new(9);
    let portal = portal(&gate);
    let [Client::Async(bitrix), _] = both(&portal) else {
        panic!("the async client is the first");
    };
    let (batch, _) = deletes(0..1000);
    {
        let mut sent = pin!(bitrix.send_batch(batch));
        while gate.most() < 8 {
            let moment = tokio::time::sleep(Duration::from_millis(1));
            tokio::select! {
                _ = &mut sent => panic!("it waits for a ninth"),
                () = moment => {}
            }
        }
    }
    // The ninth opens the gate for all; the others belong to nobody by now.
    let (batch, calls) = deletes(2..3);
    let mut results = bitrix.send_batch(batch).await;
    assert!(results.take(calls[0]).unwrap().result);
    assert_eq!(portal.received().len(), 9);
}

/// It panics at one of the chunks.
struct Panics(blocking::UreqTransport);

impl blocking::Transport for Panics {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        assert!(!body.contains("\"c150\""), "the chunk of 150");
        self.0.send(request)
    }
}

#[test]
fn a_panic_in_a_thread_is_that_of_the_caller() {
    let portal = php::portal(|_, _| ok(json!(true)));
    let transport = Panics(blocking::UreqTransport::new().unwrap());
    let builder = blocking::Bitrix24::builder().transport(transport);
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    for concurrency in [1, 2, 8] {
        let (batch, _) = deletes(0..400);
        let batch = batch.concurrency(concurrency);
        let panic = catch_unwind(AssertUnwindSafe(|| bitrix.send_batch(batch)));
        let panic = panic.err().unwrap();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"the chunk of 150"));
    }
}
