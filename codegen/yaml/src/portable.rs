//! Which scalars every reader takes for the same: one of YAML 1.1 as well as one of YAML 1.2.
//!
//! The rules are those of the types of YAML 1.1 (<https://yaml.org/type/>) and of the core schema of YAML 1.2.2, both at
//! once: what either takes for something else than text needs quotes if it is text.

/// Whether a scalar without quotes is text to everybody. It may say no of text that is.
#[must_use]
pub fn is_text(text: &str) -> bool {
    !is_word(text) && !looks_like_number(text) && !is_moment(text)
}

/// Whether a number is a number, and the same one, to everybody as it is written.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is = |digits: &str, known: fn(u8) -> bool| !digits.is_empty() && digits.bytes().all(known);
    if let Some(digits) = text.strip_prefix("0x") {
        return is(digits, |c| c.is_ascii_hexdigit());
    }
    let Some((whole, rest)) = unsigned.split_once('.') else {
        let is_padded = unsigned.len() > 1 && unsigned.starts_with('0');
        return is(unsigned, |c| c.is_ascii_digit()) && !is_padded;
    };
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, exponent.strip_prefix(['+', '-'])),
        None => (rest, Some("0")),
    };
    is(whole, |c| c.is_ascii_digit())
        && fraction.bytes().all(|c| c.is_ascii_digit())
        && exponent.is_some_and(|digits| is(digits, |c| c.is_ascii_digit()))
}

/// Nothing, a boolean, a key that merges, a default value.
fn is_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_cased = |word: &str| {
        let capital = word[..1].to_ascii_uppercase() + &word[1..];
        text == word || text == capital || text == word.to_ascii_uppercase()
    };
    match lower.as_str() {
        "" | "~" | "=" | "<<" => true,
        "null" | "y" | "yes" | "n" | "no" | "true" | "false" | "on" | "off" => is_cased(&lower),
        _ => false,
    }
}

/// Digits with whatever numbers have among them: `017`, `0o17`, `0b1`, `1_000`, `1e3`, `08:00:00`, `.5`, `.inf`.
fn looks_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned.to_ascii_lowercase().as_str(), ".inf" | ".nan") {
        return true;
    }
    let of =
        |digits: &str, known: &str| !digits.is_empty() && digits.chars().all(|c| known.contains(c));
    let hex = unsigned.strip_prefix("0x");
    if hex.is_some_and(|digits| of(digits, "0123456789abcdefABCDEF_")) {
        return true;
    }
    let other = unsigned
        .strip_prefix("0b")
        .or_else(|| unsigned.strip_prefix("0o"));
    if other.is_some_and(|digits| of(digits, "01234567_")) {
        return true;
    }
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && of(unsigned, "0123456789_.:eE+-")
}

/// A date, with a time or without: `2025-05-12`, `2025-05-12t09:30:00.5 +03:00`.
fn is_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (0..4).all(is_digit) && bytes.get(4) == Some(&b'-') && is_digit(5)
}
