//! Servers, proxies and networks that fail, and what both clients say about it.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/collector.rs"]
mod collector;
#[path = "faults/dice.rs"]
mod dice;
#[path = "faults/doubt.rs"]
mod doubt;
#[path = "faults/echo.rs"]
mod echo;
#[path = "faults/in_result.rs"]
mod in_result;
#[path = "faults/refused.rs"]
mod refused;
#[path = "faults/run.rs"]
mod run;
#[path = "faults/server.rs"]
mod server;
#[path = "faults/stale.rs"]
mod stale;
#[path = "faults/too_large.rs"]
mod too_large;
