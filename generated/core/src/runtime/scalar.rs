//! A value whose type the API leaves open.

use std::fmt;

/// Text, a number or a boolean, where the API takes any of them.
///
/// It is sent, and kept when received, as the kind that it is: `"7"` does not become `7`. A whole number is written
/// without a fraction, and one beyond `i64` is a double.
///
/// Values of different kinds in one list or map are each made a `Scalar`:
///
/// ```
/// use bitrix24::Scalar;
///
/// let settings = [("login", Scalar::from("bi")), ("port", 8443.into()), ("tls", true.into())];
/// # let _ = settings;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(String),
    /// A number without a fraction.
    Integer(i64),
    /// Any other number.
    Double(f64),
    /// `true` or `false`.
    Boolean(bool),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
            Self::Boolean(value) => value.fmt(f),
        }
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),*) => {$(
        impl From<$type> for Scalar {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

from!(&str => Text, String => Text, i32 => Integer, u32 => Integer, i64 => Integer, f64 => Double, bool => Boolean);
