//! What keeps a program from harm: the scopes that methods need.

#![allow(deprecated, missing_docs)]

#[path = "safety/scopes.rs"]
mod scopes;
