//! Dates, as the server writes them.
//!
//! The API mixes at least eight notations, some without a zone, and a field may change its notation from one method to
//! the next. So a date keeps the server's text: nothing is lost, nothing is guessed. What the text means is read on demand.

#[cfg(feature = "chrono")]
mod chrono;
mod civil;
mod error;
#[cfg(feature = "jiff")]
mod jiff;
mod parse;
mod system;
#[cfg(test)]
mod tests;
mod timestamp;
mod write;

use std::fmt;
use std::str::FromStr;

use super::loose;
use super::record::{Slot, SlotMut, Text, Wire};
pub use civil::{CivilDate, CivilTime, DateTimeParts};
pub use error::{DateError, DateErrorKind};
pub use timestamp::Timestamp;

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

        /// The text is not checked; [`FromStr`] does that.
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        /// The text is not checked; [`FromStr`] does that.
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
    /// A point in time, as text in one of the notations that the server uses:
    ///
    /// | text | meaning |
    /// |---|---|
    /// | `2025-03-25T19:04:40+03:00`, `2026-04-20T12:00:00Z` | ISO 8601 with an offset: what most methods return |
    /// | `2025-03-20T14:50:06`, `2025-03-20 14:50:06` | without an offset, as all of `biconnector` |
    /// | `2026-01-12T14:30:00.000000+00:00` | with a fraction |
    /// | `20.03.2025 14:50:06`, `20.03.2025` | day first |
    /// | `03/20/2025 02:50:06 pm`, `03/20/2025 14:50:06`, `03/20/2025` | month first |
    /// | `2025-03-20` | a date alone: midnight |
    /// | `1742929480` | seconds since 1970-01-01T00:00:00Z |
    /// | `14:50:06`, `14:50` | a time of day alone |
    ///
    /// The separators tell the notations apart, never the values: `25/03/2025` is an error. A date that was never set may come as
    /// `-0001-11-30T00:00:00+02:30` or `0000-00-00`; reading it is a [`DateErrorKind::NeverSet`].
    ///
    /// Text without an offset is in the portal's time zone, which the server does not send. So conversions to a point in time
    /// take a zone: `to_zoned_datetime` with the feature `jiff`, `to_fixed_offset` with `chrono`,
    /// [`to_system_time`](Self::to_system_time) without either. Conversely, the types of both crates convert to a `DateTime` by
    /// `From`, so setters and filters take them directly.
    ///
    /// Equality compares the text. There is no `Ord`, because notations differ: compare the converted values.
    ///
    /// ```
    /// use bitrix24::DateTime;
    ///
    /// let sent: DateTime = "2025-03-20T14:50:06+03:00".parse()?;
    /// let read = DateTime::from("03/20/2025 02:50:06 pm");
    /// // This portal is in Berlin.
    /// assert!(sent.to_system_time(3600)? < read.to_system_time(3600)?);
    /// # Ok::<(), bitrix24::DateError>(())
    /// ```
    DateTime, "date and time"
}

date! {
    /// A calendar date, as text: `2025-03-20`, `20.03.2025`, `03/20/2025`.
    ///
    /// Some methods send it as a point in time, `2025-03-20T00:00:00+03:00`. The date is the one written there; the time has no
    /// meaning.
    ///
    /// Equality compares the text. There is no `Ord`, because notations differ: compare what [`civil`](Self::civil) returns.
    ///
    /// ```
    /// use bitrix24::Date;
    ///
    /// let (begin, close) = (Date::from("20.03.2025"), Date::from("2025-04-01T00:00:00+03:00"));
    /// assert!(begin.civil()? < close.civil()?);
    /// # Ok::<(), bitrix24::DateError>(())
    /// ```
    Date, "date"
}

impl DateTime {
    /// Parses the text. The time of day and the offset are present only if the text has them.
    ///
    /// Seconds since 1970 are a date and a time with the offset 0.
    ///
    /// ```
    /// use bitrix24::DateTime;
    ///
    /// let parts = DateTime::from("2025-03-25T19:04:40+03:00").parts()?;
    /// assert_eq!(parts.date.map(|date| (date.year, date.month, date.day)), Some((2025, 3, 25)));
    /// assert_eq!(parts.time.map(|time| (time.hour, time.minute)), Some((19, 4)));
    /// assert_eq!(parts.offset, Some(3 * 3600));
    /// # Ok::<(), bitrix24::DateError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is in no known notation, has a part out of range, or stands for a date that was never set.
    pub fn parts(&self) -> Result<DateTimeParts, DateError> {
        parse::parse(&self.0).map_err(|kind| DateError::new(kind, &self.0))
    }

    /// The date, and the time of day; a date alone is midnight.
    fn local(&self) -> Result<(CivilDate, CivilTime, Option<i32>), DateError> {
        let parts = self.parts()?;
        match parts.date {
            Some(date) => Ok((date, parts.time.unwrap_or_default(), parts.offset)),
            None => Err(self.error(DateErrorKind::NoDate)),
        }
    }

    fn error(&self, kind: DateErrorKind) -> DateError {
        DateError::new(kind, &self.0)
    }
}

impl Date {
    /// Returns the date written in the text.
    ///
    /// # Errors
    ///
    /// The text is in no known notation, has no such day, or stands for a date that was never set. Seconds since 1970 have no
    /// date without a time zone.
    pub fn civil(&self) -> Result<CivilDate, DateError> {
        let error = |kind| DateError::new(kind, &self.0);
        if parse::is_unix(&self.0) {
            return Err(error(DateErrorKind::NoDate));
        }
        let parts = parse::parse(&self.0).map_err(error)?;
        parts.date.ok_or_else(|| error(DateErrorKind::NoDate))
    }
}

/// Checks that the text is a point in time, and keeps it.
impl FromStr for DateTime {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let date = Self::from(text);
        date.local()?;
        Ok(date)
    }
}

/// Checks that the text is a date, and keeps it.
impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let date = Self::from(text);
        date.civil()?;
        Ok(date)
    }
}
