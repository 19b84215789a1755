//! What a scalar without quotes means.

use serde_json::Number;

use crate::tree::Value;

/// The value of a scalar without quotes, by the core schema of YAML 1.2.
///
/// # Errors
///
/// It is a number that JSON does not have, in words.
pub fn plain(text: &str) -> Result<Value, &'static str> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
            number(text)?.map_or_else(|| Value::Text(text.to_owned()), Value::Number)
        }
        _ => Value::Text(text.to_owned()),
    })
}

/// The number, if it is one.
fn number(text: &str) -> Result<Option<Number>, &'static str> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (radix, digits) = match unsigned.get(..2) {
        Some("0x") => (16, &unsigned[2..]),
        Some("0o") => (8, &unsigned[2..]),
        Some("0b") => (2, &unsigned[2..]),
        _ => (10, unsigned),
    };
    if !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)) {
        if radix == 10 && digits.len() > 1 && digits.starts_with('0') {
            // A number is not padded: a code or a part of a date.
            return Ok(None);
        }
        let sign = if text.starts_with('-') { "-" } else { "" };
        let value = i128::from_str_radix(&format!("{sign}{digits}"), radix).ok();
        let number = value.and_then(Number::from_i128);
        return number.map(Some).ok_or("a number does not fit into 64 bits");
    }
    if let ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN" = unsigned {
        return Err("a number is not finite");
    }
    let positive = text.strip_prefix('+').unwrap_or(text);
    let signs = positive != text && positive.starts_with(['+', '-']);
    let value = positive.parse().ok().filter(|_| !signs);
    Ok(value.and_then(Number::from_f64))
}
