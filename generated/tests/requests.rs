//! What is sent beside typed requests: calls without a spec, parameters beyond the spec, types of the caller's own.

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

// What the lists of other tests need.
#[allow(dead_code)]
#[path = "paging/model.rs"]
mod model;
#[allow(dead_code)]
#[path = "batch/php.rs"]
mod php;

#[path = "requests/absence.rs"]
mod absence;
#[path = "requests/both.rs"]
mod both;
#[path = "requests/own.rs"]
mod own;
#[path = "requests/own_beside.rs"]
mod own_beside;
#[path = "requests/own_errors.rs"]
mod own_errors;
#[path = "requests/own_hostile.rs"]
mod own_hostile;
#[path = "requests/own_lists.rs"]
mod own_lists;
#[path = "requests/strict.rs"]
mod strict;
#[path = "requests/untyped.rs"]
mod untyped;
#[path = "requests/untyped_lists.rs"]
mod untyped_lists;
#[path = "requests/with.rs"]
mod with;
