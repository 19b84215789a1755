//! Thousands of calls to a server that fails, and what the client says about each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bitrix24::biconnector::source;
use bitrix24::client::{BoxFuture, RateLimit, Retry};
use bitrix24::crm::deal::{Add, NewDeal};
use bitrix24::{Bitrix24, CallError, Error, Response, blocking};

use super::dice::Dice;
use super::server::{Mix, Server};

/// How often a call is tried.
const ATTEMPTS: u32 = 5;

/// Long enough for any answer that comes at all, however busy this machine is.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is waited for an answer that does not come.
const IMPATIENCE: Duration = Duration::from_millis(250);

/// A clock that jumps, and costs nothing.
#[derive(Clone, Debug)]
pub(crate) struct Clock(Instant, std::sync::Arc<AtomicU64>);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(Instant::now(), Default::default())
    }

    fn at(&self) -> Instant {
        self.0 + Duration::from_micros(self.1.load(Ordering::Relaxed))
    }

    fn jump(&self, duration: Duration) {
        self.1
            .fetch_add(duration.as_micros() as u64, Ordering::Relaxed);
    }
}

impl bitrix24::client::Timer for Clock {
    fn now(&self) -> Instant {
        self.at()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.jump(duration);
        Box::pin(std::future::ready(()))
    }
}

impl blocking::Timer for Clock {
    fn now(&self) -> Instant {
        self.at()
    }

    fn sleep(&self, duration: Duration) {
        self.jump(duration);
    }
}

macro_rules! client {
    ($client:ty, $server:expr, $timeout:expr) => {
        <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::default().attempts(ATTEMPTS))
            .timeout($timeout)
            .webhook($server.webhook())
            .unwrap()
    };
}

fn write(id: i64) -> Add {
    Add::new().fields(NewDeal::new().origin_id(id.to_string()))
}

/// The figures of a run.
#[derive(Default)]
struct Figures {
    calls: u64,
    ran: u64,
    answered: u64,
    repeated: u64,
    connections: u64,
    ends: BTreeMap<String, u64>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            calls,
            ran,
            answered,
            repeated,
            connections,
            ends,
        } = self;
        writeln!(
            f,
            "{calls} calls, {ran} ran, {answered} answered in full, {repeated} repetitions, {connections} connections"
        )?;
        for (end, count) in ends {
            writeln!(f, "{count:>7}  {end}")?;
        }
        Ok(())
    }
}

/// What an error is, in short.
fn kind(error: &Error) -> String {
    let kind = match error.as_call_error() {
        Some(CallError::Transport(error)) => format!("no answer: {:?}", error.kind),
        Some(CallError::Unexpected(error)) => {
            format!("no answer of the API: HTTP {}", error.status)
        }
        _ => error.code().unwrap_or("another error").to_owned(),
    };
    let may = if error.may_have_run() {
        "may have run"
    } else {
        "did not run"
    };
    format!("{kind} ({may})")
}

/// Compares what the client says with what the server did.
fn check_write(
    mix: &Mix,
    server: &Server,
    figures: &mut Figures,
    id: i64,
    end: Result<i64, Error>,
) {
    let account = server.account(id);
    let run = format!("SEED={}, write {id}, {end:?}, {account:?}", mix.seed);
    assert!(account.ran <= 1, "a write ran twice: {run}");
    // Not even one that did not run is sent again where that is not known.
    assert!(
        account.attempts <= account.limited + 1,
        "a write was repeated: {run}"
    );
    figures.calls += 1;
    figures.ran += u64::from(account.ran);
    figures.answered += u64::from(account.answered);
    figures.repeated += u64::from(account.attempts.saturating_sub(1));
    let silent = mix.is_silent(id, ATTEMPTS);
    let end = match end {
        Ok(answer) => {
            assert_eq!(answer, id, "the answer to another call: {run}");
            assert_eq!(account.ran, 1, "a success that there is not: {run}");
            "success".to_owned()
        }
        Err(error) => {
            // Whoever is impatient may leave an answer behind when this machine is busy.
            assert!(!account.answered || silent, "a success was lost: {run}");
            assert!(
                account.ran == 0 || error.may_have_run(),
                "it did run: {run}"
            );
            if error.code() == Some("QUERY_LIMIT_EXCEEDED") {
                assert_eq!(account.limited, ATTEMPTS, "given up too early: {run}");
            }
            kind(&error)
        }
    };
    *figures.ends.entry(end).or_default() += 1;
}

fn mix() -> Mix {
    Mix {
        seed: Dice::seed(),
        percent: 45,
        lasting: true,
        unread: 60,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_writes_run_once_or_say_truly_that_they_may_have() {
    const WRITES: i64 = 10_000;
    let mix = mix();
    let server = Server::start(mix);
    let patient = client!(Bitrix24, server, PATIENCE);
    let impatient = client!(Bitrix24, server, IMPATIENCE);
    let next = std::sync::Arc::new(AtomicI64::new(1));
    let in_flight: Vec<_> = (0..32)
        .map(|_| {
            let (patient, impatient) = (patient.clone(), impatient.clone());
            let next = std::sync::Arc::clone(&next);
            tokio::spawn(async move {
                let mut ends = Vec::new();
                loop {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    if id > WRITES {
                        return ends;
                    }
                    let silent = mix.is_silent(id, ATTEMPTS);
                    let client = if silent { &impatient } else { &patient };
                    let end = client.send(write(id)).await;
                    ends.push((id, end.map(|id| id.get()).map_err(Error::from)));
                }
            })
        })
        .collect();
    let mut figures = Figures::default();
    for task in in_flight {
        for (id, end) in task.await.unwrap() {
            check_write(&mix, &server, &mut figures, id, end);
        }
    }
    figures.connections = server.connections();
    println!("async writes, seed {}: {figures}", mix.seed);
    assert_eq!(figures.calls, WRITES as u64);
    assert!(figures.ends.len() > 10, "all kinds of ends are seen");
}

#[test]
fn two_thousand_blocking_writes_run_once_or_say_truly_that_they_may_have() {
    const WRITES: i64 = 2_000;
    let mix = Mix {
        seed: mix().seed + 1,
        ..mix()
    };
    let server = Server::start(mix);
    let patient = client!(blocking::Bitrix24, server, PATIENCE);
    let impatient = client!(blocking::Bitrix24, server, IMPATIENCE);
    let (next, ends) = (AtomicI64::new(1), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    if id > WRITES {
                        return;
                    }
                    let silent = mix.is_silent(id, ATTEMPTS);
                    let client = if silent { &impatient } else { &patient };
                    let end = client.send(write(id));
                    let end = end.map(|id| id.get()).map_err(Error::from);
                    ends.lock().unwrap().push((id, end));
                }
            });
        }
    });
    let mut figures = Figures::default();
    for (id, end) in ends.into_inner().unwrap() {
        check_write(&mix, &server, &mut figures, id, end);
    }
    figures.connections = server.connections();
    println!("blocking writes, seed {}: {figures}", mix.seed);
    assert_eq!(figures.calls, WRITES as u64);
}

type Read = Result<Response<bitrix24::biconnector::SourceDetails>, CallError<source::GetError>>;

fn check_read(mix: &Mix, server: &Server, figures: &mut Figures, id: i64, end: Read) {
    let account = server.account(id);
    let end = end.map_err(Error::from);
    let run = format!("SEED={}, read {id}, {account:?}", mix.seed);
    figures.calls += 1;
    figures.ran += u64::from(account.ran);
    figures.answered += u64::from(account.answered);
    figures.repeated += u64::from(account.attempts.saturating_sub(1));
    let end = match end {
        Ok(response) => {
            let read = response.result.connection.id.get();
            assert_eq!(read, id, "the answer to another call: {run}");
            // Whoever is impatient may leave before the request is read, when this machine is busy.
            let attempts = response.attempts;
            let unread = attempts > account.attempts && mix.is_silent(id, ATTEMPTS);
            assert!(attempts == account.attempts || unread, "{attempts}: {run}");
            "success".to_owned()
        }
        Err(error) => {
            let tried = account.attempts == ATTEMPTS || mix.is_silent(id, ATTEMPTS);
            assert!(tried, "given up too early: {run}, {error}");
            kind(&error)
        }
    };
    *figures.ends.entry(end).or_default() += 1;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_survive_every_fault_that_passes() {
    const READS: i64 = 3_000;
    let mix = Mix {
        seed: mix().seed + 2,
        lasting: false,
        unread: 0,
        ..mix()
    };
    let server = Server::start(mix);
    let patient = client!(Bitrix24, server, PATIENCE);
    let impatient = client!(Bitrix24, server, IMPATIENCE);
    // Until something was read, nobody knows when a working time ends.
    while patient.operating_time("biconnector.source.get").is_none() {
        let _ = patient.send(source::Get::new(READS + 1)).await;
    }
    while impatient.operating_time("biconnector.source.get").is_none() {
        let _ = impatient.send(source::Get::new(READS + 1)).await;
    }
    let next = std::sync::Arc::new(AtomicI64::new(1));
    let in_flight: Vec<_> = (0..32)
        .map(|_| {
            let (patient, impatient) = (patient.clone(), impatient.clone());
            let next = std::sync::Arc::clone(&next);
            tokio::spawn(async move {
                let mut ends = Vec::new();
                loop {
                    let id = next.fetch_add(1, Ordering::Relaxed);
                    if id > READS {
                        return ends;
                    }
                    let silent = mix.is_silent(id, ATTEMPTS);
                    let client = if silent { &impatient } else { &patient };
                    ends.push((id, client.send_full(source::Get::new(id)).await));
                }
            })
        })
        .collect();
    let mut figures = Figures::default();
    for task in in_flight {
        for (id, end) in task.await.unwrap() {
            check_read(&mix, &server, &mut figures, id, end);
        }
    }
    figures.connections = server.connections();
    println!("async reads, seed {}: {figures}", mix.seed);
    assert_eq!(figures.calls, READS as u64);
    assert!(figures.ends["success"] > figures.calls * 9 / 10);
}
