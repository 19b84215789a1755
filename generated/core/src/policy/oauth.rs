//! Applications: their tokens, and how these are renewed.

mod answer;
mod claim;
mod event;
mod exchange;
mod held;
mod memory;
mod portal_error;
mod read;
mod renewal;
mod store;
mod store_error;
mod tokens;

pub use event::PortalEvent;
pub use exchange::App;
pub use memory::{MemoryPortalStore, MemoryStore};
pub use portal_error::PortalError;
pub use store::Stored;
pub use store_error::StoreError;
pub use tokens::Tokens;

pub(crate) use claim::Now;
pub(crate) use event::Received;
pub(crate) use exchange::Question;
pub(crate) use held::{Done, Held, Renewed};
pub(crate) use renewal::{Happened, Renewal, Todo};
