//! Points in time of the standard library.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::civil::{CivilDate, CivilTime, DAY};
use super::error::{DateError, DateErrorKind};
use super::{DateTime, write};

impl DateTime {
    /// Returns the point in time. `offset` is the portal's, in seconds, positive east of Greenwich; it is used only if the text
    /// has none.
    ///
    /// # Errors
    ///
    /// The text cannot be read, see [`parts`](Self::parts), or is a time of day alone.
    pub fn to_system_time(&self, offset: i32) -> Result<SystemTime, DateError> {
        let (date, time, own) = self.local()?;
        let offset = i64::from(own.unwrap_or(offset));
        let seconds = date.to_days() * DAY + time.to_seconds() - offset;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let whole = match seconds < 0 {
            true => UNIX_EPOCH.checked_sub(whole),
            false => UNIX_EPOCH.checked_add(whole),
        };
        let fraction = Duration::from_nanos(time.nanosecond.into());
        let time = whole.and_then(|whole| whole.checked_add(fraction));
        time.ok_or_else(|| self.error(DateErrorKind::OutOfRange))
    }
}

/// In UTC, to the second: `2025-03-20T14:50:06+00:00`. Years beyond those from 1 to 9999 are an error.
impl TryFrom<SystemTime> for DateTime {
    type Error = DateError;

    fn try_from(time: SystemTime) -> Result<Self, DateError> {
        let seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).ok(),
            Err(before) => {
                let before = before.duration();
                let whole = i64::try_from(before.as_secs()).ok();
                whole.map(|whole| -whole - i64::from(before.subsec_nanos() > 0))
            }
        };
        let date = seconds.and_then(|seconds| CivilDate::from_days(seconds.div_euclid(DAY)));
        let (Some(seconds), Some(date)) = (seconds, date) else {
            return Err(DateError::new(DateErrorKind::OutOfRange, ""));
        };
        let time = CivilTime::from_seconds(seconds.rem_euclid(DAY));
        let text = write::date(date.year.into(), date.month, date.day);
        let text = write::time(&text, time.hour, time.minute, time.second);
        Ok(Self(write::offset(&text, 0)))
    }
}
