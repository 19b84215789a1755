//! What a text or a number of JSON may stand for, where the server sends something else than is meant. It depends on
//! nothing: the generator has this file as well, and so takes in an example what the crate takes in an answer.

/// The integer that a float stands for, if it stands for one exactly.
pub(super) fn integral(value: f64) -> Option<i64> {
    // From 2^53 on, not every integer has a float of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| double(text).and_then(integral))
}

pub(super) fn double(text: &str) -> Option<f64> {
    text.trim()
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// A decimal number, taken apart: whether it is negative, the digits before and after the point, the power of ten.
pub(super) fn decimal(text: &str) -> Option<(bool, &str, &str, i32)> {
    let text = text.trim();
    let negative = text.starts_with('-');
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let found = (negative, whole, fraction, exponent);
    (is_number(whole) && is_number(fraction) && number.len() > usize::from(number.contains('.')))
        .then_some(found)
}

/// An amount and its currency, which may be missing: `1500.50|EUR`.
pub(super) fn money(text: &str) -> Option<(&str, &str)> {
    let (amount, currency) = text.split_once('|').unwrap_or((text, ""));
    let (amount, currency) = (amount.trim(), currency.trim());
    (self::currency(currency) && decimal(amount).is_some()).then_some((amount, currency))
}

/// The code of a currency, or none.
pub(super) fn currency(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

pub(super) fn boolean(text: &str) -> Option<bool> {
    match text {
        "Y" | "y" | "1" => Some(true),
        "N" | "n" | "0" => Some(false),
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Base64, in one line or several.
pub(super) fn base64(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r\n".contains(&byte))
}

/// Digits with the separators, zone letters and day halves of any notation that the API uses. The year may be negative: the zero
/// date of MySQL comes out of PHP as `-0001-11-30T00:00:00+02:30`.
pub(super) fn date(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..])
        && bytes.len() <= 40
        && bytes
            .iter()
            .fold(true, |all, byte| all & PARTS[usize::from(*byte)])
}

/// Whether a byte may stand in a date. Dates are frequent: a look into a table is the fastest way to tell.
static PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        parts[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b' ' | b':' | b'.' | b'+' | b'-' | b'/' | b',');
        byte += 1;
    }
    parts
};
