//! Batches: what is sent, what comes back, and what becomes of each call.

#![allow(
    deprecated,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/office.rs"]
mod office;

#[path = "client/time.rs"]
mod time;

#[path = "faults/dice.rs"]
mod dice;

#[path = "batch/alone.rs"]
mod alone;
#[path = "batch/chunks.rs"]
mod chunks;
#[path = "batch/concurrent.rs"]
mod concurrent;
#[path = "batch/custom.rs"]
mod custom;
#[path = "batch/deadline.rs"]
mod deadline;
#[path = "batch/form.rs"]
mod form;
#[path = "batch/halting.rs"]
mod halting;
#[path = "batch/limited.rs"]
mod limited;
#[path = "batch/limits.rs"]
mod limits;
#[path = "batch/outside.rs"]
mod outside;
#[path = "batch/php.rs"]
mod php;
#[path = "batch/references.rs"]
mod references;
#[path = "batch/rest3.rs"]
mod rest3;
#[path = "batch/rest3_errors.rs"]
mod rest3_errors;
#[path = "batch/results.rs"]
mod results;

use bitrix24::client::{RateLimit, Retry};
use bitrix24::{Bitrix24, blocking};
use support::Portal;
use time::Jumps;

fn client(portal: &Portal) -> Bitrix24 {
    Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(portal.webhook())
        .unwrap()
}

fn blocking(portal: &Portal) -> blocking::Bitrix24 {
    blocking::Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .retry(Retry::default().attempts(3))
        .webhook(portal.webhook())
        .unwrap()
}
