//! Points in time as numbers.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::DateTime;
#[cfg(any(feature = "chrono", feature = "jiff"))]
use super::error::{DateError, DateErrorKind};
use crate::runtime::record::{Slot, SlotMut, Wire};

/// A point in time that is a number in JSON: seconds since 1970-01-01T00:00:00Z.
///
/// It is made of a number, of a [`SystemTime`], and of the types of jiff and chrono, with the features of these names, so setters
/// and filters take them directly; fractions of a second are dropped. It converts to all of them, and to a [`DateTime`].
///
/// ```
/// use bitrix24::Timestamp;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let sent: Timestamp = serde_json::from_str("\"1742929480\"")?;
/// assert_eq!(sent, Timestamp::from(UNIX_EPOCH + Duration::from_millis(1_742_929_480_999)));
/// assert_eq!(serde_json::to_value(sent)?, 1_742_929_480);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The same as a time of the standard library; nothing if that cannot hold it.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        match self.0 < 0 {
            true => UNIX_EPOCH.checked_sub(distance),
            false => UNIX_EPOCH.checked_add(distance),
        }
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<i32> for Timestamp {
    fn from(seconds: i32) -> Self {
        Self(seconds.into())
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let whole = |time: Duration| i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => whole(after),
            // Down to the second before, as every other conversion does.
            Err(before) => {
                let before = before.duration();
                -whole(before) - i64::from(before.subsec_nanos() > 0)
            }
        })
    }
}

/// The text of the number, which is one of the notations of a [`DateTime`].
impl From<Timestamp> for DateTime {
    fn from(time: Timestamp) -> Self {
        Self::from(time.to_string())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Wire for Timestamp {
    fn blank() -> Self {
        Self(0)
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Integer(self.0)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Integer(&mut self.0)
    }
}

crate::runtime::macros::serde!(Timestamp);

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(time: jiff::Timestamp) -> Self {
        // Of a time before 1970 jiff gives the seconds towards it.
        let before = time.subsec_nanosecond() < 0;
        Self(time.as_second() - i64::from(before))
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::ZonedDateTime> for Timestamp {
    fn from(time: jiff::ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = DateError;

    fn try_from(time: Timestamp) -> Result<Self, DateError> {
        Self::from_second(time.0).map_err(|_| out_of_range(time))
    }
}

#[cfg(feature = "chrono")]
impl<Z: chrono::TimeZone> From<chrono::DateTime<Z>> for Timestamp {
    fn from(time: chrono::DateTime<Z>) -> Self {
        Self(time.timestamp())
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<Timestamp> for chrono::DateTime<chrono::Utc> {
    type Error = DateError;

    fn try_from(time: Timestamp) -> Result<Self, DateError> {
        Self::from_timestamp(time.0, 0).ok_or_else(|| out_of_range(time))
    }
}

#[cfg(any(feature = "chrono", feature = "jiff"))]
fn out_of_range(time: Timestamp) -> DateError {
    DateError::new(DateErrorKind::OutOfRange, &time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::DateError;

    #[test]
    fn fractions_are_dropped_downwards() {
        let half = Duration::from_millis(500);
        for (time, seconds) in [
            (UNIX_EPOCH, 0),
            (UNIX_EPOCH + half, 0),
            (UNIX_EPOCH - half, -1),
            (UNIX_EPOCH - Duration::from_secs(1), -1),
            (UNIX_EPOCH - Duration::from_secs(1) - half, -2),
        ] {
            assert_eq!(Timestamp::from(time).seconds(), seconds, "{time:?}");
        }
    }

    #[test]
    fn it_is_the_same_everywhere() -> Result<(), DateError> {
        for seconds in [0, -1, 1_742_929_480, -2_208_988_800_i64] {
            let time = Timestamp::from(seconds);
            let system = time.to_system_time();
            assert_eq!(system.map(Timestamp::from), Some(time));
            // A zone does not matter.
            if seconds >= 1_000_000_000 {
                assert_eq!(Some(DateTime::from(time).to_system_time(7_200)?), system);
            }
        }
        assert!(Timestamp::from(1) < Timestamp::from(2_i64));
        Ok(())
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_agrees() -> Result<(), DateError> {
        for (nanos, seconds) in [(1_500_000_000, 1), (-500_000_000, -1), (-1_000_000_000, -1)] {
            let time = jiff::Timestamp::from_nanosecond(nanos);
            assert_eq!(time.ok().map(Timestamp::from), Some(Timestamp(seconds)));
            let back = jiff::Timestamp::try_from(Timestamp(seconds))?;
            assert_eq!(back.as_second(), seconds);
        }
        assert!(jiff::Timestamp::try_from(Timestamp(i64::MAX)).is_err());
        Ok(())
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_agrees() -> Result<(), DateError> {
        for (nanos, seconds) in [(1_500_000_000, 1), (-500_000_000, -1), (-1_000_000_000, -1)] {
            let time = chrono::DateTime::from_timestamp_nanos(nanos);
            assert_eq!(Timestamp::from(time), Timestamp(seconds));
            let back = chrono::DateTime::<chrono::Utc>::try_from(Timestamp(seconds))?;
            assert_eq!(back.timestamp(), seconds);
        }
        let far = chrono::DateTime::<chrono::Utc>::try_from(Timestamp(i64::MAX));
        assert!(far.is_err());
        Ok(())
    }
}
