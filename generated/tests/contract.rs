//! Every example of every spec, as it stands there and as the server may send it on a bad day; and for each method one more that has
//! a value for each field.
//!
//! The examples are generated from the specs, a test for each method: `cases::crm::item::add::examples`. What is done with them is in
//! `harness/`.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]
// Modules are called as the API calls them.
#![allow(clippy::module_inception)]

#[rustfmt::skip]
#[path = "contract/mod.rs"]
mod cases;
#[path = "faults/dice.rs"]
mod dice;
mod harness;

use harness::contract;
