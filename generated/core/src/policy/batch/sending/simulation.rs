//! Batches of many chunks, several of them under way, against a server that refuses calls, fails, and is not reached. Nothing
//! waits in earnest, and a seed decides everything.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json};

use super::*;
use crate::policy::{Config, Decoder as _, HttpResponse, Outcome, Plan, Retry};
use crate::{AnyCode, CallError, TransportError};

/// Answers the number that it is given.
struct Older {
    id: i64,
}

crate::runtime::record! {
    Older {
        0: id => "id" required,
    }
}

crate::runtime::method! {
    Older { name: "sim.older", scopes: [], effect: Write, output: i64, error: AnyCode }
}

/// How often a call that is refused because of a limit is made.
const ATTEMPTS: u32 = 3;

/// What has happened to a call at the server.
#[derive(Debug, Default)]
struct Seen {
    ran: u32,
    refused: u32,
}

struct Server {
    random: Rng,
    seen: BTreeMap<i64, Seen>,
    /// The numbers of calls that always fail.
    fails: fn(i64) -> bool,
}

impl Server {
    /// Runs a call; the error is a code.
    fn run(&mut self, id: i64, is_refused: bool) -> Result<i64, &'static str> {
        let seen = self.seen.entry(id).or_default();
        if is_refused {
            seen.refused += 1;
            return Err("QUERY_LIMIT_EXCEEDED");
        }
        seen.ran += 1;
        if (self.fails)(id) {
            Err("BX_ERROR")
        } else {
            Ok(id)
        }
    }

    /// What a request comes to, if it arrives.
    fn answer(&mut self, plan: &Plan) -> HttpResponse {
        let body: Value = serde_json::from_slice(&plan.body).unwrap();
        let number = |name: &String| name.trim_start_matches('c').parse::<i64>().unwrap();
        let mut ids: Vec<_> = body["cmd"]
            .as_object()
            .unwrap()
            .keys()
            .map(number)
            .collect();
        ids.sort_unstable();
        let (mut results, mut errors) = (json!({}), json!({}));
        for id in ids {
            let is_refused = self.random.u8(..) < 25;
            match self.run(id, is_refused) {
                Ok(id) => results[format!("c{id}")] = id.into(),
                Err(code) => {
                    errors[format!("c{id}")] = json!({ "error": code });
                    if body["halt"] == 1 {
                        break;
                    }
                }
            }
        }
        let result = json!({ "result": results, "result_error": errors });
        HttpResponse::new(200, json!({ "result": result }).to_string())
    }
}

/// Sends a batch; gives its results and the requests that never came back.
fn send(batch: Batch, server: &mut Server, lost: u8) -> (BatchResults, usize) {
    let config = Config {
        retry: Retry::default().attempts(ATTEMPTS),
        ..Config::default()
    };
    let session = Session::webhook("https://batch.example/rest/1/code/", config).unwrap();
    let mut now = Instant::now();
    let mut sending = Sending::new(batch, &session, now);
    let most = sending.concurrency();
    let mut lanes: Vec<_> = (0..most).map(|_| sending.start()).collect();
    let mut losses = 0;
    while lanes.iter().any(Option::is_some) {
        let lane = server.random.usize(..lanes.len());
        let Some(mut chunk) = lanes[lane].take() else {
            continue;
        };
        let Some(plan) = chunk.next(now) else {
            sending.end(chunk);
            lanes[lane] = sending.start();
            continue;
        };
        now += plan.wait.map_or(Duration::ZERO, |wait| wait.time);
        // Lost on the way there or on the way back.
        let is_lost = server.random.u8(..) < lost;
        let answer = (!is_lost || server.random.bool()).then(|| server.answer(&plan));
        match answer.filter(|_| !is_lost) {
            Some(answer) => {
                let _ = chunk.decode(&answer);
                chunk.finish(Outcome::Answer, 1);
            }
            None => {
                losses += 1;
                let error = TransportError::timeout("lost");
                chunk.finish(Outcome::None(error), 1);
            }
        }
        lanes[lane] = Some(chunk);
    }
    (sending.results(), losses)
}

#[test]
fn nothing_is_lost_or_doubled_and_each_result_is_that_of_its_call() {
    for seed in 0..200 {
        let mut random = Rng::with_seed(seed);
        let count = random.i64(1..600);
        let (halts, lost) = (random.u8(..4) == 0, random.u8(..3) * 20);
        let mut batch = Batch::new().concurrency(random.usize(..10));
        let calls: Vec<_> = (0..count).map(|id| batch.add(Older { id })).collect();
        let mut server = Server {
            fails: [|_| false, |id| id % 61 == 60, |id| id % 7 == 3][random.usize(..3)],
            random,
            seen: BTreeMap::new(),
        };
        let batch = if halts { batch.halt() } else { batch };
        let (mut results, losses) = send(batch, &mut server, lost);
        for (id, call) in (0..).zip(calls) {
            let run = format!("seed {seed}, call {id}");
            let seen = server.seen.remove(&id).unwrap_or_default();
            let result = results.take(call).map(|response| response.result);
            assert!(seen.ran <= 1, "{run}: {seen:?}");
            assert!(seen.refused <= ATTEMPTS, "{run}: {seen:?}");
            match result {
                Ok(result) => assert!(result == id && seen.ran == 1, "{run}: {seen:?}"),
                Err(CallError::NotRun(_)) => assert!(halts && seen.ran == 0, "{run}"),
                Err(CallError::Transport(_)) => assert!(losses > 0, "{run}"),
                Err(error) if error.is_rate_limited() => {
                    assert!(seen.ran == 0 && seen.refused > 0, "{run}: {seen:?}");
                }
                Err(error) => {
                    assert_eq!(error.code(), Some("BX_ERROR"), "{run}");
                    assert!((server.fails)(id) && seen.ran == 1, "{run}: {error}");
                }
            }
        }
        assert!(server.seen.is_empty(), "seed {seed}: what nobody has sent");
    }
}

#[test]
fn chunks_are_handed_out_in_order_and_none_after_one_that_halts() {
    let deletes = |batch: &mut Batch| {
        let calls = (0..500).map(|id| batch.add(Older { id }));
        calls.collect::<Vec<_>>()
    };
    let session = Session::webhook("https://batch.example/rest/1/code/", Config::default());
    let (session, now) = (session.unwrap(), Instant::now());
    let mut batch = Batch::new();
    deletes(&mut batch);
    let mut sending = Sending::new(batch, &session, now);
    assert_eq!(sending.concurrency(), 8);
    let firsts = std::iter::from_fn(|| sending.start()).map(|chunk| chunk.first());
    assert_eq!(
        firsts.collect::<Vec<_>>(),
        (0..500).step_by(50).collect::<Vec<_>>()
    );

    let mut batch = Batch::new().halt();
    let calls = deletes(&mut batch);
    let mut sending = Sending::new(batch, &session, now);
    assert_eq!(sending.concurrency(), 1);
    let mut chunk = sending.start().unwrap();
    assert!(chunk.next(now).is_some());
    chunk.finish(Outcome::None(TransportError::timeout("lost")), 1);
    assert!(chunk.next(now).is_none());
    sending.end(chunk);
    assert!(sending.start().is_none());
    let mut results = sending.results();
    assert!(matches!(
        results.take(calls[49]),
        Err(CallError::Transport(_))
    ));
    for call in &calls[50..] {
        assert!(matches!(results.take(*call), Err(CallError::NotRun(_))));
    }
}
