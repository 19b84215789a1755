//! Rust to tokens, and to rows of tables. Nothing is decided here.

mod builder;
mod enums;
mod list;
mod method;
mod module;
mod piece;
mod scope;
mod structs;
mod tests;

pub(crate) use module::{module, root, test_module};
pub(crate) use piece::Piece;
