//! Carries out what [`policy`](crate::policy) decides, for both clients. It is async; the blocking client runs it to completion on the
//! caller's thread. Requests, waits and stored tokens go through an [`Io`].

mod batch;
mod call;
mod drive;
mod exchange;
mod faces;
mod flight;
mod follow;
mod io;
mod once;
mod portals;
mod renew;
mod shared;
mod supports;

pub(crate) use batch::Worker;
pub(crate) use call::Prepared;
pub(crate) use exchange::{exchange, verify};
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use faces::transport;
pub(crate) use faces::{builder, call, client, list, portals};
#[cfg(feature = "client-core")]
pub(crate) use flight::flight;
pub(crate) use io::Io;
pub(crate) use portals::{Registry, Shelf};
pub(crate) use shared::Driver;

/// The crate was built without a transport of its own.
#[cfg(not(all(feature = "client", feature = "blocking")))]
// With one of the two, the other client may be absent.
#[allow(dead_code)]
pub(crate) fn no_transport(feature: &str) -> crate::client::BuildError {
    let way_out = "pass one to `transport` of the builder, or turn on the feature";
    crate::client::BuildError::new(format!("no transport: {way_out} `{feature}`"))
}
