//! The client for threads, of the feature `blocking`: the same as [`client`](crate::client), without async.
//!
//! What is not here is there: [`Batch`](crate::client::Batch), [`Tokens`](crate::client::Tokens),
//! [`Retry`](crate::client::Retry) and others, and what a client does about failures.

mod bitrix24;
mod block_on;
mod builder;
mod call;
mod limiter;
mod pages;
mod portal_store;
mod portals;
mod store;
mod threads;
mod timer;
mod transport;

pub use bitrix24::Bitrix24;
pub use builder::Builder;
pub use call::Call;
pub use limiter::Limiter;
pub use pages::{Items, Pages};
pub use portal_store::PortalStore;
pub use portals::Portals;
pub use store::TokenStore;
pub use timer::{SystemTimer, Timer};
pub use transport::Transport;
#[cfg(feature = "ureq")]
pub use transport::UreqTransport;
#[cfg(feature = "blocking")]
pub use transport::UreqTransportBuilder;
