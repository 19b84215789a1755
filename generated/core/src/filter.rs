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
    between, contains, eq, ge, gt, is_in, is_not_in, le, like, lt, ne, not, not_between,
    not_contains, not_like, words,
};
pub use operator::{Operator, Supports};
pub use values::{Cloned, Copied, Owned, Values};
