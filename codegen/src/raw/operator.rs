//! The operators of conditions.

use schemars::JsonSchema;

/// What a field is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// A value of the field's own type.
    One,
    /// A list of them.
    List,
    /// Two of them.
    Two,
    /// A text.
    Text,
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident = $word:literal $(or $other:literal)? $((before $prefix:literal))? $((between $sign:literal))?, $operand:ident;)*) => {
        /// How a condition compares: what stands before the name of the field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
        pub(crate) enum Operator {
            $($(#[$doc])* #[serde(rename = $word $(, alias = $other)?)] $name,)*
        }

        impl Operator {
            const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What stands before the name of a field; nothing for one that its value tells.
            pub(crate) fn prefix(self) -> &'static str {
                match self {
                    $(Self::$name => [$($prefix,)? $word][0],)*
                }
            }

            /// Its sign in REST 3: a word, if it has one.
            pub(crate) fn sign(self) -> &'static str {
                match self {
                    $(Self::$name => [$($sign,)? $word][0],)*
                }
            }

            /// What it takes.
            pub(crate) fn operand(self) -> Operand {
                match self {
                    $(Self::$name => Operand::$operand,)*
                }
            }
        }
    };
}

operators! {
    /// Equal; so is a name without an operator.
    Eq = "=", One;
    /// Not equal.
    Ne = "!=", One;
    /// Not equal.
    Not = "!", One;
    /// Greater.
    Gt = ">", One;
    /// Greater or equal.
    Ge = ">=", One;
    /// Less.
    Lt = "<", One;
    /// Less or equal.
    Le = "<=", One;
    /// One of a list.
    In = "@" (between "in"), List;
    /// One of a list that stands under the name alone; in REST 3 the same as `@`.
    BareIn = "in" (before ""), List;
    /// None of a list.
    NotIn = "!@", List;
    /// Contains a text.
    Contains = "%", Text;
    /// Matches a pattern with `%`.
    Like = "=%", Text;
    /// Matches a pattern with `%`.
    LikeAlt = "%=", Text;
    /// Between two values.
    Between = "><" or "between" (between "between"), Two;
    /// Not between two values.
    NotBetween = "!><", Two;
    /// Does not contain a text.
    NotContains = "!%", Text;
    /// Does not match a pattern with `%`.
    NotLike = "!=%", Text;
    /// Does not match a pattern with `%`.
    NotLikeAlt = "!%=", Text;
    /// Matches words of a text.
    Words = "?", Text;
}

impl Operator {
    /// Those of most lists.
    pub(crate) const USUAL: &'static [Self] = {
        use Operator::*;
        &[
            Eq, Ne, Not, Gt, Ge, Lt, Le, In, NotIn, Contains, Like, LikeAlt,
        ]
    };

    /// Those of REST 3.
    pub(crate) const REST_3: &'static [Self] = {
        use Operator::*;
        &[Eq, Ne, Gt, Ge, Lt, Le, In, Between]
    };

    /// The operator and the field of a condition: `>=id`. The longest operator counts, so `%=a` is not `%` and `=a`.
    pub(crate) fn split(key: &str) -> (Option<Self>, &str) {
        let operators = Self::ALL.iter().copied();
        let matching = operators
            .filter(|operator| !operator.prefix().is_empty() && key.starts_with(operator.prefix()));
        match matching.max_by_key(|operator| operator.prefix().len()) {
            Some(operator) => (Some(operator), &key[operator.prefix().len()..]),
            None => (None, key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Operator;

    #[test]
    fn the_longest_operator_counts() {
        let written = |operator: &&Operator| !operator.prefix().is_empty();
        for operator in Operator::ALL.iter().filter(written) {
            let key = format!("{}id", operator.prefix());
            assert_eq!(Operator::split(&key), (Some(*operator), "id"));
        }
        assert_eq!(Operator::split("id"), (None, "id"));
    }
}
