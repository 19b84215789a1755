//! The spec language, version 1: the YAML of a spec as it stands in the file.
//!
//! These structs are the language. `spec/schema.json` is derived from them, doc comments included, so what is written
//! here is what an author reads in the editor. The order of the fields is the one in which `cargo xtask fmt` puts the keys.

mod forms;
mod list;

use schemars::JsonSchema;
use serde_json::Number;

use crate::json::Json;
pub(crate) use forms::{DocOr, ErrorRows, OneOrMany, Ordered, Status};
pub(crate) use list::{
    FilterSpec, ListPart, ListSpec, Operand, Operator, OrderSpec, PagingSpec, PagingStyle,
    SelectSpec,
};

/// One method of the API: `spec/biconnector/source/get.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MethodSpec {
    /// The full name, as the vendor spells it. The path of the file is the same name.
    pub(crate) method: String,
    /// One sentence: what the method does. It opens the documentation.
    pub(crate) summary: String,
    /// Further paragraphs, separated by an empty line. `code` in backticks, lists with `- `.
    pub(crate) description: Option<String>,
    /// The vendor's page, relative to `https://apidocs.bitrix24.com/`.
    pub(crate) docs: Option<String>,
    /// The scope, or several of which one is enough. An empty list: no scope is needed.
    pub(crate) scope: OneOrMany<String>,
    /// Who may call it: the rights that a user needs.
    pub(crate) access: Option<String>,
    /// Who may call it: a webhook as well, or an application only.
    #[serde(default)]
    pub(crate) context: Context,
    /// What a call does to the data; it decides what a client may repeat.
    pub(crate) effect: Effect,
    /// Whether a call may stand in a batch; `false` if the page says that it may not.
    #[serde(default = "yes")]
    pub(crate) batch: bool,
    /// Whether the server takes the parameters by their places, whatever their names.
    #[serde(default)]
    pub(crate) positional: bool,
    /// That and why the method should no longer be used.
    pub(crate) deprecated: Option<Deprecation>,
    /// The Rust name of the request, where the one derived from the method's name does not do.
    pub(crate) rename: Option<String>,
    /// The parameters, in the order of the page.
    #[serde(default)]
    pub(crate) params: Ordered<FieldSpec>,
    /// What a list takes besides: fields to select, conditions, an order, a page.
    pub(crate) list: Option<ListSpec>,
    /// What stands under `result` in a successful answer.
    pub(crate) result: ResultSpec,
    /// Types that only this method uses. What several methods share stands in a `_types.yaml`.
    #[serde(default)]
    pub(crate) types: Ordered<TypeSpec>,
    /// The method's own errors by code. `""` is an error without a code.
    #[serde(default)]
    pub(crate) errors: Ordered<ErrorRows>,
    /// Calls and their answers by name. Each becomes a test.
    #[serde(default)]
    pub(crate) examples: Ordered<ExampleSpec>,
    /// Methods to look at next.
    #[serde(default)]
    pub(crate) see: Vec<String>,
}

fn yes() -> bool {
    true
}

/// What several methods of a folder share: `spec/biconnector/_types.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharedSpec {
    /// What the folder is about; it opens the documentation of the module.
    pub(crate) doc: Option<String>,
    /// The types by name. A spec sees those of its own folder and of every folder above it.
    #[serde(default)]
    pub(crate) types: Ordered<TypeSpec>,
    /// Errors that several methods list, by code. A method takes one over by `CODE: shared`.
    #[serde(default)]
    pub(crate) errors: Ordered<OneOrMany<ErrorSpec>>,
}

/// What every method shares: `spec/_system.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SystemSpec {
    /// The errors that any method may answer, by code.
    pub(crate) errors: Ordered<OneOrMany<ErrorSpec>>,
    /// The object `time` beside the result.
    pub(crate) time: ObjectSpec,
}

/// An object.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObjectSpec {
    /// What it is.
    pub(crate) doc: String,
    /// Its fields.
    pub(crate) fields: Ordered<FieldSpec>,
}

/// A parameter, or a field of an object.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldSpec {
    /// Its type: `string`, `integer`, `double`, `boolean`, `datetime`, `date`, `scalar`, `file`, `base64`, `object`, `any`, a
    /// named type; `T[]`, `map<T>`, `T | U`, `T | null`.
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
    /// The least number of characters, or of elements of a list.
    pub(crate) min_length: Option<u64>,
    /// The greatest number of characters, or of elements of a list.
    pub(crate) max_length: Option<u64>,
    /// What the server takes where nothing is sent.
    pub(crate) default: Option<Json>,
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

/// What stands under `result` in a successful answer. One of `type`, `fields` and `values` says its type.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultSpec {
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

/// A type with a name: an object (`fields`), another object with all fields optional (`partial`), an enum (`values`) or
/// an identifier (`id`).
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypeSpec {
    /// An identifier, with a Rust type of its own so that it cannot be mixed up with others.
    pub(crate) id: Option<ScalarKind>,
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

/// A value of an enum.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueSpec {
    /// What it means.
    pub(crate) doc: String,
    /// The Rust name, where the one derived from the value does not do.
    pub(crate) rename: Option<String>,
}

/// A row of the table of errors.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorSpec {
    /// The Rust name of the variant, where the one derived from the code does not do.
    pub(crate) rename: Option<String>,
    /// The text that the server sends, with its placeholders: `The field #FIELD# is missing.`
    pub(crate) message: Option<String>,
    /// The HTTP status.
    pub(crate) status: Option<Status>,
    /// What stands in the message in the place of each placeholder, by its name: `FIELD` for `#FIELD#`.
    #[serde(default)]
    pub(crate) placeholders: Ordered<DocOr<PlaceholderSpec>>,
    /// When it happens.
    pub(crate) doc: String,
}

/// A placeholder of a message.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceholderSpec {
    /// Whether it is a list, with commas between the elements.
    #[serde(default)]
    pub(crate) list: bool,
    /// What it is.
    pub(crate) doc: String,
    /// The Rust name, where the one derived from the placeholder does not do.
    pub(crate) rename: Option<String>,
}

/// A call and its answer: `result`, or else `error`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleSpec {
    /// What it shows.
    pub(crate) doc: Option<String>,
    /// The parameters that are sent.
    pub(crate) params: Option<Json>,
    /// What stands under `result` in the answer, exactly as the server sends it.
    pub(crate) result: Option<Json>,
    /// The code of the error that the server answers; `""` for one without a code.
    pub(crate) error: Option<String>,
    /// The text of that error; without it, the message of the table.
    pub(crate) description: Option<String>,
    /// The HTTP status; without it that of the table, or 200 for a success and 400 for an error.
    pub(crate) status: Option<Status>,
    /// The `total` that stands beside the result.
    pub(crate) total: Option<i64>,
    /// The `next` that stands beside the result.
    pub(crate) next: Option<i64>,
    /// The `time` that stands beside the result.
    pub(crate) time: Option<Json>,
}

/// That something should no longer be used. At least one of the two says why.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deprecation {
    /// What to use instead: the name of a method, or of a field beside it.
    pub(crate) replacement: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Context {
    /// Webhooks and applications.
    #[default]
    Any,
    /// Applications only: a webhook is refused.
    Application,
}

/// What a call does to the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Creates or changes something.
    Write,
    /// Removes something.
    Delete,
}
