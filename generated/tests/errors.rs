//! Errors that fit in.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "errors/convert.rs"]
mod convert;
#[path = "errors/store.rs"]
mod store;
