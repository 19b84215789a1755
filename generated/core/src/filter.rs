//! Filters: which rows a list answers.
//!
//! Each list has a filter type of its own, with a method for every field that the list filters by. A method takes a
//! condition, which one of the functions here makes; it takes only values of the field's type, and only operators that
//! the list knows.
//!
//! ```
//! use bitrix24::biconnector::table::ListFilter;
//! use bitrix24::filter::{Logic, gt, is_in, like};
//!
//! let filter = ListFilter::new()
//!     .source_id(is_in([1, 2]))
//!     .group(ListFilter::new().logic(Logic::Or).name(like("sales%")).id(gt(100)));
//! assert_eq!(
//!     serde_json::to_value(&filter)?,
//!     serde_json::json!({ "@sourceId": [1, 2], "0": { "logic": "OR", "=%name": "sales%", ">id": 100 } })
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! One function says one thing on every list: [`eq`] is sent as `=`, or as the name alone by a list without that sign, [`ne`] as `!=` or
//! `!`, [`is_in`] as `@`, as an array, or in REST 3 as `in`. Booleans are `bool`s: `eq(true)` is sent as `true`, `"Y"` or `1`, as the
//! field wants it.
//!
//! ```
//! use bitrix24::tasks::task::ListFilter;
//! use bitrix24::filter::{eq, ne};
//!
//! let filter = ListFilter::new().responsible_id(eq(7)).stage_id(ne(2)).add_in_report(eq(true));
//! assert_eq!(
//!     serde_json::to_value(&filter)?,
//!     serde_json::json!({ "RESPONSIBLE_ID": 7, "!STAGE_ID": 2, "ADD_IN_REPORT": "Y" })
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Some lists demand conditions: their filters take them as arguments of `new`, and a group in such a filter begins with `nested`.
//!
//! # Fields by their names
//!
//! What is selected or sorted by may be named by a text as well, on every list, so that no field is out of reach that this
//! version of the crate does not know: `.select(["id", "UF_CRM_1700000000"])`, `ListOrder::new().field("id", Direction::Asc)`. A
//! filter takes names where the portal has fields of its own, by `field`, and nowhere else: the server ignores a condition on a field
//! that it does not know, and answers all rows. There, booleans are sent as `1` and `0`.
//!
//! What the server would refuse, or ignore, does not compile: the settings of a source are no field to filter by.
//!
//! ```compile_fail,E0599
//! use bitrix24::biconnector::source::ListFilter;
//! use bitrix24::filter::eq;
//!
//! ListFilter::new().settings(eq("x"));
//! ```

mod condition;
pub(crate) mod conditions;
mod functions;
pub mod op;
mod operator;
pub(crate) mod triples;
mod values;

pub use condition::Condition;
pub use conditions::Logic;
pub use functions::{
    between, contains, eq, ge, gt, is_in, is_not_in, le, like, lt, ne, not_between, not_contains,
    not_like, words,
};
pub use operator::{Operator, Supports};
pub use values::{Cloned, Copied, Owned, Values};
