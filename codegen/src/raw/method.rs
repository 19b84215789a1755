//! A method, its examples, and what callers ask about it.

use schemars::JsonSchema;

use super::error::ErrorRows;
use super::field::{Deprecation, FieldSpec, ResultSpec};
use super::forms::{OneOrMany, Ordered, Status};
use super::list::ListSpec;
use super::types::TypeSpec;
use crate::json::Json;

/// One method of the API: `spec/biconnector/source/get.yaml`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct MethodSpec {
    /// The full name, as the vendor spells it. The path of the file is the same name.
    pub(crate) method: String,
    /// The template that says what is not said here: `userfield.add` is the nearest `_userfield.add.yaml` in the folder or
    /// above. A mapping here is put over the template's, key by key; `null` leaves a key of the template out.
    #[allow(dead_code, reason = "the template is put in before this is read")]
    pub(crate) template: Option<String>,
    /// The words of the template: `{ entity: deal }` for `$entity`, and `$Entity` with a capital.
    #[serde(default)]
    #[allow(dead_code, reason = "the words are replaced before this is read")]
    pub(crate) with: Ordered<Json>,
    /// One sentence: what the method does. It opens the documentation.
    pub(crate) summary: String,
    /// Further paragraphs, separated by an empty line. `code` in backticks, lists with `- `.
    pub(crate) description: Option<String>,
    /// The vendor's page, relative to `https://apidocs.bitrix24.com/`.
    pub(crate) docs: Option<String>,
    /// The scope, or several of which one is enough. An empty list: no scope is needed. `all: [crm, task]` if all of them are.
    pub(crate) scope: ScopeSpec,
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
    /// Which portals have it, where not all of them do.
    #[serde(default)]
    pub(crate) available: Available,
    /// Where the answer is known from.
    #[serde(default)]
    pub(crate) evidence: Evidence,
    /// The Rust name of the request, where the one derived from the method's name does not do.
    pub(crate) rename: Option<String>,
    /// The parameters, in the order of the page.
    #[serde(default)]
    pub(crate) params: Ordered<FieldSpec>,
    /// Groups of parameters of which at least one must be sent: `[[EMAIL, PHONE]]`.
    #[serde(default)]
    pub(crate) any_of: Vec<Vec<String>>,
    /// Which parameters say what the call is about, where their names do not tell.
    pub(crate) entity: Option<Entity>,
    /// What a list takes besides: fields to select, conditions, an order, a page.
    pub(crate) list: Option<ListSpec>,
    /// What stands under `result` in a successful answer.
    pub(crate) result: ResultSpec,
    /// Types that only this method uses. What several methods share stands in a `_types.yaml`.
    #[serde(default)]
    pub(crate) types: Ordered<TypeSpec>,
    /// The groups of errors that it has of a `_types.yaml`; without it those that its folder inherits.
    pub(crate) inherits: Option<OneOrMany<String>>,
    /// The method's own errors by code, which replace those that it inherits. `""` is an error without a code.
    #[serde(default)]
    pub(crate) errors: Ordered<ErrorRows>,
    /// Calls and their answers by name. Each becomes a test.
    #[serde(default)]
    pub(crate) examples: Ordered<ExampleSpec>,
    /// Methods to look at next.
    #[serde(default)]
    pub(crate) see: Vec<String>,
}

pub(super) fn yes() -> bool {
    true
}

/// The scopes that a method needs.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(expecting = "a scope, a list of scopes, or a mapping with `all`")]
#[schemars(untagged)]
pub(crate) enum ScopeSpec {
    /// The one that is needed.
    #[serde(rename = "text")]
    One(String),
    /// Several, one of which is enough.
    #[serde(rename = "a list")]
    Any(Vec<String>),
    /// Several, all of which are needed.
    #[serde(rename = "a mapping")]
    All(AllScopes),
}

/// Scopes that are needed together.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct AllScopes {
    /// The scopes, each of which is needed.
    pub(crate) all: Vec<String>,
    /// What is needed besides, in words, where a parameter decides: "the scope of the module `moduleId`".
    pub(crate) also: Option<String>,
}

/// A call and its answer: `result`, or else `error`.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ExampleSpec {
    /// What it shows.
    pub(crate) doc: Option<String>,
    /// The parameters that are sent.
    pub(crate) params: Option<Json>,
    /// What stands under `result` in the answer, exactly as the server sends it.
    pub(crate) result: Option<Json>,
    /// The code of the error that the server answers; `""` for one without a code.
    pub(crate) error: Option<String>,
    /// The variant of that error, where its code has several: `TitleMissing`.
    pub(crate) variant: Option<String>,
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

/// Which portals have a method.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, JsonSchema)]
pub(crate) struct Available {
    /// The versions of the vendor's modules that brought it: `{ booking: 25.300.0 }`.
    #[serde(default)]
    pub(crate) since: Ordered<String>,
    /// The edition that has it, if only one does.
    pub(crate) edition: Option<Edition>,
    /// The plans that have it, in words.
    pub(crate) tariff: Option<String>,
}

/// An edition of the vendor's product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Edition {
    /// In the vendor's cloud.
    Cloud,
    /// On a server of one's own.
    OnPremise,
}

/// Where an answer is known from, the best of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Evidence {
    /// A portal answered it.
    Recorded,
    /// One of the vendor's libraries reads it.
    Sdk,
    /// The page of the vendor shows a sample.
    Sample,
    /// The page of the vendor describes it.
    #[default]
    Page,
}

impl Evidence {
    /// As specs spell it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Sdk => "sdk",
            Self::Sample => "sample",
            Self::Page => "page",
        }
    }
}

/// The parameters that say what a call is about. At least one of the two must be there.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, JsonSchema)]
pub(crate) struct Entity {
    /// The parameter that holds the object.
    pub(crate) object: Option<String>,
    /// The parameter that identifies it.
    pub(crate) id: Option<String>,
}
