//! The operators, as types.
//!
//! Each list spells them [its own way](super::Supports::SPELLING). Where a list has two spellings of one thing, the functions of
//! [`filter`](super) use one of them; [`Condition::new`](super::Condition::new) takes any.

use super::operator::{Operator, sealed};
use crate::runtime::Wire;

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident $prefix:literal $operand:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl sealed::Operator for $name {}

        impl Operator for $name {
            const PREFIX: &'static str = $prefix;
            type Operand<T: Wire> = $operand;
        }
    )*};
}

operators! {
    /// The name of the field alone: the same as [`Eq`](enum@Eq).
    Bare "" T;
    /// `=`: equal.
    Eq "=" T;
    /// `!=`: not equal.
    Ne "!=" T;
    /// `!`: the same as [`Ne`].
    Not "!" T;
    /// `>`: greater.
    Gt ">" T;
    /// `>=`: greater or equal.
    Ge ">=" T;
    /// `<`: less.
    Lt "<" T;
    /// `<=`: less or equal.
    Le "<=" T;
    /// `@`: one of a list.
    In "@" Vec<T>;
    /// `!@`: none of a list.
    NotIn "!@" Vec<T>;
    /// `%`: contains a text.
    Contains "%" String;
    /// `=%`: matches a pattern in which `%` stands for any text.
    Like "=%" String;
    /// `%=`: the same as [`Like`].
    LikeAlt "%=" String;
    /// `><`: between two values.
    Between "><" Vec<T>;
    /// `!><`: not between two values.
    NotBetween "!><" Vec<T>;
    /// `!%`: does not contain a text.
    NotContains "!%" String;
    /// `!=%`: does not match a pattern.
    NotLike "!=%" String;
    /// `!%=`: the same as [`NotLike`].
    NotLikeAlt "!%=" String;
    /// `?`: has the words of a text.
    Words "?" String;
}
