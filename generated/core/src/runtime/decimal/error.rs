//! Why there is no decimal number.

use std::fmt;

/// Text is not a decimal number, or another type cannot hold the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecimalError {
    /// The text is not a number; of [`Money`](crate::Money), not a number with an optional currency.
    NotANumber,
    /// The number has more digits than the other type can hold.
    OutOfRange,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "the text is not a decimal number",
            Self::OutOfRange => "the decimal number has too many digits",
        })
    }
}

impl std::error::Error for DecimalError {}
