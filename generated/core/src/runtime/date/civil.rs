//! Dates and times of day, without a zone.

/// A day of the Gregorian calendar, as a [`Date`](crate::Date) or a [`DateTime`](crate::DateTime) has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct CivilDate {
    /// Year, from 1 to 9999.
    pub year: i16,
    /// Month, from 1 to 12.
    pub month: u8,
    /// Day of the month, from 1 to 31.
    pub day: u8,
}

/// A time of day, as a [`DateTime`](crate::DateTime) has it; midnight by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct CivilTime {
    /// Hour, from 0 to 23.
    pub hour: u8,
    /// Minute, from 0 to 59.
    pub minute: u8,
    /// Second, from 0 to 59.
    pub second: u8,
    /// Fraction of the second, in nanoseconds.
    pub nanosecond: u32,
}

/// What the text of a [`DateTime`](crate::DateTime) says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DateTimeParts {
    /// The date; absent if the text is a time of day alone.
    pub date: Option<CivilDate>,
    /// The time of day; absent if the text is a date alone.
    pub time: Option<CivilTime>,
    /// Offset from UTC in seconds, positive east of Greenwich; absent if the text has none.
    pub offset: Option<i32>,
}

pub(super) const DAY: i64 = 86_400;

impl CivilDate {
    /// The date, if there is such a day.
    pub(super) fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let exists = (1..=9999).contains(&year) && (1..=days(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The date of a day, counted from 1970-01-01; nothing beyond the years from 1 to 9999.
    pub(super) fn from_days(days: i64) -> Option<Self> {
        if !(-719_162..=2_932_896).contains(&days) {
            return None;
        }
        // Eras of 400 years that begin with March, so that a leap day is the last of its year. After "chrono-Compatible
        // Low-Level Date Algorithms" by Howard Hinnant.
        let days = days + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let march = (5 * day + 2) / 153;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = era * 400 + year + i64::from(month <= 2);
        Self::new(
            i16::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day - (153 * march + 2) / 5 + 1).ok()?,
        )
    }

    /// How many days after 1970-01-01 it is.
    pub(super) fn to_days(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let march = (month + 9) % 12;
        let of_year = (153 * march + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

impl CivilTime {
    /// The time of day, so many seconds after midnight.
    pub(super) fn from_seconds(seconds: i64) -> Self {
        let part = |value: i64| u8::try_from(value).unwrap_or_default();
        Self {
            hour: part(seconds.rem_euclid(DAY) / 3_600),
            minute: part(seconds.rem_euclid(3_600) / 60),
            second: part(seconds.rem_euclid(60)),
            nanosecond: 0,
        }
    }

    /// How many seconds after midnight it is.
    pub(super) fn to_seconds(self) -> i64 {
        i64::from(self.hour) * 3_600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }
}

/// How many days a month has; none if there is no such month.
fn days(year: i16, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::CivilDate;

    #[test]
    fn every_day_has_one_number_and_the_days_follow_each_other() {
        let days = |year, month, day| CivilDate::new(year, month, day).map(CivilDate::to_days);
        assert_eq!(days(1970, 1, 1), Some(0));
        assert_eq!(days(2000, 3, 1), Some(11_017));
        let (first, last) = (days(1, 1, 1), days(9999, 12, 31));
        assert_eq!((first, last), (Some(-719_162), Some(2_932_896)));
        let mut before = None;
        for number in -719_162..=2_932_896 {
            let date = CivilDate::from_days(number);
            assert_eq!(date.map(CivilDate::to_days), Some(number));
            assert!(before < date);
            before = date;
        }
        assert_eq!(CivilDate::from_days(-719_163), None);
        assert_eq!(CivilDate::from_days(2_932_897), None);
    }
}
