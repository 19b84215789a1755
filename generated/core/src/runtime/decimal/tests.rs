#![allow(clippy::panic)]

use std::cmp::Ordering;
use std::collections::HashSet;

use super::{Decimal, DecimalError};

/// Texts in the order of their values; those of one row are the same value.
const ORDERED: &[&[&str]] = &[
    &["-1e999999999"],
    &["-123456789012345678901234567890.5"],
    &["-100", "-1e2", "-100.000", "-00100."],
    &["-20.5"],
    &["-2"],
    &["-1.50", "-1.5", "-15e-1"],
    &["-0.001", "-.001", "-1e-3"],
    &["0", "-0", "+0", "0.00", ".0", "0e5", "0e-999999999"],
    &["1e-999999999"],
    &["0.05", "5e-2", "0.0500"],
    &["0.1", ".1", "+0.1"],
    &["0.30000000000000000000"],
    &["0.30000000000000004441"],
    &["1", "1.", "01", "10e-1"],
    &["9.99"],
    &["10", "1E1"],
    &["1500.5", "1500.50", "1.5005e3", " 1500.5\n"],
    &["9007199254740992"],
    &["9007199254740993"],
    &["1.0e+25", "10000000000000000000000000"],
    &["10000000000000000000000001"],
];

const BAD: &[&str] = &[
    "",
    " ",
    ".",
    "-",
    "+",
    "e5",
    "1e",
    "1e1.5",
    "1e99999999999",
    "--1",
    "+-1",
    "1-",
    "1 000",
    "1,5",
    "1.2.3",
    "0x10",
    "NaN",
    "inf",
    "-inf",
    "infinity",
    "1_000",
    "١٢",
    "1|EUR",
    "1.-5",
];

fn decimal(text: &str) -> Decimal {
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[test]
fn numbers_are_compared_by_value() {
    let all = ORDERED.iter().enumerate();
    let all: Vec<(usize, &str)> = all
        .flat_map(|(row, texts)| texts.iter().map(move |text| (row, *text)))
        .collect();
    for (row, text) in &all {
        for (other_row, other) in &all {
            let (a, b) = (decimal(text), decimal(other));
            assert_eq!(a.cmp(&b), row.cmp(other_row), "{text} {other}");
            assert_eq!(a == b, row == other_row, "{text} {other}");
        }
    }
    let distinct: HashSet<Decimal> = all.iter().map(|(_, text)| decimal(text)).collect();
    assert_eq!(distinct.len(), ORDERED.len());
}

#[test]
fn the_digits_are_those_of_the_text() {
    for text in ORDERED.iter().copied().flatten() {
        let value = decimal(text);
        assert_eq!(value.as_str(), text.trim());
        let float: f64 = text.trim().parse().unwrap_or(f64::NAN);
        assert_eq!(value.to_f64(), float, "{text}");
    }
    for text in BAD {
        assert_eq!(
            text.parse::<Decimal>(),
            Err(DecimalError::NotANumber),
            "{text:?}"
        );
    }
}

#[test]
fn integers_and_floats_become_decimals() {
    for value in [0, 1, -1, 10, 1_500, i64::MAX, i64::MIN] {
        assert_eq!(Decimal::from(value).as_str(), value.to_string());
        for scale in [0, 1, 2, 19, 30] {
            let scaled = Decimal::new(value, scale);
            let expected = decimal(&format!("{value}e-{scale}"));
            assert_eq!(scaled, expected, "{scaled}");
        }
    }
    assert_eq!(Decimal::new(150_050, 2).as_str(), "1500.50");
    assert_eq!(Decimal::from(u64::MAX).as_str(), "18446744073709551615");
    for value in [
        0.1,
        1500.5,
        -0.05,
        1e21,
        1e-7,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
    ] {
        let decimal = Decimal::from(value);
        assert_eq!(decimal.to_f64(), value, "{decimal}");
        assert!(decimal.as_str().parse::<Decimal>().is_ok(), "{decimal}");
    }
    assert_eq!(Decimal::from(0.1), decimal("0.1"));
    assert_eq!(Decimal::default(), 0.into());
}

#[test]
fn a_float_that_is_no_number_is_not_sent() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let decimal = Decimal::from(value);
        assert!(serde_json::to_string(&decimal).is_err(), "{decimal}");
        assert_eq!(decimal.cmp(&decimal.clone()), Ordering::Equal);
        assert!(decimal > Decimal::from(f64::MAX));
    }
}

#[test]
fn a_precision_rounds_half_away_from_zero() {
    let cases = [
        ("1500.5", 2, "1500.50"),
        ("1500.505", 2, "1500.51"),
        ("-1500.505", 2, "-1500.51"),
        ("1500.504999999999999999999999", 2, "1500.50"),
        ("0.005", 2, "0.01"),
        ("0.0049", 2, "0.00"),
        ("-0.004", 2, "0.00"),
        ("0.5", 0, "1"),
        ("0.4", 0, "0"),
        ("9.995", 2, "10.00"),
        ("99.5", 0, "100"),
        ("0.95", 1, "1.0"),
        ("1.5e3", 1, "1500.0"),
        ("12e-3", 3, "0.012"),
        ("5e-9", 2, "0.00"),
        ("0", 2, "0.00"),
        ("-00012.50", 1, "-12.5"),
        // Nobody wants that many zeros.
        ("1e999999999", 2, "1e999999999"),
        ("-5e-999999999", 2, "0.00"),
        ("5e-1001", 0, "0"),
        ("5e-1002", 1000, &format!("0.{}", "0".repeat(1000))),
    ];
    for (text, precision, expected) in cases {
        assert_eq!(format!("{:.precision$}", decimal(text)), expected, "{text}");
    }
    assert_eq!(
        format!(
            "[{:>9.2}] [{:<9}] [{:09.1}]",
            decimal("-1.5"),
            decimal("1.50"),
            decimal("-1.5")
        ),
        "[    -1.50] [1.50     ] [-000001.5]"
    );
}

#[cfg(feature = "rust_decimal")]
#[test]
fn what_rust_decimal_can_hold_is_exact_there_and_the_rest_an_error() {
    use rust_decimal::Decimal as Other;

    let too_long = [
        "-1e999999999",
        "-123456789012345678901234567890.5",
        "1e-999999999",
    ];
    for text in ORDERED.iter().copied().flatten() {
        let value = decimal(text);
        let other = Other::try_from(&value);
        assert_eq!(other.is_err(), too_long.contains(text), "{text}");
        if let Ok(other) = other {
            assert_eq!(Decimal::from(other), value, "{text}");
        }
    }
    let scale = Other::try_from(decimal("1500.50")).map(|value| value.scale());
    assert_eq!(scale, Ok(2));
    assert_eq!(
        Other::try_from(decimal("3000.000000000000000000000000000000000")),
        Ok(Other::from(3_000))
    );
    for text in [
        "79228162514264337593543950336",
        "0.00000000000000000000000000001",
    ] {
        assert_eq!(
            Other::try_from(decimal(text)),
            Err(DecimalError::OutOfRange),
            "{text}"
        );
    }
    let not_finite = Other::try_from(Decimal::from(f64::NAN));
    assert_eq!(not_finite, Err(DecimalError::OutOfRange));
    for value in [Other::MAX, Other::MIN, Other::ZERO, Other::new(-5, 28)] {
        assert_eq!(Other::try_from(Decimal::from(value)), Ok(value));
    }
}
