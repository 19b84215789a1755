//! The client for threads, of the feature `blocking`: the same as [`client`](crate::client), without async.
//!
//! What is not here is there: [`Batch`](crate::client::Batch), [`Tokens`](crate::client::Tokens),
//! [`Retry`](crate::client::Retry) and others, and what a client does about failures.

mod bitrix24;
mod builder;
mod connect;
mod drive;
mod pages;
mod renew;
mod store;
mod target;
mod timer;
mod transport;

pub use bitrix24::{Bitrix24, Call};
pub use builder::Builder;
pub use pages::{Items, Pages};
pub use store::TokenStore;
pub use timer::{SystemTimer, Timer};
pub use transport::{Transport, UreqTransport};
