//! Portals that refuse single commands because of a limit, inside an answer that is good otherwise.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{Batch, BatchCall, BatchResults, HyperTransport, RateLimit, Retry};
use bitrix24::{Bitrix24, blocking};
use serde_json::{Value, json};

use super::php::{self, Outcome, Php, commands};
use super::support::{Portal, Request};
use super::time::Jumps;

pub(crate) const SECOND: Duration = Duration::from_secs(1);

pub(crate) const QUERY: &str = "QUERY_LIMIT_EXCEEDED";
pub(crate) const OPERATION: &str = "OPERATION_TIME_LIMIT";

/// What a portal does at the nth run of a command with this number, which begins with 0.
pub(crate) type Run = fn(id: i64, nth: usize) -> Outcome;

/// A portal that notes in which order commands ran; those that are refused did not.
pub(crate) struct Limited {
    pub(crate) portal: Portal,
    ran: Arc<Mutex<Vec<i64>>>,
}

pub(crate) fn id(parameters: &Php) -> i64 {
    match parameters.at(&["id"]) {
        Some(Php::Text(id)) => id.parse().unwrap_or(-1),
        _ => -1,
    }
}

impl Limited {
    pub(crate) fn new(run: impl Fn(i64, usize) -> Outcome + Send + Sync + 'static) -> Self {
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

    pub(crate) fn ran(&self) -> Vec<i64> {
        self.ran.lock().unwrap().clone()
    }

    /// The numbers in each request.
    pub(crate) fn requests(&self) -> Vec<Vec<i64>> {
        self.portal.received().iter().map(ids).collect()
    }
}

pub(crate) fn ids(request: &Request) -> Vec<i64> {
    let commands = commands(&request.body);
    commands.iter().map(|(_, _, values)| id(values)).collect()
}

pub(crate) fn is_limit(outcome: &Outcome) -> bool {
    matches!(outcome, Err(error) if error["error"] == QUERY || error["error"] == OPERATION)
}

/// Both clients, with a clock that jumps.
pub(crate) enum Client {
    Async(Bitrix24),
    Blocking(blocking::Bitrix24),
}

impl Client {
    pub(crate) async fn send(&self, batch: Batch) -> BatchResults {
        match self {
            Self::Async(bitrix) => bitrix.send_batch(batch).await,
            Self::Blocking(bitrix) => bitrix.send_batch(batch),
        }
    }
}

pub(crate) fn clients(portal: &Portal, retry: Retry, deadline: Duration) -> [(Client, Jumps); 2] {
    // One for all, for the certificates of the system take their time.
    static TRANSPORT: LazyLock<HyperTransport> = LazyLock::new(|| HyperTransport::new().unwrap());
    macro_rules! client {
        ($builder:expr, $jumps:expr) => {
            $builder
                .timer($jumps.clone())
                .rate_limit(RateLimit::UNLIMITED)
                .retry(retry)
                .deadline(deadline)
                .webhook(portal.webhook())
                .unwrap()
        };
    }
    let (one, two) = (Jumps::new(), Jumps::new());
    let builder = Bitrix24::builder().transport(TRANSPORT.clone());
    [
        (Client::Async(client!(builder, one)), one),
        (
            Client::Blocking(client!(blocking::Bitrix24::builder(), two)),
            two,
        ),
    ]
}

/// A portal of its own for each client, which are told apart by their place.
pub(crate) fn each(run: Run) -> [(Limited, Client, Jumps); 2] {
    [0, 1].map(|place| {
        let limited = Limited::new(run);
        let clients = clients(&limited.portal, Retry::default(), 1000 * SECOND);
        let (client, jumps) = clients.into_iter().nth(place).unwrap();
        (limited, client, jumps)
    })
}

pub(crate) fn deletes(
    ids: impl IntoIterator<Item = i64>,
) -> (Batch, Vec<BatchCall<source::Delete>>) {
    let mut batch = Batch::new();
    let calls = ids.into_iter().map(|id| batch.add(source::Delete::new(id)));
    let calls = calls.collect();
    (batch, calls)
}

/// Its method may be called again in 30 seconds.
pub(crate) fn worked(result: Value) -> Outcome {
    let time = json!({ "start": 1000.0, "finish": 1000.0, "operating": 470.25, "operating_reset_at": 1030 });
    Ok((result, json!({ "time": time })))
}
