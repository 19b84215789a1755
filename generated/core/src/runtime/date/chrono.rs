//! Dates as types of chrono, and back.

use chrono::{
    Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Timelike, Utc,
};

use super::civil::{CivilDate, CivilTime};
use super::error::{DateError, DateErrorKind};
use super::{Date, DateTime, write};

impl DateTime {
    /// Returns the point in time, with the offset of the text or, if it has none, that of `zone`: the portal's time zone, such
    /// as a [`FixedOffset`] or a `chrono_tz::Tz`.
    ///
    /// A date alone is midnight. A local time that `zone` skips is moved forward by the gap; of a repeated one, the first is
    /// used.
    ///
    /// ```
    /// use bitrix24::DateTime;
    /// use chrono::Utc;
    ///
    /// let local = DateTime::from("20.03.2025 14:50:06").to_fixed_offset(&Utc)?;
    /// assert_eq!(local.timestamp(), 1_742_482_206);
    /// let exact = DateTime::from("2025-03-20T14:50:06+03:00").to_fixed_offset(&Utc)?;
    /// assert_eq!(exact.timestamp(), local.timestamp() - 3 * 3_600);
    /// # Ok::<(), bitrix24::DateError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text cannot be read, see [`parts`](Self::parts), or is a time of day alone.
    pub fn to_fixed_offset<Z: TimeZone>(
        &self,
        zone: &Z,
    ) -> Result<chrono::DateTime<FixedOffset>, DateError> {
        self.to_fixed(|local| {
            let offset = |local: &NaiveDateTime| {
                let offset = zone.offset_from_local_datetime(local).earliest();
                offset.map(|offset| offset.fix())
            };
            // In a gap, the offset before it counts on.
            offset(&local).or_else(|| offset(&local.checked_sub_signed(TimeDelta::days(1))?))
        })
    }

    fn to_fixed(
        &self,
        offset: impl FnOnce(NaiveDateTime) -> Option<FixedOffset>,
    ) -> Result<chrono::DateTime<FixedOffset>, DateError> {
        let (date, time, own) = self.local()?;
        let local = self.naive(date, time)?;
        let offset = match own {
            Some(seconds) => FixedOffset::east_opt(seconds),
            None => offset(local),
        };
        let found = offset.and_then(|offset| offset.from_local_datetime(&local).single());
        found.ok_or_else(|| self.error(DateErrorKind::OutOfRange))
    }

    fn naive(&self, date: CivilDate, time: CivilTime) -> Result<NaiveDateTime, DateError> {
        let local = to_date(date).zip(to_time(time));
        let local = local.map(|(date, time)| NaiveDateTime::new(date, time));
        local.ok_or_else(|| self.error(DateErrorKind::OutOfRange))
    }
}

fn to_date(date: CivilDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

fn to_time(time: CivilTime) -> Option<NaiveTime> {
    let [hour, minute, second] = [time.hour, time.minute, time.second].map(u32::from);
    NaiveTime::from_hms_nano_opt(hour, minute, second, time.nanosecond)
}

/// For text with an offset; for text without one, [`DateTime::to_fixed_offset`] takes the portal's time zone.
impl TryFrom<&DateTime> for chrono::DateTime<FixedOffset> {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        if date.local()?.2.is_none() {
            return Err(date.error(DateErrorKind::NoOffset));
        }
        date.to_fixed(|_| None)
    }
}

/// For text with an offset; for text without one, [`DateTime::to_fixed_offset`] takes the portal's time zone.
impl TryFrom<&DateTime> for chrono::DateTime<Utc> {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        Ok(chrono::DateTime::<FixedOffset>::try_from(date)?.to_utc())
    }
}

/// The date and time as they are written, whatever the offset. A date alone is midnight.
impl TryFrom<&DateTime> for NaiveDateTime {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        let (day, time, _) = date.local()?;
        date.naive(day, time)
    }
}

/// The date as it is written, whatever the offset.
impl TryFrom<&DateTime> for NaiveDate {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        Ok(NaiveDateTime::try_from(date)?.date())
    }
}

/// The time of day as it is written, whatever the offset.
impl TryFrom<&DateTime> for NaiveTime {
    type Error = DateError;

    fn try_from(date: &DateTime) -> Result<Self, DateError> {
        let time = date.parts()?.time;
        let time = time.ok_or_else(|| date.error(DateErrorKind::NoTime))?;
        to_time(time).ok_or_else(|| date.error(DateErrorKind::OutOfRange))
    }
}

/// The date as it is written; see [`Date::civil`].
impl TryFrom<&Date> for NaiveDate {
    type Error = DateError;

    fn try_from(date: &Date) -> Result<Self, DateError> {
        let found = to_date(date.civil()?);
        found.ok_or_else(|| DateError::new(DateErrorKind::OutOfRange, date.as_str()))
    }
}

/// Months, days, hours, minutes and seconds are below 100.
fn small(value: u32) -> u8 {
    u8::try_from(value).unwrap_or_default()
}

fn date(date: NaiveDate) -> String {
    write::date(date.year(), small(date.month()), small(date.day()))
}

fn time(local: NaiveDateTime) -> String {
    let parts = [local.hour(), local.minute(), local.second()];
    let [hour, minute, second] = parts.map(small);
    write::time(&date(local.date()), hour, minute, second)
}

/// With the offset, to the second: `2025-03-20T14:50:06+03:00`.
impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
    fn from(date: chrono::DateTime<Z>) -> Self {
        let (utc, offset) = (date.naive_utc(), date.offset().fix());
        // ISO 8601 has no seconds in an offset.
        let whole = offset.local_minus_utc() % 60 == 0;
        let local = utc.checked_add_offset(offset).filter(|_| whole);
        let (local, seconds) = local.map_or((utc, 0), |local| (local, offset.local_minus_utc()));
        Self(write::offset(&time(local), seconds))
    }
}

/// Without an offset, to the second: `2025-03-20T14:50:06`. The server takes it to be in the portal's time zone.
impl From<NaiveDateTime> for DateTime {
    fn from(local: NaiveDateTime) -> Self {
        Self(time(local))
    }
}

/// `2025-03-20`
impl From<NaiveDate> for DateTime {
    fn from(day: NaiveDate) -> Self {
        Self(date(day))
    }
}

/// `2025-03-20`
impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(date(day))
    }
}

#[cfg(test)]
mod tests;
