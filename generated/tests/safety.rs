//! What keeps a program from harm: read-only clients, dry runs, what a portal supports, scopes.

#![allow(
    deprecated,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/collector.rs"]
mod collector;

#[path = "client/office.rs"]
mod office;

#[path = "client/time.rs"]
mod time;

#[path = "safety/dry_batches.rs"]
mod dry_batches;
#[path = "safety/dry_runs.rs"]
mod dry_runs;
#[path = "safety/hints.rs"]
mod hints;
#[path = "safety/read_only.rs"]
mod read_only;
#[path = "safety/scopes.rs"]
mod scopes;
#[path = "safety/supports.rs"]
mod supports;

use bitrix24::biconnector::NewSource;
use bitrix24::{Bitrix24, blocking};
use support::Portal;

/// What no text for people shows.
const PASSWORD: &str = "pa55w0rd";

fn clients(portal: &Portal) -> (Bitrix24, blocking::Bitrix24) {
    let url = portal.webhook();
    let client = Bitrix24::webhook(&url).unwrap();
    (client, blocking::Bitrix24::webhook(&url).unwrap())
}

/// Clients that are read-only.
fn readers(portal: &Portal) -> (Bitrix24, blocking::Bitrix24) {
    let (client, blocking) = (Bitrix24::builder(), blocking::Bitrix24::builder());
    let url = portal.webhook();
    let client = client.read_only().webhook(&url).unwrap();
    (client, blocking.read_only().webhook(&url).unwrap())
}

/// A source with a password among its settings.
fn source(title: &str) -> NewSource {
    let settings = [("login", "bi"), ("password", PASSWORD)];
    NewSource::new(title, 4, settings)
}
