//! Servers, proxies and networks that fail, and what both clients say about it.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "faults/dice.rs"]
mod dice;
#[path = "faults/run.rs"]
mod run;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/stale.rs"]
mod stale;
