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
pub(crate) use faces::{builder, call, client, list, portals};
#[cfg(feature = "client")]
pub(crate) use flight::flight;
pub(crate) use io::Io;
pub(crate) use portals::{Registry, Shelf};
pub(crate) use shared::Driver;
