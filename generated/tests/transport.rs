//! What lies between a client and its portal: names, routes, proxies, TLS. Both clients are asked, and must say the same.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

#[path = "client/time.rs"]
mod time;

#[path = "transport/connections.rs"]
mod connections;
#[path = "transport/given.rs"]
mod given;
#[path = "transport/gzip.rs"]
mod gzip;
#[path = "transport/http2.rs"]
mod http2;
#[path = "transport/logs.rs"]
mod logs;
#[path = "transport/plain.rs"]
mod plain;
#[path = "transport/proxy.rs"]
mod proxy;
#[path = "transport/servers.rs"]
mod servers;
#[path = "transport/trust.rs"]
mod trust;
#[path = "transport/verdicts.rs"]
mod verdicts;
