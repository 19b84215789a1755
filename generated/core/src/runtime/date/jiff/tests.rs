use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime, civil};

use crate::runtime::date::tests::{BAD, NOTATIONS, instants};
use crate::runtime::date::{Date, DateErrorKind, DateTime};

/// Berlin: an hour east of Greenwich, two in summer.
fn berlin() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC)
}

#[test]
fn every_notation_is_read_with_the_zone_of_the_portal_where_it_has_none() {
    for &(text, day, time, offset) in NOTATIONS {
        let date = DateTime::from(text);
        let day = day.map(|[year, month, day]| civil::date(year, month as i8, day as i8));
        let time = time.map(|[hour, minute, second, nano]| {
            civil::time(hour as i8, minute as i8, second as i8, nano as i32)
        });
        let local = day.map(|day| day.to_datetime(time.unwrap_or(civil::Time::midnight())));
        let expected = local.and_then(|local| match offset {
            Some(seconds) => Offset::from_seconds(seconds).ok()?.to_timestamp(local).ok(),
            None => berlin().to_timestamp(local).ok(),
        });
        assert_eq!(date.to_timestamp(&berlin()).ok(), expected, "{text}");
        assert_eq!(civil::DateTime::try_from(&date).ok(), local, "{text}");
        assert_eq!(civil::Date::try_from(&date).ok(), day, "{text}");
        assert_eq!(civil::Time::try_from(&date).ok(), time, "{text}");
        let exact = Timestamp::try_from(&date).map_err(|error| error.kind());
        let missing = match day {
            Some(_) => DateErrorKind::NoOffset,
            None => DateErrorKind::NoDate,
        };
        assert_eq!(
            exact,
            expected.filter(|_| offset.is_some()).ok_or(missing),
            "{text}"
        );
        if text.parse::<i64>().is_err() {
            assert_eq!(civil::Date::try_from(&Date::from(text)).ok(), day, "{text}");
        }
    }
    for &(text, kind) in BAD {
        let date = DateTime::from(text);
        let zoned = date
            .to_zoned_datetime(&berlin())
            .map_err(|error| error.kind());
        assert_eq!(zoned, Err(kind), "{text}");
        assert!(ZonedDateTime::try_from(&date).is_err(), "{text}");
        assert!(civil::DateTime::try_from(&date).is_err(), "{text}");
    }
}

#[test]
fn the_offset_of_the_text_is_kept() {
    let date = DateTime::from("2025-07-20T14:50:06+05:00");
    let zoned = date.to_zoned_datetime(&berlin());
    assert_eq!(zoned.map(|zoned| zoned.offset().seconds()), Ok(18_000));
    let date = DateTime::from("2025-07-20T14:50:06");
    let zoned = date.to_zoned_datetime(&berlin());
    assert_eq!(zoned.map(|zoned| zoned.offset().seconds()), Ok(7_200));
}

#[test]
fn a_time_that_is_skipped_is_after_the_gap_and_of_a_repeated_one_the_first_is_meant() {
    let read = |text: &str| {
        let zoned = DateTime::from(text).to_zoned_datetime(&berlin());
        zoned.map(|zoned| DateTime::from(zoned).to_string())
    };
    assert_eq!(
        read("2025-03-30 02:30:00").as_deref(),
        Ok("2025-03-30T03:30:00+02:00")
    );
    assert_eq!(
        read("2025-10-26 02:30:00").as_deref(),
        Ok("2025-10-26T02:30:00+02:00")
    );
}

#[test]
fn what_is_sent_is_read_as_the_same() -> Result<(), Box<dyn std::error::Error>> {
    let zones = [0, 3_600, -12_600, 50_400, 9_017];
    for seconds in instants().filter(|seconds| (-62_135_500_000..253_402_200_000).contains(seconds))
    {
        let timestamp = Timestamp::from_second(seconds)?;
        assert_eq!(Timestamp::try_from(&DateTime::from(timestamp))?, timestamp);
        for zone in zones {
            let zoned = timestamp.to_zoned_datetime(TimeZone::fixed(Offset::from_seconds(zone)?));
            let sent = DateTime::from(&zoned);
            assert_eq!(sent, DateTime::from(zoned.clone()));
            assert_eq!(Timestamp::try_from(&sent)?, timestamp, "{sent}");
            let local = zoned.datetime();
            assert_eq!(civil::DateTime::try_from(&DateTime::from(local))?, local);
            assert_eq!(
                civil::Date::try_from(&Date::from(local.date()))?,
                local.date()
            );
            let midnight = civil::DateTime::try_from(&DateTime::from(local.date()))?;
            assert_eq!(midnight, local.date().to_datetime(civil::Time::midnight()));
        }
    }
    Ok(())
}

#[test]
fn requests_have_iso_8601_to_the_second() -> Result<(), jiff::Error> {
    let local = civil::date(2025, 3, 20).at(14, 50, 6, 999_999_999);
    let zoned = local.to_zoned_datetime(berlin())?;
    assert_eq!(DateTime::from(&zoned).as_str(), "2025-03-20T14:50:06+01:00");
    assert_eq!(
        DateTime::from(zoned.timestamp()).as_str(),
        "2025-03-20T13:50:06+00:00"
    );
    assert_eq!(DateTime::from(local).as_str(), "2025-03-20T14:50:06");
    assert_eq!(DateTime::from(local.date()).as_str(), "2025-03-20");
    assert_eq!(Date::from(local.date()).as_str(), "2025-03-20");
    let odd = local.to_zoned_datetime(TimeZone::fixed(Offset::from_seconds(9_017)?))?;
    assert_eq!(DateTime::from(odd).as_str(), "2025-03-20T12:19:49+00:00");
    Ok(())
}
