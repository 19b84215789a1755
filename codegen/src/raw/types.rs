//! Types that have a name, and the files that methods share.

use schemars::JsonSchema;

use super::error::ErrorSpec;
use super::field::{FieldSpec, ValueSpec};
use super::forms::{DocOr, OneOrMany, Ordered};

/// What several methods of a folder share: `spec/biconnector/_types.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct SharedSpec {
    /// What the folder is about; it opens the documentation of the module.
    pub(crate) doc: Option<String>,
    /// The types by name. A spec sees those of its own folder and of every folder above it.
    #[serde(default)]
    pub(crate) types: Ordered<TypeSpec>,
    /// Errors that several methods list, by code. A method takes one over by `CODE: shared`, several by a group.
    #[serde(default)]
    pub(crate) errors: Ordered<OneOrMany<ErrorSpec>>,
    /// Groups of these errors by name, each a list of codes. Codes of the folders above may stand in it as well.
    #[serde(default)]
    pub(crate) error_groups: Ordered<Vec<String>>,
    /// The groups that the methods of this folder inherit, unless they name others.
    pub(crate) inherits: Option<OneOrMany<String>>,
}

/// What every method shares: `spec/_system.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct SystemSpec {
    /// The errors that any method may answer, by code.
    pub(crate) errors: Ordered<OneOrMany<ErrorSpec>>,
    /// The object `time` beside the result.
    pub(crate) time: ObjectSpec,
}

/// An object.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ObjectSpec {
    /// What it is.
    pub(crate) doc: String,
    /// Its fields.
    pub(crate) fields: Ordered<FieldSpec>,
}

/// A type with a name: an object (`fields`), another object with all fields optional (`partial`), an enum (`values`), an
/// identifier (`id`), one of several types (`one_of`), an object that depends on another field (`cases`), or a type written
/// by hand (`own`).
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct TypeSpec {
    /// An identifier, with a Rust type of its own so that it cannot be mixed up with others.
    pub(crate) id: Option<ScalarKind>,
    /// The narrower identifiers that this one is made of: that of a deal is one of a CRM item too.
    #[serde(default)]
    pub(crate) from: Vec<String>,
    /// What it is.
    pub(crate) doc: String,
    /// The object whose fields this one has, all of them optional.
    pub(crate) partial: Option<String>,
    /// The fields of that object which this one lacks.
    #[serde(default)]
    pub(crate) without: Vec<String>,
    /// The fields of an object; beside `partial`, those that it has more.
    pub(crate) fields: Option<Ordered<FieldSpec>>,
    /// Whether the values of the enum are `string` (this is the default) or `integer`.
    #[serde(rename = "type")]
    pub(crate) type_: Option<ScalarKind>,
    /// The values of an enum.
    pub(crate) values: Option<Ordered<DocOr<ValueSpec>>>,
    /// A union: the types that a value may have, told apart by their kind in JSON: `[string, "map<string>"]`.
    pub(crate) one_of: Option<Vec<String>>,
    /// The field, beside the one that has this type, whose value says which of the `cases` it is.
    pub(crate) by: Option<String>,
    /// An object whose fields depend on the value of another field: the values of that field, each with the name of an
    /// object. Any other value means an object of unknown fields.
    pub(crate) cases: Option<Ordered<String>>,
    /// A type written by hand, in a Rust file of its name beside the spec: `Uploaded.rs`. Here stand the types that it is made
    /// of, `[]` if there are none.
    pub(crate) own: Option<Vec<String>>,
}

/// What an enum or an identifier is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScalarKind {
    /// A number.
    Integer,
    /// Text.
    String,
}
