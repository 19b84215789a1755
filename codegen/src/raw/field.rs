//! Fields and results, and what they say about their type.

use schemars::JsonSchema;
use serde_json::Number;

use super::forms::{DocOr, OneOrMany, Ordered};
use crate::json::Json;

/// A parameter, or a field of an object.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct FieldSpec {
    /// Its type: `string`, `integer`, `double`, `decimal`, `money`, `boolean`, `datetime`, `date`, `timestamp`, `scalar`, `file`, `base64`,
    /// `object`, `any`, a named type; `T[]`, `map<T>`, `T | U`, `T | null`.
    #[serde(rename = "type")]
    pub(crate) type_: String,
    /// In a request: it must be sent. In an answer: it always arrives, and is not null.
    #[serde(default)]
    pub(crate) required: bool,
    /// That and why it should no longer be used.
    pub(crate) deprecated: Option<Deprecation>,
    /// The Rust name, where the one derived from the wire name does not do.
    pub(crate) rename: Option<String>,
    /// The least number.
    #[schemars(with = "Option<Number>")]
    pub(crate) min: Option<f64>,
    /// The greatest number.
    #[schemars(with = "Option<Number>")]
    pub(crate) max: Option<f64>,
    /// A regular expression that the text matches.
    pub(crate) pattern: Option<String>,
    /// What kind of text it is.
    pub(crate) format: Option<Format>,
    /// The least number of characters, or of elements of a list.
    pub(crate) min_length: Option<u64>,
    /// The greatest number of characters, or of elements of a list.
    pub(crate) max_length: Option<u64>,
    /// What the server takes where nothing is sent.
    pub(crate) default: Option<Json>,
    /// What it takes then, in words, where that is no fixed value: `the current user`.
    pub(crate) default_doc: Option<String>,
    /// A password, a token: no log and no `Debug` may show it.
    #[serde(default)]
    pub(crate) secret: bool,
    /// What it means; units and shape, where they are not plain.
    pub(crate) doc: String,
    /// The fields of an object that has no name of its own; the type is `object`, `object[]` or `map<object>`.
    pub(crate) fields: Option<Ordered<Self>>,
    /// The values of an enum that has no name of its own; the type is `string` or `integer`, or a list or map of them.
    /// The server may answer others: enums are open.
    pub(crate) values: Option<Ordered<DocOr<ValueSpec>>>,
}

/// A kind of text that the crate can tell from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    /// A full address: `http://` or `https://`, a host, no blanks.
    Url,
}

/// What stands under `result` in a successful answer. One of `type`, `fields` and `values` says its type.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ResultSpec {
    /// Whether it stands under `result` in the answer; `false` if it is the whole answer.
    #[serde(default = "super::method::yes")]
    pub(crate) envelope: bool,
    /// The one key that holds the output, where the server wraps it: `item` for `{"result": {"item": …}}`.
    pub(crate) unwrap: Option<String>,
    /// Its type, as for a field.
    #[serde(rename = "type")]
    pub(crate) type_: Option<String>,
    /// What the output is.
    pub(crate) doc: Option<String>,
    /// The fields of an object that has no name of its own.
    pub(crate) fields: Option<Ordered<FieldSpec>>,
    /// The values of an enum that has no name of its own.
    pub(crate) values: Option<Ordered<DocOr<ValueSpec>>>,
}

/// A value of an enum.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ValueSpec {
    /// What it means.
    pub(crate) doc: String,
    /// The Rust name, where the one derived from the value does not do.
    pub(crate) rename: Option<String>,
}

/// That something should no longer be used. At least one of the two says why.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, JsonSchema)]
pub(crate) struct Deprecation {
    /// What to use instead: the name of a method, or of a field beside it; or a list of them.
    pub(crate) replacement: Option<OneOrMany<String>>,
    /// Why.
    pub(crate) reason: Option<String>,
}

impl Deprecation {
    /// What to use instead.
    pub(crate) fn replacements(&self) -> &[String] {
        self.replacement.as_ref().map_or(&[], OneOrMany::as_slice)
    }
}
