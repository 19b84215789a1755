//! Lists, read to their end by both clients.

#![allow(
    deprecated,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/time.rs"]
mod time;

#[path = "faults/dice.rs"]
mod dice;

#[allow(dead_code)]
#[path = "batch/php.rs"]
mod php;

#[path = "paging/bad_rows.rs"]
mod bad_rows;
#[path = "paging/chains.rs"]
mod chains;
#[path = "paging/changing.rs"]
mod changing;
#[path = "paging/deadline.rs"]
mod deadline;
#[path = "paging/endless.rs"]
mod endless;
#[path = "paging/free.rs"]
mod free;
#[path = "paging/gaps.rs"]
mod gaps;
#[path = "paging/list_server.rs"]
mod list_server;
#[path = "paging/model.rs"]
mod model;
#[path = "paging/own.rs"]
mod own;
#[path = "paging/stalls.rs"]
mod stalls;
#[path = "paging/streams.rs"]
mod streams;
#[path = "paging/styles.rs"]
mod styles;
#[path = "paging/tolerant.rs"]
mod tolerant;
#[path = "paging/words.rs"]
mod words;
