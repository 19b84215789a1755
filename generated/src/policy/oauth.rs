//! Applications: their tokens, and how these are renewed.

mod answer;
mod exchange;
mod read;
mod renewal;
mod store;
mod tokens;

pub use exchange::App;
pub use store::{MemoryStore, StoreError, Stored};
pub use tokens::Tokens;

pub(crate) use exchange::Question;
pub(crate) use renewal::{Done, Happened, Renewal, Renewed, Todo};
