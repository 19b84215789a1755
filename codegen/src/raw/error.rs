//! Rows of the tables of errors.

use schemars::JsonSchema;

use super::forms::{DocOr, OneOrMany, Ordered, Status};

/// The rows of an error code: `shared`, `none`, one, or a list of them.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(expecting = "`shared`, `none`, a mapping, or a list of mappings")]
#[schemars(untagged)]
pub(crate) enum ErrorRows {
    /// Those of a `_types.yaml`, or none.
    #[serde(rename = "text")]
    Word(ErrorWord),
    /// The method's own.
    #[serde(rename = "a mapping", alias = "a list")]
    Own(OneOrMany<ErrorSpec>),
}

/// What is done with the rows that a `_types.yaml` has for a code.
#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErrorWord {
    /// The method has them.
    Shared,
    /// The method does not have them, although a group that it inherits does.
    None,
}

/// A row of the table of errors.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ErrorSpec {
    /// The Rust name of the variant. Rows of one code that have different names are told apart by their texts, which must be
    /// `fixed`, or by their `field`; any other text becomes the variant of the code.
    pub(crate) name: Option<String>,
    /// The text that the server sends, with its placeholders: `The field #FIELD# is missing.`
    pub(crate) message: Option<String>,
    /// Whether the text is the same on every portal; others are in the portal's language.
    #[serde(default)]
    pub(crate) fixed: bool,
    /// The HTTP status.
    pub(crate) status: Option<Status>,
    /// What it says about what the call is about.
    pub(crate) means: Option<Means>,
    /// REST 3: the parameter, or the parameters, that the error is about.
    pub(crate) field: Option<OneOrMany<String>>,
    /// What stands in the message in the place of each placeholder: `FIELD` for `#FIELD#`; any other is written as it stands
    /// in the message, such as `{id}` or a bare word.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, JsonSchema)]
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

impl ErrorSpec {
    /// The fields that the error is about one of.
    pub(crate) fn fields(&self) -> &[String] {
        self.field.as_ref().map_or(&[], OneOrMany::as_slice)
    }
}
