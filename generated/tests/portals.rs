//! Many portals of one application, and limits that processes share: the same cases for both clients.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]
// The cases are compiled for each client.
#![allow(clippy::duplicate_mod)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/collector.rs"]
mod collector;
#[path = "client/common.rs"]
mod common;
#[path = "portals/files.rs"]
mod files;
#[path = "portals/limiters.rs"]
mod limiters;
#[path = "portals/on_threads.rs"]
mod on_threads;
#[path = "portals/on_tokio.rs"]
mod on_tokio;
#[path = "portals/races.rs"]
mod races;
#[path = "portals/stores.rs"]
mod stores;
#[path = "client/time.rs"]
mod time;
#[path = "portals/vendor.rs"]
mod vendor;
