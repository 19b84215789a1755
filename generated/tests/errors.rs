//! Errors that fit in, and what is left out where that is allowed.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/time.rs"]
mod time;

#[path = "errors/convert.rs"]
mod convert;
#[path = "errors/store.rs"]
mod store;
#[path = "errors/tolerant.rs"]
mod tolerant;
#[path = "errors/values.rs"]
mod values;
