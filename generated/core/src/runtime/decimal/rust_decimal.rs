//! Decimal numbers as `rust_decimal` has them, and back.

use super::{Decimal, DecimalError};

/// As many digits after the point as the number has: `1500.50`.
impl From<rust_decimal::Decimal> for Decimal {
    fn from(value: rust_decimal::Decimal) -> Self {
        Self(value.to_string().into())
    }
}

/// Exact, with the zeros at the end. What does not fit into 96 bits or has more than 28 digits after the point is an error, and
/// nothing is rounded.
impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = DecimalError;

    fn try_from(value: &Decimal) -> Result<Self, DecimalError> {
        let exact = Self::from_str_exact(&value.0).ok();
        // A power of ten, or zeros that do not fit.
        let digits = || {
            let plain = value.digits()?.plain()?;
            Self::from_str_exact(&plain).ok()
        };
        exact.or_else(digits).ok_or(DecimalError::OutOfRange)
    }
}

/// As for a reference.
impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = DecimalError;

    fn try_from(value: Decimal) -> Result<Self, DecimalError> {
        Self::try_from(&value)
    }
}
