//! Generator of the `bitrix24` crate: specs in, Rust out.
//!
//! It is pure: no file, no environment, no clock. What it is given is a map of texts, what it gives is a map of texts.

use std::collections::BTreeMap;

mod check;
mod de;
mod diag;
mod locate;
mod model;
mod names;
mod node;
mod parse;
mod place;
mod raw;
mod schema;
mod ty;

pub use diag::{Diagnostic, Report, Span};
pub use schema::schema;

/// The files of `spec/`: path, relative to it, to text.
pub type Sources = BTreeMap<String, String>;
