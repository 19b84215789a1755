//! A condition on a single field.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::operator::Operator;
use crate::runtime::{Notation, Wire, to_value};

/// A condition on a field with values of the type `T`, compared by the operator `O`.
pub struct Condition<T, O> {
    /// Nothing for a number that JSON cannot write.
    value: Option<Value>,
    of: PhantomData<fn() -> (T, O)>,
}

impl<T: Wire, O: Operator> Condition<T, O> {
    /// A condition with any operator; the functions of [`filter`](super) are shorter.
    #[must_use]
    pub fn new(operand: &O::Operand<T>) -> Self {
        Self {
            value: to_value(operand.slot()).ok(),
            of: PhantomData,
        }
    }
}

impl<T, O> Condition<T, O> {
    /// Writes booleans as the field wants them.
    #[doc(hidden)]
    #[must_use]
    pub fn notation(mut self, notation: Notation) -> Self {
        if let Some(value) = &mut self.value {
            notation.write(value);
        }
        self
    }

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
