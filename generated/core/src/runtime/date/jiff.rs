//! Dates as types of jiff, and back.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime, civil};

use super::civil::{CivilDate, CivilTime};
use super::error::{DateError, DateErrorKind};
use super::{Date, DateTime, write};

impl DateTime {
    /// Returns the point in time, with the offset of the text or, if it has none, in `zone`, the portal's time zone.
    ///
    /// A date alone is midnight. A local time that `zone` skips is moved forward by the gap; of a repeated one, the first is
    /// used. That is jiff's `Disambiguation::Compatible`.
    ///
    /// ```
    /// use bitrix24::DateTime;
    /// use jiff::tz::{TimeZone, offset};
    ///
    /// let portal = TimeZone::fixed(offset(2));
    /// let local = DateTime::from("20.03.2025 14:50:06").to_zoned_datetime(&portal)?;
    /// assert_eq!(local.timestamp().to_string(), "2025-03-20T12:50:06Z");
    /// let exact = DateTime::from("2025-03-20T14:50:06+03:00").to_zoned_datetime(&portal)?;
    /// assert_eq!(exact.timestamp().to_string(), "2025-03-20T11:50:06Z");
    /// # Ok::<(), bitrix24::DateError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text cannot be read, see [`parts`](Self::parts), or is a time of day alone.
    pub fn to_zoned_datetime(&self, zone: &TimeZone) -> Result<ZonedDateTime, DateError> {
        let (date, time, own) = self.local()?;
        let local = civil::DateTime::from_parts(self.date(date)?, self.time(time)?);
        let zoned = match own {
            Some(seconds) => {
                let offset = Offset::from_seconds(seconds);
                offset.and_then(|offset| TimeZone::fixed(offset).to_zoned_datetime(local))
            }
            None => zone.to_zoned_datetime(local),
        };
        zoned.map_err(|_| self.error(DateErrorKind::OutOfRange))
    }

    /// Returns the point in time. `zone` is the portal's time zone, used only if the text has no offset. See
    /// [`to_zoned_datetime`](Self::to_zoned_datetime).
    ///
    /// # Errors
    ///
    /// The text cannot be read, see [`parts`](Self::parts), or is a time of day alone.
    pub fn to_timestamp(&self, zone: &TimeZone) -> Result<Timestamp, DateError> {
        Ok(self.to_zoned_datetime(zone)?.timestamp())
    }

    fn date(&self, date: CivilDate) -> Result<civil::Date, DateError> {
        to_date(date).map_err(|_| self.error(DateErrorKind::OutOfRange))
    }

    fn time(&self, time: CivilTime) -> Result<civil::Time, DateError> {
        to_time(time).map_err(|_| self.error(DateErrorKind::OutOfRange))
    }
}

fn to_date(date: CivilDate) -> Result<civil::Date, jiff::Error> {
    let [month, day] = [date.month, date.day].map(|part| part as i8);
    civil::Date::new(date.year, month, day)
}

fn to_time(time: CivilTime) -> Result<civil::Time, jiff::Error> {
    let [hour, minute, second] = [time.hour, time.minute, time.second].map(|part| part as i8);
    civil::Time::new(hour, minute, second, time.nanosecond as i32)
}

/// For text with an offset; for text without one, [`DateTime::to_zoned_datetime`] takes the portal's time zone.
impl TryFrom<&DateTime> for ZonedDateTime {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        if date.local()?.2.is_none() {
            return Err(date.error(DateErrorKind::NoOffset));
        }
        date.to_zoned_datetime(&TimeZone::UTC)
    }
}

/// For text with an offset; for text without one, [`DateTime::to_timestamp`] takes the portal's time zone.
impl TryFrom<&DateTime> for Timestamp {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        Ok(ZonedDateTime::try_from(date)?.timestamp())
    }
}

/// The date and time as they are written, whatever the offset. A date alone is midnight.
impl TryFrom<&DateTime> for civil::DateTime {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        let (day, time, _) = date.local()?;
        Ok(Self::from_parts(date.date(day)?, date.time(time)?))
    }
}

/// The date as it is written, whatever the offset.
impl TryFrom<&DateTime> for civil::Date {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        Ok(civil::DateTime::try_from(date)?.date())
    }
}

/// The time of day as it is written, whatever the offset.
impl TryFrom<&DateTime> for civil::Time {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        let time = date.parts()?.time;
        date.time(time.ok_or_else(|| date.error(DateErrorKind::NoTime))?)
    }
}

/// The date as it is written; see [`Date::civil`].
impl TryFrom<&Date> for civil::Date {
    type Error = DateError;

    fn try_from(date: &Date) -> Result<Self, DateError> {
        let error = |_| DateError::new(DateErrorKind::OutOfRange, date.as_str());
        to_date(date.civil()?).map_err(error)
    }
}

fn date(date: civil::Date) -> String {
    let [month, day] = [date.month(), date.day()].map(|part| part as u8);
    write::date(date.year().into(), month, day)
}

fn time(local: civil::DateTime) -> String {
    let parts = [local.hour(), local.minute(), local.second()];
    let [hour, minute, second] = parts.map(|part| part as u8);
    write::time(&date(local.date()), hour, minute, second)
}

/// With the offset, to the second: `2025-03-20T14:50:06+03:00`. The name of the zone is not sent.
impl From<&ZonedDateTime> for DateTime {
    fn from(zoned: &ZonedDateTime) -> Self {
        match zoned.offset().seconds() {
            // ISO 8601 has no seconds in an offset.
            seconds if seconds % 60 == 0 => Self(write::offset(&time(zoned.datetime()), seconds)),
            _ => zoned.timestamp().into(),
        }
    }
}

/// With the offset, to the second: `2025-03-20T14:50:06+03:00`. The name of the zone is not sent.
impl From<ZonedDateTime> for DateTime {
    fn from(zoned: ZonedDateTime) -> Self {
        Self::from(&zoned)
    }
}

/// In UTC, to the second: `2025-03-20T14:50:06+00:00`.
impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(write::offset(&time(Offset::UTC.to_datetime(timestamp)), 0))
    }
}

/// Without an offset, to the second: `2025-03-20T14:50:06`. The server takes it to be in the portal's time zone.
impl From<civil::DateTime> for DateTime {
    fn from(local: civil::DateTime) -> Self {
        Self(time(local))
    }
}

/// `2025-03-20`
impl From<civil::Date> for DateTime {
    fn from(day: civil::Date) -> Self {
        Self(date(day))
    }
}

/// `2025-03-20`
impl From<civil::Date> for Date {
    fn from(day: civil::Date) -> Self {
        Self(date(day))
    }
}

#[cfg(test)]
mod tests;
