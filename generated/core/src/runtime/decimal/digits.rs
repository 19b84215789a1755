//! The value of a decimal number: its significant digits, and where the point stands.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::runtime::loose;

/// The number is ±0.DIGITS × 10^`point`. Neither the first digit nor the last one is 0; zero has no digit.
pub(super) struct Digits<'t> {
    negative: bool,
    /// The digits are in two parts, for the text may have its point between them.
    whole: &'t str,
    fraction: &'t str,
    point: i64,
}

/// A text may say `1e999999999`; that many zeros are not written.
const LONGEST: usize = 1_000;

impl Digits<'static> {
    const ZERO: Self = Self {
        negative: false,
        whole: "",
        fraction: "",
        point: 0,
    };
}

impl<'t> Digits<'t> {
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let (negative, whole, fraction, exponent) = loose::decimal(text)?;
        let exponent = i64::from(exponent);
        let (whole, mut fraction) = (
            whole.trim_start_matches('0'),
            fraction.trim_end_matches('0'),
        );
        let mut point = len(whole) + exponent;
        if whole.is_empty() {
            let digits = fraction.trim_start_matches('0');
            point -= len(fraction) - len(digits);
            fraction = digits;
        }
        let whole = match fraction {
            "" => whole.trim_end_matches('0'),
            _ => whole,
        };
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            negative: negative && !is_zero,
            whole,
            fraction,
            point: if is_zero { 0 } else { point },
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'t> {
        self.whole.bytes().chain(self.fraction.bytes())
    }

    fn len(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match self.len() {
            0 => 0,
            _ if self.negative => -1,
            _ => 1,
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let absolute = || {
            let points = self.point.cmp(&other.point);
            points.then_with(|| self.digits().cmp(other.digits()))
        };
        let signs = self.sign().cmp(&other.sign());
        signs.then_with(|| match self.negative {
            true => absolute().reverse(),
            false => absolute(),
        })
    }

    /// The number with so many digits after the point, rounded half away from zero; nothing if it is too long.
    pub(super) fn fixed(&self, precision: usize) -> Option<String> {
        // What is far behind the last place is nothing, however far.
        if self.len() > 0 && self.point < -(LONGEST as i64) {
            return Digits::ZERO.fixed(precision);
        }
        let point = usize::try_from(self.point.unsigned_abs()).ok()?;
        if point.max(precision) > LONGEST {
            return None;
        }
        // What stands before the digits, so that one of them is before the point.
        let zeros = if self.point > 0 { 0 } else { point + 1 };
        let before = if self.point > 0 { point } else { 1 };
        let places = before + precision;
        let mut digits = vec![b'0'; zeros];
        digits.extend(self.digits());
        let up = digits.get(places).is_some_and(|next| *next >= b'5');
        digits.resize(places, b'0');
        let carried = up && increment(&mut digits);
        if carried {
            digits.insert(0, b'1');
        }
        let is_zero = digits.iter().all(|digit| *digit == b'0');
        let mut text = String::with_capacity(digits.len() + 2);
        if self.negative && !is_zero {
            text.push('-');
        }
        let before = before + usize::from(carried);
        for (index, digit) in digits.into_iter().enumerate() {
            if index == before {
                text.push('.');
            }
            text.push(char::from(digit));
        }
        Some(text)
    }

    /// The number in full, without a power of ten; nothing if it is too long.
    #[cfg(feature = "rust_decimal")]
    pub(super) fn plain(&self) -> Option<String> {
        let after = i64::try_from(self.len()).ok()? - self.point;
        self.fixed(usize::try_from(after.max(0)).ok()?)
    }
}

impl Hash for Digits<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.negative, self.point).hash(hasher);
        self.digits().for_each(|digit| hasher.write_u8(digit));
        // No digit: what follows is another value.
        hasher.write_u8(0);
    }
}

fn len(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// Adds one to the last digit; whether another digit is needed before the first.
fn increment(digits: &mut [u8]) -> bool {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return false;
        }
        *digit = b'0';
    }
    true
}
