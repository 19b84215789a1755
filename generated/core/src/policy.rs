//! What a client decides, without doing any of it: no socket, no clock, no sleep. `driver` does it.

mod address;
mod attempt;
pub(crate) mod batch;
#[cfg(any(feature = "client", feature = "blocking", feature = "reqwest"))]
pub(crate) mod body;
mod build_error;
mod config;
#[cfg(any(feature = "client", feature = "ureq"))]
pub(crate) mod connect;
mod decoding;
mod dry_run;
pub(crate) mod host;
mod http;
mod limit;
mod load;
pub(crate) mod oauth;
pub(crate) mod page;
pub(crate) mod pager;
mod plan;
mod portal;
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) mod proxy;
mod repeats;
mod reply;
mod retry;
mod session;
mod step;
pub(crate) mod supports;
pub(crate) mod trace;
#[cfg(any(feature = "client", feature = "blocking"))]
mod transport;
mod vendor;
mod wait;

pub use build_error::BuildError;
pub use dry_run::{BatchDryRun, DryRun, DryRunCall};
pub use http::{HttpMethod, HttpRequest, HttpResponse};
pub use limit::{Admission, RateLimit};
pub use load::OperatingTime;
pub use retry::Retry;

pub(crate) use address::Address;
pub(crate) use attempt::Attempts;
pub(crate) use config::Config;
pub(crate) use decoding::{Decoder, Decoding};
pub(crate) use limit::Level;
pub(crate) use plan::{Options, Plan};
pub(crate) use portal::Portal;
pub(crate) use session::Session;
pub(crate) use step::{Event, Outcome, Step};
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use transport::TransportConfig;
pub(crate) use wait::Wait;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds of Unix time.
pub(crate) fn unix(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Locks; a panic of another thread has left nothing half done in what is locked here.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
