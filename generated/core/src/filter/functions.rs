//! Conditions, by a function for each operator.

use super::condition::Condition;
use super::op;
use super::values::Values;
use crate::runtime::Wire;

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
    /// The field is greater than `value`.
    gt Gt
    /// The field is greater than `value`, or equal.
    ge Ge
    /// The field is less than `value`.
    lt Lt
    /// The field is less than `value`, or equal.
    le Le
}

/// The field equals one of `values`, see [`Values`]. The vendor does not document what an empty list matches.
#[must_use]
pub fn is_in<T: Wire, M>(values: impl Values<T, M>) -> Condition<T, op::In> {
    Condition::new(&values.into_values())
}

/// The field equals none of `values`, see [`Values`]. The vendor does not document what an empty list matches.
#[must_use]
pub fn is_not_in<T: Wire, M>(values: impl Values<T, M>) -> Condition<T, op::NotIn> {
    Condition::new(&values.into_values())
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
