//! The spec language, version 1: the YAML of a spec as it stands in the file.
//!
//! These structs are the language. `spec/schema.json` is derived from them, doc comments included, so what is written
//! here is what an author reads in the editor. The order of the fields is the one in which `cargo xtask fmt` puts the keys.
//! A key that no struct has is a mistake everywhere: the reader and the schema see to that.

mod error;
mod field;
mod forms;
mod list;
mod method;
mod operator;
mod types;

pub(crate) use error::{ErrorRows, ErrorSpec, ErrorWord, Means};
pub(crate) use field::{Deprecation, FieldSpec, Format, ResultSpec, ValueSpec};
pub(crate) use forms::{DocOr, OneOrMany, Ordered};
pub(crate) use list::{FilterSpec, ListPart, ListSpec, PagingSpec, PagingStyle, WalkSpec};
pub(crate) use method::{
    Available, Context, Edition, Effect, Entity, Evidence, ExampleSpec, MethodSpec, ScopeSpec,
};
pub(crate) use operator::{Operand, Operator};
pub(crate) use types::{ScalarKind, SharedSpec, SystemSpec, TypeSpec};
