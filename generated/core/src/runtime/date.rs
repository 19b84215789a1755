//! Dates, as the server writes them.
//!
//! The API mixes at least eight notations, some without a zone, and a field may change its notation from one method to
//! the next. So a date keeps the server's text: nothing is lost, nothing is guessed.

use std::fmt;

use super::record::{Slot, SlotMut, Text, Wire};

macro_rules! date {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text as the server sent it, or as it will be sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Wire for $name {
            fn blank() -> Self {
                Self(String::new())
            }

            fn slot(&self) -> Slot<'_> {
                Slot::Text(&self.0)
            }

            fn slot_mut(&mut self) -> SlotMut<'_> {
                SlotMut::Text(self)
            }
        }

        impl Text for $name {
            fn set(&mut self, text: &str) {
                self.0 = text.to_owned();
            }

            fn accepts(&self, text: &str) -> bool {
                looks_like_a_date(text)
            }

            fn kind(&self) -> &'static str {
                $kind
            }
        }

        super::macros::serde!($name);
    };
}

date! {
    /// A point in time, as text: `2025-03-20 14:50:06`, `2025-03-25T19:04:40+00:00`, `1742929480`. A date that was never set may
    /// come as `-0001-11-30T00:00:00+02:30`.
    ///
    /// Most methods answer in ISO 8601 with an offset; some (all of `biconnector`) without one, and then it is the
    /// portal's own time zone.
    DateTime, "date and time"
}

date! {
    /// A calendar date, as text: `2025-03-20`, `20.03.2025`.
    Date, "date"
}

/// Digits with the separators, zone letters and day halves of any notation that the API uses. The year may be negative: the zero
/// date of MySQL comes out of PHP as `-0001-11-30T00:00:00+02:30`.
fn looks_like_a_date(text: &str) -> bool {
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
