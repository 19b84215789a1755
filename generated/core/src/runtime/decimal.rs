//! Decimal numbers, digit by digit.

mod digits;
mod error;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::loose;
use super::record::{Slot, SlotMut, Wire};
use digits::Digits;
pub use error::DecimalError;

/// An exact decimal number, such as an amount of money, kept as its digits.
///
/// The server sends amounts as text, `"1500.50"`, or as numbers, `1500.5`. Both are decoded from a response without losing a
/// digit. (In other JSON `serde_json` reads numbers as floats, so `Deserialize` gets at most 17 digits.) A `Decimal` is sent as
/// text, because PHP reads numbers as floats. Methods accept either: in a form or a batch all values are text.
///
/// Equality compares values: `1500.5` equals `1500.50`. Integers and floats convert by `From`, text by [`FromStr`]. For
/// arithmetic, convert to `rust_decimal::Decimal` with the feature `rust_decimal`, or use [`to_f64`](Self::to_f64).
///
/// ```
/// use bitrix24::Decimal;
///
/// let amount: Decimal = "1500.50".parse()?;
/// assert_eq!(amount, Decimal::new(15_005, 1));
/// assert!(amount > 1500.into());
/// assert_eq!(amount.as_str(), "1500.50");
/// # Ok::<(), bitrix24::DecimalError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Cow<'static, str>);

impl Decimal {
    /// The number `coefficient` × 10<sup>−`scale`</sup>, written with `scale` digits after the point.
    ///
    /// ```
    /// assert_eq!(bitrix24::Decimal::new(-5, 2).as_str(), "-0.05");
    /// ```
    #[must_use]
    pub fn new(coefficient: i64, scale: u8) -> Self {
        let (sign, scale) = (if coefficient < 0 { "-" } else { "" }, usize::from(scale));
        let digits = format!("{:0>1$}", coefficient.unsigned_abs(), scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let point = if scale > 0 { "." } else { "" };
        Self([sign, whole, point, fraction].concat().into())
    }

    /// Returns the number as the server sent it, or as it will be sent: `1500.50`, and rarely `1.0e+25`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest float; infinite if the number is out of range.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Accepts text that is a number.
    pub(super) fn from_text(text: impl Into<Cow<'static, str>>) -> Option<Self> {
        let text = text.into();
        loose::decimal(&text)?;
        Some(Self(match text.trim().len() == text.len() {
            true => text,
            false => text.trim().to_owned().into(),
        }))
    }

    /// Takes text that may be what a float without any digits is written as.
    pub(super) fn unchecked(text: &str) -> Self {
        Self(text.to_owned().into())
    }

    /// Whether it is a number: not what was a float without any digits.
    pub(super) fn is_finite(&self) -> bool {
        loose::decimal(&self.0).is_some()
    }

    fn digits(&self) -> Option<Digits<'_>> {
        Digits::read(&self.0)
    }
}

/// Takes what the server might send: digits with an optional sign, point and power of ten. Spaces around them are dropped.
impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        Self::from_text(text.to_owned()).ok_or(DecimalError::NotANumber)
    }
}

macro_rules! from_integers {
    ($($type:ty)*) => {$(
        impl From<$type> for Decimal {
            fn from(value: $type) -> Self {
                Self(value.to_string().into())
            }
        }
    )*};
}

from_integers!(i32 u32 i64 u64);

/// The shortest digits that stand for this float: `0.1` is 0.1, though no float is. One that is not finite fails when it is encoded.
impl From<f64> for Decimal {
    fn from(value: f64) -> Self {
        Self(value.to_string().into())
    }
}

/// Zero.
impl Default for Decimal {
    fn default() -> Self {
        Self(Cow::Borrowed("0"))
    }
}

/// The digits as they are; with a precision such as `{:.2}`, rounded half away from zero, or filled up with zeros.
///
/// ```
/// let amount = bitrix24::Decimal::new(15_005, 1);
/// assert_eq!(format!("{amount} {amount:.2} {amount:.0} {amount:>8}"), "1500.5 1500.50 1501   1500.5");
/// ```
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fixed = f.precision().zip(self.digits());
        let fixed = fixed.and_then(|(precision, digits)| digits.fixed(precision));
        let text = fixed.as_deref().unwrap_or(&self.0);
        // As a number it goes to the right of a column.
        f.pad_integral(
            !text.starts_with('-'),
            "",
            text.trim_start_matches(['-', '+']),
        )
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value. What was a float that is not finite comes last.
impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.digits(), other.digits()) {
            (Some(a), Some(b)) => a.compare(&b),
            (None, None) => self.0.cmp(&other.0),
            (a, b) => a.is_none().cmp(&b.is_none()),
        }
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        match self.digits() {
            Some(digits) => digits.hash(hasher),
            None => self.0.hash(hasher),
        }
    }
}

impl Wire for Decimal {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Decimal(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Decimal(self)
    }
}

super::macros::serde!(Decimal);
