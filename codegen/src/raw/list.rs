//! What a list takes: fields to select, conditions, an order, a page.

use schemars::JsonSchema;

use super::field::FieldSpec;
use super::forms::Ordered;
use super::operator::Operator;
use crate::json::Json;

/// What a list takes besides its parameters. The result is a list, and the fields are those of its objects; rows that are
/// not objects have none, but can come in pages.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct ListSpec {
    /// The parameter that holds all of them, an object without a name that `params` describes. Its other fields stay there.
    pub(crate) inside: Option<String>,
    /// The fields that can be selected, filtered by and sorted by alike. Without it: all fields of the rows that hold a
    /// single value, but for secrets and families of keys.
    pub(crate) fields: Option<Vec<String>>,
    /// Those of them that can be neither.
    #[serde(default)]
    pub(crate) except: Vec<String>,
    /// Further fields of the rows that can be all of it: a family of keys, a list.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// The field of the result that holds the rows, where the result is an object.
    pub(crate) items: Option<String>,
    /// The parameter that names the fields to answer. All fields of the objects are optional then.
    pub(crate) select: Option<SelectSpec>,
    /// The parameter with the conditions.
    pub(crate) filter: Option<FilterSpec>,
    /// The parameter that sorts.
    pub(crate) order: Option<OrderSpec>,
    /// How one page leads to the next.
    pub(crate) paging: Option<PagingSpec>,
}

/// The parameter that names the fields to answer.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct SelectSpec {
    /// Its name; `select` without it.
    pub(crate) param: Option<String>,
    /// The name that stands for all fields: `*`.
    pub(crate) all: Option<String>,
    /// Fields that the list has and this does not take.
    #[serde(default)]
    pub(crate) except: Vec<String>,
    /// Fields beyond those of the list.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// Fields that the server takes here without any effect: they cannot be named in Rust.
    #[serde(default)]
    pub(crate) ignores: Vec<String>,
    /// What the server answers where nothing is selected: `[ID, NAME]`.
    pub(crate) default: Option<Json>,
    /// What it does; without it a sentence that says what its kind does.
    pub(crate) doc: Option<String>,
    /// Names that no field of the rows has.
    #[serde(default)]
    pub(crate) more: Vec<String>,
}

/// The parameter with the conditions.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct FilterSpec {
    /// Its name; `filter` without it.
    pub(crate) param: Option<String>,
    /// Fields that the list has and this does not take.
    #[serde(default)]
    pub(crate) except: Vec<String>,
    /// Fields beyond those of the list.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// The operators that stand before a field's name; all of them without it.
    pub(crate) operators: Option<Vec<Operator>>,
    /// Whether there are groups of conditions, and `logic` in them.
    #[serde(default)]
    pub(crate) logic: bool,
    /// The conditions that the list demands, as they are sent: a field, with `=` before it if the vendor says so.
    #[serde(default)]
    pub(crate) required: Vec<String>,
    /// Fields that the server takes here without any effect: they cannot be named in Rust.
    #[serde(default)]
    pub(crate) ignores: Vec<String>,
    /// The conditions of the server where nothing is sent: `{ ACTIVE: Y }`.
    pub(crate) default: Option<Json>,
    /// What it does; without it a sentence that says what its kind does.
    pub(crate) doc: Option<String>,
    /// Fields that the rows do not have.
    #[serde(default)]
    pub(crate) more: Ordered<FieldSpec>,
}

/// The parameter that sorts.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct OrderSpec {
    /// Its name; `order` without it.
    pub(crate) param: Option<String>,
    /// Fields that the list has and this does not take.
    #[serde(default)]
    pub(crate) except: Vec<String>,
    /// Fields beyond those of the list.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    /// Fields that the server takes here without any effect: they cannot be named in Rust.
    #[serde(default)]
    pub(crate) ignores: Vec<String>,
    /// How the server sorts where nothing is sent: `{ ID: DESC }`.
    pub(crate) default: Option<Json>,
    /// What it does; without it a sentence that says what its kind does.
    pub(crate) doc: Option<String>,
    /// Names that no field of the rows has.
    #[serde(default)]
    pub(crate) more: Vec<String>,
}

/// How one page of a list leads to the next.
#[derive(Debug, serde::Deserialize, JsonSchema)]
pub(crate) struct PagingSpec {
    /// The way.
    pub(crate) style: PagingStyle,
    /// The parameter that says where the page begins; the name of the style without it.
    pub(crate) param: Option<String>,
    /// The field of the rows whose last value leads on (`cursor`).
    pub(crate) field: Option<String>,
    /// The parameter that takes the number of rows on a page (`offset`, `cursor`).
    pub(crate) limit: Option<String>,
    /// The number of rows on a page, where no limit is set.
    #[schemars(range(min = 1))]
    pub(crate) size: u32,
    /// The most rows that can be asked for by `limit` (`offset`, `cursor`).
    #[schemars(range(min = 1))]
    pub(crate) max: Option<u32>,
    /// The field by which the list is read, each page after the last row of the one before. Without it that is the `id` of
    /// the rows, if the list filters by it with `>` and sorts by it (not `cursor`).
    pub(crate) walk: Option<WalkSpec>,
}

/// The field by which a list is read.
#[derive(Debug, serde::Deserialize, JsonSchema)]
#[serde(expecting = "the name of a field, or `false`")]
#[schemars(untagged)]
pub(crate) enum WalkSpec {
    /// Its name in requests.
    #[serde(rename = "text")]
    By(String),
    /// `false`: the list cannot be read by its `id`, although it filters and sorts by it.
    #[serde(rename = "a boolean")]
    Is(bool),
}

/// The way from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PagingStyle {
    /// Pages have numbers, from 1; the last one is shorter than the others.
    Page,
    /// A page begins at a row; the answer says under `next` where the following one does.
    Start,
    /// A page begins at a row, and has a number of rows.
    Offset,
    /// A page begins after a value that the last row had.
    Cursor,
    /// REST 3: a parameter `pagination` with `page`, `limit` and `offset`.
    Pagination,
    /// A way of the method's own, written by hand in a Rust file beside the spec: `list.rs` beside `list.yaml`.
    Own,
}

/// What `select`, `filter` and `order` have in common.
pub(crate) struct ListPart<'a> {
    /// The name of the parameter.
    pub(crate) param: &'a str,
    pub(crate) doc: Option<&'a str>,
    pub(crate) except: &'a [String],
    pub(crate) also: &'a [String],
    pub(crate) ignores: &'a [String],
    pub(crate) default: Option<&'a Json>,
}

macro_rules! part {
    ($spec:ident, $param:literal) => {
        impl $spec {
            pub(crate) fn part(&self) -> ListPart<'_> {
                ListPart {
                    param: self.param.as_deref().unwrap_or($param),
                    doc: self.doc.as_deref(),
                    except: &self.except,
                    also: &self.also,
                    ignores: &self.ignores,
                    default: self.default.as_ref(),
                }
            }
        }
    };
}

part!(SelectSpec, "select");
part!(FilterSpec, "filter");
part!(OrderSpec, "order");
