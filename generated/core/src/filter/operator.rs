//! How fields are compared.

use crate::runtime::Wire;

/// How a field is compared; [`op`](super::op) has all there is.
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

pub(super) mod sealed {
    /// Which operators there are is the server's affair.
    pub trait Operator {}
}
