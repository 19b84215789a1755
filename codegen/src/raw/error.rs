//! Rows of the tables of errors.

use schemars::JsonSchema;

use super::forms::{DocOr, OneOrMany, Ordered, Status};

/// The rows of an error code: `shared`, one, or a list of them.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(expecting = "`shared`, a mapping, or a list of mappings")]
#[schemars(untagged)]
pub(crate) enum ErrorRows {
    /// Those that a `_types.yaml` has for the code.
    #[serde(rename = "text")]
    Shared(Shared),
    /// The method's own.
    #[serde(rename = "a mapping", alias = "a list")]
    Own(OneOrMany<ErrorSpec>),
}

/// The word that takes over what a `_types.yaml` has.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shared {
    /// The rows of the `_types.yaml`.
    Shared,
}

/// A row of the table of errors.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ErrorSpec {
    /// The Rust name of the variant, where the one derived from the code does not do.
    pub(crate) rename: Option<String>,
    /// The text that the server sends, with its placeholders: `The field #FIELD# is missing.`
    pub(crate) message: Option<String>,
    /// The HTTP status.
    pub(crate) status: Option<Status>,
    /// What it says about what the call is about.
    pub(crate) means: Option<Means>,
    /// What stands in the message in the place of each placeholder, by its name: `FIELD` for `#FIELD#`.
    #[serde(default)]
    pub(crate) placeholders: Ordered<DocOr<PlaceholderSpec>>,
    /// When it happens.
    pub(crate) doc: String,
}

/// A placeholder of a message.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct PlaceholderSpec {
    /// Whether it is a list, with commas between the elements.
    #[serde(default)]
    pub(crate) list: bool,
    /// What it is.
    pub(crate) doc: String,
    /// The Rust name, where the one derived from the placeholder does not do.
    pub(crate) rename: Option<String>,
}

/// What an error says about the thing that a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Means {
    /// A parameter or a field that is required is not there.
    Missing,
    /// There is no such thing.
    NotFound,
    /// It cannot be changed or removed.
    ReadOnly,
    /// Something else uses it, or it is there already.
    InUse,
    /// The user may not do it.
    NoAccess,
}
