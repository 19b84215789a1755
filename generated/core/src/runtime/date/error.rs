//! Why a date could not be read.

use std::fmt;

use crate::runtime::loose;

/// The text of a [`Date`](crate::Date) or a [`DateTime`](crate::DateTime) could not be read, or lacks what was requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    kind: DateErrorKind,
    /// Empty unless it looks like a date.
    text: String,
}

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateErrorKind {
    /// The text is in no known notation.
    Notation,
    /// The text is in a known notation, but has no such day or time: `2025-02-30`. Or a date is beyond the years from 1 to 9999,
    /// or beyond what the other type can hold.
    OutOfRange,
    /// The date was never set: MySQL's zero date, `0000-00-00`, or what PHP makes of it, `-0001-11-30`.
    NeverSet,
    /// The text is a time of day alone. For a [`Date`](crate::Date): or seconds since 1970, which are a date only in a time zone.
    NoDate,
    /// The text is a date alone, but a time of day was requested.
    NoTime,
    /// The text has no offset, so it is in the portal's time zone, which is not known here.
    NoOffset,
}

impl DateError {
    pub(super) fn new(kind: DateErrorKind, text: &str) -> Self {
        let shown = if loose::date(text) { text } else { "" };
        let text = shown.to_owned();
        Self { kind, text }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> DateErrorKind {
        self.kind
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text.as_str() {
            "" => f.write_str("the date ")?,
            text => write!(f, "the date `{text}` ")?,
        }
        f.write_str(match self.kind {
            DateErrorKind::Notation => "is in no known notation",
            DateErrorKind::OutOfRange => "is out of range",
            DateErrorKind::NeverSet => "was never set",
            DateErrorKind::NoDate => "has no calendar date",
            DateErrorKind::NoTime => "has no time of day",
            DateErrorKind::NoOffset => "has no offset from UTC; convert it with a time zone",
        })
    }
}

impl std::error::Error for DateError {}
