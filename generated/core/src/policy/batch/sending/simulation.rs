//! Batches of many chunks, several of them under way, against a server that refuses calls, fails, and is not reached. Nothing
//! waits in earnest, and a seed decides everything.

use std::collections::BTreeMap;
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json};

use super::*;
use crate::policy::batch::BatchCall;
use crate::policy::{Config, Decoder as _, HttpResponse, Outcome, Plan, Retry};
use crate::{AnyCode, CallError, Method, TransportError, Version};

/// Declares a method that answers the number it is given.
macro_rules! method {
    ($name:ident, $text:literal, $effect:ident, $version:ident) => {
        struct $name {
            id: i64,
        }

        crate::runtime::record! {
            $name {
                0: id => "id" required,
            }
        }

        crate::runtime::method! {
            $name { name: $text, scopes: [], effect: $effect, output: i64, error: AnyCode, version: $version }
        }
    };
}

method!(Older, "sim.older", Write, V2);
method!(Reads, "sim.reads", Read, V3);
method!(Writes, "sim.writes", Write, V3);

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
        if plan.method != "batch" {
            return match self.run(body["id"].as_i64().unwrap(), false) {
                Ok(id) => HttpResponse::new(200, json!({ "result": id }).to_string()),
                Err(code) => failed(code),
            };
        }
        if plan.version == Version::V3 {
            let calls = body.as_array().unwrap().iter();
            let results: Result<Vec<i64>, _> = calls
                .map(|call| self.run(call["query"]["id"].as_i64().unwrap(), false))
                .collect();
            return match results {
                Ok(results) => HttpResponse::new(200, json!({ "result": results }).to_string()),
                Err(code) => failed(code),
            };
        }
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

fn failed(code: &str) -> HttpResponse {
    HttpResponse::new(400, json!({ "error": { "code": code } }).to_string())
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

/// A call of any of the methods.
enum Call {
    Older(BatchCall<Older>),
    Reads(BatchCall<Reads>),
    Writes(BatchCall<Writes>),
}

fn taken<M>(results: &mut BatchResults, call: BatchCall<M>) -> Result<i64, CallError<AnyCode>>
where
    M: Method<Output = i64, Error = AnyCode>,
{
    results.take(call).map(|response| response.result)
}

#[test]
fn nothing_is_lost_or_doubled_and_each_result_is_that_of_its_call() {
    for seed in 0..200 {
        let mut random = Rng::with_seed(seed);
        let count = random.i64(1..600);
        let kinds: &[u8] = [&[0][..], &[1], &[2], &[0, 0, 0, 1, 2]][random.usize(..4)];
        let (halts, lost) = (random.u8(..4) == 0, random.u8(..3) * 20);
        let mut batch = Batch::new().concurrency(random.usize(..10));
        let calls: Vec<_> = (0..count)
            .map(|id| match kinds[random.usize(..kinds.len())] {
                0 => Call::Older(batch.add(Older { id })),
                1 => Call::Reads(batch.add(Reads { id })),
                _ => Call::Writes(batch.add(Writes { id })),
            })
            .collect();
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
            let (result, is_read) = match call {
                Call::Older(call) => (taken(&mut results, call), false),
                Call::Reads(call) => (taken(&mut results, call), true),
                Call::Writes(call) => (taken(&mut results, call), false),
            };
            // Only what reads may run again.
            assert!(is_read || seen.ran <= 1, "{run}: {seen:?}");
            assert!(seen.refused <= ATTEMPTS, "{run}: {seen:?}");
            match result {
                Ok(result) => assert!(result == id && seen.ran >= 1, "{run}: {seen:?}"),
                Err(CallError::NotRun(_)) => assert!(halts && (is_read || seen.ran == 0), "{run}"),
                Err(CallError::Transport(_)) => assert!(losses > 0, "{run}"),
                Err(error) if error.is_rate_limited() => {
                    assert!(seen.ran == 0 && seen.refused > 0, "{run}: {seen:?}");
                }
                // What has not run, or may have, says so.
                Err(error) => {
                    assert_eq!(error.code(), Some("BX_ERROR"), "{run}");
                    let is_own = (server.fails)(id) && seen.ran >= 1;
                    assert!(is_own || error.may_have_run(), "{run}: {error}");
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
