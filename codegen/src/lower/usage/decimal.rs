//! A decimal number of an example as a Rust expression.

use super::builder::Expr;
use super::value;
use crate::json::Json;

/// A number, with all its digits.
pub(super) fn literal(node: &Json) -> Expr {
    match node {
        Json::Number(number) if number.is_u64() && !number.is_i64() => {
            Some(format!("{number}_u64"))
        }
        node => value::literal(node),
    }
}

/// A number whose digits are text: 1500.50 is 150050 hundredths. `decimal` is what the type is called.
pub(super) fn digits(text: &str, decimal: &str) -> String {
    match scaled(text) {
        Some((coefficient, scale)) => format!("{decimal}::new({coefficient}, {scale})"),
        // The check of examples has seen that it is one.
        None => format!("{text:?}.parse::<{decimal}>().unwrap_or_default()"),
    }
}

/// The coefficient and the digits behind the point, if the number is written as the crate writes it.
fn scaled(text: &str) -> Option<(i64, u8)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let scale = u8::try_from(fraction.len()).ok()?;
    let coefficient: i64 = [whole, fraction].concat().parse().ok()?;
    let sign = if coefficient < 0 { "-" } else { "" };
    let digits = format!("{:0>1$}", coefficient.unsigned_abs(), fraction.len() + 1);
    let (before, after) = digits.split_at(digits.len() - fraction.len());
    let point = if fraction.is_empty() { "" } else { "." };
    let same = [sign, before, point, after].concat() == text;
    same.then_some((coefficient, scale))
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn a_number_is_written_by_its_digits_unless_there_are_too_many_or_others() {
        for (text, expected) in [
            ("1500.50", "D::new(150050, 2)"),
            ("-0.05", "D::new(-5, 2)"),
            ("0", "D::new(0, 0)"),
        ] {
            assert_eq!(digits(text, "D"), expected);
        }
        let long = format!("0.{}", "0".repeat(70_000));
        for text in [
            "-0",
            "1.",
            ".5",
            "+5",
            "007",
            "1e3",
            "9223372036854775808",
            &long,
        ] {
            let parsed = format!("{text:?}.parse::<D>().unwrap_or_default()");
            assert_eq!(digits(text, "D"), parsed);
        }
    }
}
