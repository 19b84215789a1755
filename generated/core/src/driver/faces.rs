//! Public methods that both clients have word for word. Those that differ, by `async` or in a type, are in each client.

mod builder;
mod call;
mod client;
mod list;
mod portals;
#[cfg(any(feature = "client", feature = "blocking"))]
mod transport;

pub(crate) use builder::builder;
pub(crate) use call::call;
pub(crate) use client::client;
pub(crate) use list::list;
pub(crate) use portals::portals;
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use transport::transport;
