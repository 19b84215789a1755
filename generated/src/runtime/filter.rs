//! Filters: which rows a list answers.
//!
//! Each list has a filter type of its own, with a method for every field that the list filters by. A method takes a
//! condition, which one of the functions here makes; it takes only values of the field's type, and only operators that
//! the list knows.
//!
//! ```
//! # #[cfg(feature = "biconnector")] {
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
//! # }
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! What the server would refuse, or ignore, does not compile: the settings of a source are no field to filter by.
//!
#![cfg_attr(feature = "biconnector", doc = "```compile_fail,E0599")]
#![cfg_attr(not(feature = "biconnector"), doc = "```ignore")]
//! use bitrix24::biconnector::source::ListFilter;
//! use bitrix24::filter::eq;
//!
//! ListFilter::new().settings(eq("x"));
//! ```

pub mod op;
mod triples;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map as Object, Value};

use super::encode::to_value;
use super::record::{self, Entries, Slot, SlotMut, Wire};
#[allow(unused_imports)]
pub(crate) use triples::Triples;

/// How a field is compared; [`op`] has all there is.
pub trait Operator: sealed::Operator {
    /// What stands before the name of the field: `>=`.
    const PREFIX: &'static str;

    /// What stands between the field and the value in a condition of REST 3: `>=`, `in`.
    const SIGN: &'static str = Self::PREFIX;

    /// What a field of the type `T` is compared with: a `T`, a list of them, or a text.
    type Operand<T: Wire>: Wire;
}

/// A filter whose list knows the operator `O`.
pub trait Supports<O: Operator> {}

mod sealed {
    /// Which operators there are is the server's affair.
    pub trait Operator {}
}

/// A condition on a field with values of the type `T`, compared by the operator `O`.
pub struct Condition<T, O> {
    /// Nothing for a number that JSON cannot write.
    value: Option<Value>,
    of: PhantomData<fn() -> (T, O)>,
}

impl<T: Wire, O: Operator> Condition<T, O> {
    /// A condition with any operator; the functions of [`filter`](self) are shorter.
    #[must_use]
    pub fn new(operand: &O::Operand<T>) -> Self {
        Self {
            value: to_value(operand.slot()).ok(),
            of: PhantomData,
        }
    }
}

impl<T, O> Condition<T, O> {
    pub(super) fn into_value(self) -> Option<Value> {
        self.value
    }
}

// Not derived: neither the type nor the operator has to be `Clone`.
impl<T, O> Clone for Condition<T, O> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            of: PhantomData,
        }
    }
}

impl<T, O: Operator> fmt::Debug for Condition<T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_ref().unwrap_or(&Value::Null);
        write!(f, "Condition({} {value})", O::PREFIX)
    }
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $operator:ident)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name<T: Wire>(value: impl Into<T>) -> Condition<T, op::$operator> {
            Condition::new(&value.into())
        }
    )*};
}

comparisons! {
    /// The field equals `value`.
    eq Eq
    /// The field differs from `value`.
    ne Ne
    /// The same as [`ne`], for lists that spell it `!`.
    not Not
    /// The field is greater than `value`.
    gt Gt
    /// The field is greater than `value`, or equal.
    ge Ge
    /// The field is less than `value`.
    lt Lt
    /// The field is less than `value`, or equal.
    le Le
}

/// The field equals one of `values`. What the server makes of an empty list is not documented.
#[must_use]
pub fn is_in<T: Wire>(values: impl IntoIterator<Item = impl Into<T>>) -> Condition<T, op::In> {
    Condition::new(&list(values))
}

/// The field equals none of `values`. What the server makes of an empty list is not documented.
#[must_use]
pub fn is_not_in<T: Wire>(
    values: impl IntoIterator<Item = impl Into<T>>,
) -> Condition<T, op::NotIn> {
    Condition::new(&list(values))
}

fn list<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// The field lies between two values, or is one of them.
#[must_use]
pub fn between<T: Wire>(least: impl Into<T>, greatest: impl Into<T>) -> Condition<T, op::Between> {
    Condition::new(&vec![least.into(), greatest.into()])
}

/// The field is less than one value or greater than the other.
#[must_use]
pub fn not_between<T: Wire>(
    least: impl Into<T>,
    greatest: impl Into<T>,
) -> Condition<T, op::NotBetween> {
    Condition::new(&vec![least.into(), greatest.into()])
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $operator:ident)*) => {$(
        $(#[$doc])*
        ///
        /// Fields that are no texts are compared as such.
        #[must_use]
        pub fn $name<T: Wire>(text: impl Into<String>) -> Condition<T, op::$operator> {
            Condition::new(&text.into())
        }
    )*};
}

texts! {
    /// The field contains `text`, in which `%` has no meaning.
    contains Contains
    /// The field does not contain `text`.
    not_contains NotContains
    /// The field matches the pattern `text`, in which `%` stands for any text: `Sales%`.
    like Like
    /// The field does not match the pattern `text`.
    not_like NotLike
    /// The field has the words of `text`.
    words Words
}

/// What must hold of the conditions of a filter or of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Logic {
    /// All of them; this is the default.
    And,
    /// At least one.
    Or,
}

impl Logic {
    fn as_str(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
        }
    }
}

/// The conditions of a filter, as the server takes them: by prefix and name of the field.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Conditions {
    entries: BTreeMap<String, Value>,
    /// Whether there is a number that JSON cannot write. Encoding fails then.
    spoilt: bool,
}

impl Conditions {
    /// Adds a condition on `field`. What an earlier condition already says with the same operator cannot stand beside it
    /// in one object: it becomes a group of its own if `groups` are possible, and otherwise replaces the earlier one.
    pub(crate) fn add<T, O: Operator>(
        &mut self,
        field: &str,
        condition: Condition<T, O>,
        groups: bool,
    ) {
        self.insert_condition([O::PREFIX, field].concat(), condition.into_value(), groups);
    }

    fn insert_condition(&mut self, key: String, value: Option<Value>, groups: bool) {
        self.spoilt |= value.is_none();
        let value = value.unwrap_or_default();
        if groups && self.entries.contains_key(&key) {
            let group = Object::from_iter([(key, value)]);
            self.entries.insert(self.next_group(), group.into());
        } else {
            self.entries.insert(key, value);
        }
    }

    /// Adds a group of conditions.
    pub(crate) fn group(&mut self, group: Self) {
        self.spoilt |= group.spoilt;
        let group = Object::from_iter(group.entries);
        self.entries.insert(self.next_group(), group.into());
    }

    /// Groups have numbers for names.
    fn next_group(&self) -> String {
        let number = |key: &String| key.parse::<u64>().ok();
        let last = self.entries.keys().filter_map(number).max();
        last.map_or(0, |last| last.saturating_add(1)).to_string()
    }

    pub(crate) fn logic(&mut self, logic: Logic) {
        self.entries
            .insert("logic".to_owned(), logic.as_str().into());
    }
}

impl Wire for Conditions {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        if self.spoilt {
            Slot::Double(f64::NAN)
        } else {
            Slot::Map(self)
        }
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Map(self)
    }
}

impl record::Map for Conditions {
    fn len(&self) -> usize {
        self.entries.len()
    }

    fn entries(&self) -> Entries<'_> {
        let entries = self.entries.iter();
        Box::new(entries.map(|(key, value)| (key.as_str(), Slot::Json(value))))
    }

    fn insert(&mut self, key: &str) -> SlotMut<'_> {
        let value = self.entries.entry(key.to_owned()).or_default();
        *value = Value::Null;
        SlotMut::Json(value)
    }

    fn remove(&mut self, key: &str) {
        self.entries.remove(key);
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn spoil(&mut self) {
        self.spoilt = true;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::runtime::encode::to_value;

    fn conditions(groups: bool) -> Conditions {
        let mut conditions = Conditions::default();
        conditions.add("title", like::<String>("a%"), groups);
        conditions.add("title", like::<String>("b%"), groups);
        conditions.add("title", contains::<String>("c"), groups);
        conditions
    }

    #[test]
    fn no_condition_is_lost_where_groups_are_possible() {
        let mut conditions = conditions(true);
        conditions.logic(Logic::Or);
        conditions.add("title", like::<String>("d%"), true);
        assert_eq!(
            to_value(conditions.slot()).unwrap(),
            json!({
                "=%title": "a%", "0": { "=%title": "b%" }, "%title": "c", "1": { "=%title": "d%" }, "logic": "OR"
            })
        );
    }

    #[test]
    fn where_they_are_not_the_later_one_counts() {
        let written = to_value(conditions(false).slot()).unwrap();
        assert_eq!(written, json!({ "=%title": "b%", "%title": "c" }));
    }

    #[test]
    fn a_number_that_json_cannot_write_is_an_error_and_not_null() {
        let mut group = Conditions::default();
        group.add("price", gt::<f64>(f64::NAN), true);
        let mut conditions = Conditions::default();
        conditions.group(group);
        assert!(to_value(conditions.slot()).is_err());
        let mut copy = Conditions::default();
        crate::runtime::fill::fill(conditions.slot(), copy.slot_mut());
        assert!(to_value(copy.slot()).is_err());
    }

    #[test]
    fn every_operator_has_a_prefix_of_its_own() {
        let bare = Condition::<i64, op::Bare>::new(&1);
        let like_too = Condition::<String, op::LikeAlt>::new(&"a%".to_owned());
        let not = Condition::<i64, op::Not>::new(&1);
        let mut conditions = Conditions::default();
        conditions.add("a", bare, true);
        conditions.add("a", eq::<i64>(1), true);
        conditions.add("a", ne::<i64>(1), true);
        conditions.add("a", not, true);
        conditions.add("a", gt::<i64>(1), true);
        conditions.add("a", ge::<i64>(1), true);
        conditions.add("a", lt::<i64>(1), true);
        conditions.add("a", le::<i64>(1), true);
        conditions.add("a", is_in::<i64>([1, 2]), true);
        conditions.add("a", is_not_in::<i64>([1, 2]), true);
        conditions.add("a", contains::<i64>("1"), true);
        conditions.add("a", like::<i64>("1%"), true);
        conditions.add("a", like_too, true);
        conditions.add("a", between::<i64>(1, 2), true);
        conditions.add("a", not_between::<i64>(1, 2), true);
        conditions.add("a", not_contains::<i64>("1"), true);
        conditions.add("a", not_like::<i64>("1%"), true);
        let not_like_too = Condition::<String, op::NotLikeAlt>::new(&"a%".to_owned());
        conditions.add("a", not_like_too, true);
        conditions.add("a", words::<String>("b"), true);
        let expected = json!({
            "a": 1, "=a": 1, "!=a": 1, "!a": 1, ">a": 1, ">=a": 1, "<a": 1, "<=a": 1, "@a": [1, 2], "!@a": [1, 2],
            "%a": "1", "=%a": "1%", "%=a": "a%", "><a": [1, 2], "!><a": [1, 2], "!%a": "1", "!=%a": "1%", "!%=a": "a%",
            "?a": "b"
        });
        assert_eq!(to_value(conditions.slot()).unwrap(), expected);
    }
}
