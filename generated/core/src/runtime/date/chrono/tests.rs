use chrono::{
    DateTime as Zoned, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone, Utc,
};

use crate::runtime::date::tests::{BAD, NOTATIONS, instants};
use crate::runtime::date::{Date, DateErrorKind, DateTime};

/// A zone whose clocks go from 02:00 to 03:00 on 2025-03-30, and from 03:00 back to 02:00 on 2025-10-26.
#[derive(Clone, Debug)]
struct Berlin;

const WINTER: i32 = 3_600;
const SUMMER: i32 = 7_200;

fn hours(month: u32, day: u32, hour: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(2025, month, day).unwrap_or_default();
    date.and_hms_opt(hour, 0, 0).unwrap_or_default()
}

fn east(seconds: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds).unwrap_or(Utc.fix())
}

impl TimeZone for Berlin {
    type Offset = FixedOffset;

    fn from_offset(_: &FixedOffset) -> Self {
        Self
    }

    fn offset_from_local_date(&self, date: &NaiveDate) -> MappedLocalTime<FixedOffset> {
        self.offset_from_local_datetime(&date.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        let (winter, summer) = (east(WINTER), east(SUMMER));
        match local {
            local if *local < hours(3, 30, 2) => MappedLocalTime::Single(winter),
            local if *local < hours(3, 30, 3) => MappedLocalTime::None,
            local if *local < hours(10, 26, 2) => MappedLocalTime::Single(summer),
            local if *local < hours(10, 26, 3) => MappedLocalTime::Ambiguous(summer, winter),
            _ => MappedLocalTime::Single(winter),
        }
    }

    fn offset_from_utc_date(&self, date: &NaiveDate) -> FixedOffset {
        self.offset_from_utc_datetime(&date.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> FixedOffset {
        let is_summer = *utc >= hours(3, 30, 1) && *utc < hours(10, 26, 1);
        east(if is_summer { SUMMER } else { WINTER })
    }
}

#[test]
fn every_notation_is_read_with_the_zone_of_the_portal_where_it_has_none() {
    let portal = east(-18_000);
    for &(text, day, time, offset) in NOTATIONS {
        let date = DateTime::from(text);
        let day = day.and_then(|[year, month, day]| {
            NaiveDate::from_ymd_opt(year.into(), month as u32, day as u32)
        });
        let time = time.and_then(|[hour, minute, second, nano]| {
            NaiveTime::from_hms_nano_opt(hour, minute, second, nano)
        });
        let local = day.map(|day| day.and_time(time.unwrap_or_default()));
        let zone = offset.map_or(portal, east);
        let expected = local.and_then(|local| zone.from_local_datetime(&local).single());
        let read = date.to_fixed_offset(&portal).ok();
        assert_eq!(read, expected, "{text}");
        assert_eq!(read.map(|read| *read.offset()), day.map(|_| zone), "{text}");
        assert_eq!(NaiveDateTime::try_from(&date).ok(), local, "{text}");
        assert_eq!(NaiveDate::try_from(&date).ok(), day, "{text}");
        assert_eq!(NaiveTime::try_from(&date).ok(), time, "{text}");
        let exact = Zoned::<Utc>::try_from(&date).map_err(|error| error.kind());
        let missing = match day {
            Some(_) => DateErrorKind::NoOffset,
            None => DateErrorKind::NoDate,
        };
        let expected = expected.filter(|_| offset.is_some());
        assert_eq!(
            exact,
            expected.map(|zoned| zoned.to_utc()).ok_or(missing),
            "{text}"
        );
        if text.parse::<i64>().is_err() {
            assert_eq!(NaiveDate::try_from(&Date::from(text)).ok(), day, "{text}");
        }
    }
    for &(text, kind) in BAD {
        let date = DateTime::from(text);
        let zoned = date.to_fixed_offset(&portal).map_err(|error| error.kind());
        assert_eq!(zoned, Err(kind), "{text}");
        assert!(Zoned::<FixedOffset>::try_from(&date).is_err(), "{text}");
        assert!(NaiveDateTime::try_from(&date).is_err(), "{text}");
    }
}

#[test]
fn a_time_that_is_skipped_is_after_the_gap_and_of_a_repeated_one_the_first_is_meant() {
    let read = |text: &str| {
        let zoned = DateTime::from(text).to_fixed_offset(&Berlin);
        zoned.map(|zoned| DateTime::from(zoned.with_timezone(&Berlin)).to_string())
    };
    assert_eq!(
        read("2025-03-30 02:30:00").as_deref(),
        Ok("2025-03-30T03:30:00+02:00")
    );
    assert_eq!(
        read("2025-10-26 02:30:00").as_deref(),
        Ok("2025-10-26T02:30:00+02:00")
    );
    assert_eq!(
        read("2025-03-20 02:30:00").as_deref(),
        Ok("2025-03-20T02:30:00+01:00")
    );
}

#[test]
fn what_is_sent_is_read_as_the_same() -> Result<(), Box<dyn std::error::Error>> {
    let zones = [0, 3_600, -12_600, 50_400, 9_017];
    for seconds in instants().filter(|seconds| (-62_135_500_000..253_402_200_000).contains(seconds))
    {
        let utc = Zoned::from_timestamp(seconds, 0).unwrap_or_default();
        assert_eq!(Zoned::<Utc>::try_from(&DateTime::from(utc))?, utc);
        for zone in zones {
            let zoned = utc.with_timezone(&east(zone));
            let sent = DateTime::from(zoned);
            assert_eq!(Zoned::<FixedOffset>::try_from(&sent)?, zoned, "{sent}");
            let local = zoned.naive_local();
            assert_eq!(NaiveDateTime::try_from(&DateTime::from(local))?, local);
            assert_eq!(
                NaiveDate::try_from(&Date::from(local.date()))?,
                local.date()
            );
            let midnight = NaiveDateTime::try_from(&DateTime::from(local.date()))?;
            assert_eq!(midnight, local.date().and_time(NaiveTime::MIN));
        }
    }
    Ok(())
}

#[test]
fn requests_have_iso_8601_to_the_second() {
    let local = hours(3, 20, 14) + TimeDelta::milliseconds(6_999);
    let zoned = east(WINTER).from_local_datetime(&local).single();
    let sent = zoned.map(|zoned| DateTime::from(zoned).to_string());
    assert_eq!(sent.as_deref(), Some("2025-03-20T14:00:06+01:00"));
    assert_eq!(DateTime::from(local).as_str(), "2025-03-20T14:00:06");
    assert_eq!(DateTime::from(local.date()).as_str(), "2025-03-20");
    assert_eq!(Date::from(local.date()).as_str(), "2025-03-20");
    let odd = east(9_017).from_local_datetime(&local).single();
    let sent = odd.map(|odd| DateTime::from(odd).to_string());
    assert_eq!(sent.as_deref(), Some("2025-03-20T11:29:49+00:00"));
}

#[test]
fn the_ends_of_what_chrono_can_hold_are_written_without_a_panic() {
    for utc in [Zoned::<Utc>::MIN_UTC, Zoned::<Utc>::MAX_UTC] {
        for zone in [-86_340, 0, 86_340] {
            let sent = DateTime::from(utc.with_timezone(&east(zone)));
            // No such year is read.
            assert!(sent.parts().is_err(), "{sent}");
        }
    }
}
