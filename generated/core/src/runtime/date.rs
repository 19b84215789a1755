//! Dates, as the server writes them.
//!
//! The API mixes at least eight notations, some without a zone, and a field may change its notation from one method to
//! the next. So a date keeps the server's text: nothing is lost, nothing is guessed.

use std::fmt;

use super::loose;
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
                loose::date(text)
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
