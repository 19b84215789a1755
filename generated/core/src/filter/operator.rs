//! How fields are compared.

use crate::runtime::Wire;

/// How a field is compared; [`op`](super::op) has all there is.
pub trait Operator: sealed::Operator {
    /// What stands before the name of the field in most lists: `>=`.
    const PREFIX: &'static str;

    /// What a field of the type `T` is compared with: a `T`, a list of them, or a text.
    type Operand<T: Wire>: Wire;
}

/// A filter whose list knows the operator `O`.
pub trait Supports<O: Operator> {
    /// How the list spells it: what stands before the name of the field; in REST 3, between the field and the value.
    const SPELLING: &'static str = O::PREFIX;
}

pub(super) mod sealed {
    /// Which operators there are is the server's affair.
    pub trait Operator {}
}
