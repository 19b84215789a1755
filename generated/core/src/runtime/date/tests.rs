//! Every notation of the vendor's documentation and of recorded responses.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{CivilDate, CivilTime, Date, DateErrorKind, DateTime, DateTimeParts};

type Written = (
    &'static str,
    Option<[i16; 3]>,
    Option<[u32; 4]>,
    Option<i32>,
);

/// A text; the year, month and day that it means; hour, minute, second and nanosecond; the offset in seconds.
pub(super) const NOTATIONS: &[Written] = &[
    // ISO 8601 with an offset: nearly all responses.
    (
        "2025-11-19T13:59:20+02:00",
        Some([2025, 11, 19]),
        Some([13, 59, 20, 0]),
        Some(7_200),
    ),
    (
        "2025-03-27T08:00:01+00:00",
        Some([2025, 3, 27]),
        Some([8, 0, 1, 0]),
        Some(0),
    ),
    (
        "2025-03-27T08:00:01-03:30",
        Some([2025, 3, 27]),
        Some([8, 0, 1, 0]),
        Some(-12_600),
    ),
    (
        "2025-03-27T08:00:01+0300",
        Some([2025, 3, 27]),
        Some([8, 0, 1, 0]),
        Some(10_800),
    ),
    (
        "2025-03-27T08:00+03",
        Some([2025, 3, 27]),
        Some([8, 0, 0, 0]),
        Some(10_800),
    ),
    // The local mean time of Moscow, until 1917.
    (
        "1900-01-01T00:00:00+02:30:17",
        Some([1900, 1, 1]),
        Some([0; 4]),
        Some(9_017),
    ),
    // note.*, of REST 3
    (
        "2026-04-20T12:00:00Z",
        Some([2026, 4, 20]),
        Some([12, 0, 0, 0]),
        Some(0),
    ),
    (
        "2026-04-20t12:00:00z",
        Some([2026, 4, 20]),
        Some([12, 0, 0, 0]),
        Some(0),
    ),
    // A fraction.
    (
        "2026-01-12T14:30:00.000000+00:00",
        Some([2026, 1, 12]),
        Some([14, 30, 0, 0]),
        Some(0),
    ),
    (
        "2026-01-12T14:30:00.25Z",
        Some([2026, 1, 12]),
        Some([14, 30, 0, 250_000_000]),
        Some(0),
    ),
    (
        "2026-01-12T14:30:00.1234567899",
        Some([2026, 1, 12]),
        Some([14, 30, 0, 123_456_789]),
        None,
    ),
    // Without an offset: requests; biconnector.
    (
        "2024-04-10T10:00:00",
        Some([2024, 4, 10]),
        Some([10, 0, 0, 0]),
        None,
    ),
    (
        "2025-03-20 14:50:06",
        Some([2025, 3, 20]),
        Some([14, 50, 6, 0]),
        None,
    ),
    (
        "2025-03-20 14:50",
        Some([2025, 3, 20]),
        Some([14, 50, 0, 0]),
        None,
    ),
    // A date alone.
    ("2024-12-26", Some([2024, 12, 26]), None, None),
    ("2024-02-29", Some([2024, 2, 29]), None, None),
    // Month first, with both clocks.
    (
        "11/12/2021 08:39:53 pm",
        Some([2021, 11, 12]),
        Some([20, 39, 53, 0]),
        None,
    ),
    (
        "11/12/2021 08:39:53 am",
        Some([2021, 11, 12]),
        Some([8, 39, 53, 0]),
        None,
    ),
    (
        "11/12/2021 12:00:00 am",
        Some([2021, 11, 12]),
        Some([0; 4]),
        None,
    ),
    (
        "11/12/2021 12:00:00 PM",
        Some([2021, 11, 12]),
        Some([12, 0, 0, 0]),
        None,
    ),
    (
        "1/2/2021 8:39pm",
        Some([2021, 1, 2]),
        Some([20, 39, 0, 0]),
        None,
    ),
    (
        "04/17/2025 19:37:55",
        Some([2025, 4, 17]),
        Some([19, 37, 55, 0]),
        None,
    ),
    ("12/24/2024", Some([2024, 12, 24]), None, None),
    // Day first.
    (
        "30.03.2026 14:19:11",
        Some([2026, 3, 30]),
        Some([14, 19, 11, 0]),
        None,
    ),
    ("25.03.2023", Some([2023, 3, 25]), None, None),
    ("1.2.2023", Some([2023, 2, 1]), None, None),
    // Seconds since 1970.
    (
        "1742929480",
        Some([2025, 3, 25]),
        Some([19, 4, 40, 0]),
        Some(0),
    ),
    ("0", Some([1970, 1, 1]), Some([0; 4]), Some(0)),
    ("-1", Some([1969, 12, 31]), Some([23, 59, 59, 0]), Some(0)),
    // A time of day alone.
    ("00:00:00", None, Some([0; 4]), None),
    ("09:00", None, Some([9, 0, 0, 0]), None),
    (" 2024-12-26 ", Some([2024, 12, 26]), None, None),
];

pub(super) const BAD: &[(&str, DateErrorKind)] = &[
    // The separators tell day from month, never the values.
    ("25/03/2023", DateErrorKind::OutOfRange),
    ("12.24.2024", DateErrorKind::OutOfRange),
    ("2025-02-29", DateErrorKind::OutOfRange),
    ("1900-02-29", DateErrorKind::OutOfRange),
    ("2025-13-01", DateErrorKind::OutOfRange),
    ("2025-00-01", DateErrorKind::OutOfRange),
    ("2025-01-00", DateErrorKind::OutOfRange),
    ("2025-01-01T24:00:00", DateErrorKind::OutOfRange),
    ("2025-01-01T12:60:00", DateErrorKind::OutOfRange),
    ("2025-01-01T12:00:60", DateErrorKind::OutOfRange),
    ("2025-01-01T12:00:00+24:00", DateErrorKind::OutOfRange),
    ("11/12/2021 14:00:00 pm", DateErrorKind::OutOfRange),
    ("11/12/2021 00:00:00 am", DateErrorKind::OutOfRange),
    ("999999999999", DateErrorKind::OutOfRange),
    ("99999999999999999999", DateErrorKind::OutOfRange),
    ("-0001-11-30T00:00:00+02:30", DateErrorKind::NeverSet),
    ("-0001-11-30", DateErrorKind::NeverSet),
    ("0000-00-00 00:00:00", DateErrorKind::NeverSet),
    ("00.00.0000", DateErrorKind::NeverSet),
    ("", DateErrorKind::Notation),
    ("-", DateErrorKind::Notation),
    ("today", DateErrorKind::Notation),
    ("15-03", DateErrorKind::Notation),
    ("23.59", DateErrorKind::Notation),
    ("2026-001", DateErrorKind::Notation),
    ("2025-3-20", DateErrorKind::Notation),
    ("12025-03-20", DateErrorKind::Notation),
    ("20-03-2025", DateErrorKind::Notation),
    ("20.03.25", DateErrorKind::Notation),
    ("20.03-2025", DateErrorKind::Notation),
    ("20.03.2025T", DateErrorKind::Notation),
    ("2025-03-20T14", DateErrorKind::Notation),
    ("2025-03-20X14:50", DateErrorKind::Notation),
    ("2025-03-20T14:50:06.", DateErrorKind::Notation),
    ("2025-03-20T14:50:06+", DateErrorKind::Notation),
    ("2025-03-20T14:50:06+3:00", DateErrorKind::Notation),
    ("2025-03-20T14:50:06+03:00:00:00", DateErrorKind::Notation),
    ("2025-03-20T14:50:06Z and more", DateErrorKind::Notation),
    ("2025-03-20T14:50:06\u{a0}pm", DateErrorKind::Notation),
    ("٢٠٢٥-٠٣-٢٠", DateErrorKind::Notation),
];

fn parts(date: Option<[i16; 3]>, time: Option<[u32; 4]>, offset: Option<i32>) -> DateTimeParts {
    let date = date.map(|[year, month, day]| CivilDate {
        year,
        month: month as u8,
        day: day as u8,
    });
    let time = time.map(|[hour, minute, second, nanosecond]| CivilTime {
        hour: hour as u8,
        minute: minute as u8,
        second: second as u8,
        nanosecond,
    });
    DateTimeParts { date, time, offset }
}

#[test]
fn every_notation_says_what_it_means() {
    for &(text, date, time, offset) in NOTATIONS {
        let expected = parts(date, time, offset);
        let read = DateTime::from(text);
        assert_eq!(read.parts(), Ok(expected), "{text}");
        assert_eq!(read.as_str(), text);
        let parsed = text.parse::<DateTime>().map_err(|error| error.kind());
        let wanted = expected.date.map(|_| read).ok_or(DateErrorKind::NoDate);
        assert_eq!(parsed, wanted, "{text}");
    }
}

#[test]
fn a_date_is_the_one_that_is_written() {
    for &(text, date, time, offset) in NOTATIONS {
        // Seconds are a date only in a time zone.
        let written = parts(date, time, offset).date;
        let written = written.filter(|_| text.parse::<i64>().is_err());
        let found = Date::from(text).civil().map_err(|error| error.kind());
        assert_eq!(found, written.ok_or(DateErrorKind::NoDate), "{text}");
        assert_eq!(text.parse::<Date>().is_ok(), written.is_some(), "{text}");
    }
}

#[test]
fn what_is_no_date_is_an_error_that_says_why() {
    for &(text, kind) in BAD {
        let error = DateTime::from(text).parts().map_err(|error| error.kind());
        assert_eq!(error, Err(kind), "{text}");
        assert!(text.parse::<DateTime>().is_err(), "{text}");
        assert!(text.parse::<Date>().is_err(), "{text}");
        assert!(DateTime::from(text).to_system_time(0).is_err(), "{text}");
    }
    let told = |text: &str| {
        DateTime::from(text)
            .parts()
            .map_err(|error| error.to_string())
    };
    let expected = "the date `25/03/2023` is out of range";
    assert_eq!(told("25/03/2023"), Err(expected.to_owned()));
    // What does not even look like a date may be anything.
    let expected = "the date is in no known notation";
    assert_eq!(told("secret"), Err(expected.to_owned()));
}

#[test]
fn no_text_breaks_the_reading() {
    // Each notation, cut, and with each byte replaced.
    for (text, ..) in NOTATIONS {
        for at in 0..text.len() {
            let _ = DateTime::from(&text[..at]).parts();
            for byte in [
                "", "0", "9", "-", ":", ".", "/", " ", "T", "Z", "a", "ä", "\0",
            ] {
                let changed = [&text[..at], byte, &text[at + 1..]].concat();
                let date = DateTime::from(changed);
                let parts = date.parts();
                let instant = date.to_system_time(0);
                let has_date = parts.as_ref().is_ok_and(|parts| parts.date.is_some());
                assert_eq!(has_date, instant.is_ok(), "{date}");
            }
        }
    }
}

#[test]
fn a_point_in_time_takes_the_zone_of_the_portal_only_where_the_text_has_none() {
    let at = |seconds| Ok(UNIX_EPOCH + Duration::from_secs(seconds));
    let read = |text: &str| DateTime::from(text).to_system_time(3_600);
    assert_eq!(read("2025-03-20T14:50:06Z"), at(1_742_482_206));
    assert_eq!(read("2025-03-20T17:50:06+03:00"), at(1_742_482_206));
    assert_eq!(read("1742482206"), at(1_742_482_206));
    assert_eq!(read("2025-03-20 15:50:06"), at(1_742_482_206));
    assert_eq!(read("20.03.2025"), at(1_742_425_200));
    let half = UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(read("1969-12-31T23:59:59.5Z"), Ok(half));
    let error = read("09:00").map_err(|error| error.kind());
    assert_eq!(error, Err(DateErrorKind::NoDate));
}

/// Seconds that are spread over the years from 1 to 9999, and some that are special.
pub(super) fn instants() -> impl Iterator<Item = i64> {
    let (first, last) = (-62_135_596_800, 253_402_300_799_i64);
    let spread = (first..=last).step_by(7_777_777_777);
    spread.chain([first, -1, 0, 1, 951_782_399, 951_782_400, last])
}

#[test]
fn what_is_sent_is_read_as_the_same_point_in_time() {
    // On Windows, time begins in 1601.
    for seconds in instants().filter(|seconds| *seconds >= -11_644_473_600) {
        let length = Duration::from_secs(seconds.unsigned_abs());
        let time = match seconds < 0 {
            true => UNIX_EPOCH - length,
            false => UNIX_EPOCH + length,
        };
        let sent = DateTime::try_from(time);
        // The other offset does not count, for the text has its own.
        let read = sent.clone().and_then(|sent| sent.to_system_time(3_600));
        assert_eq!(read, Ok(time), "{sent:?}");
    }
    let text = |time: SystemTime| DateTime::try_from(time).map(|date| date.to_string());
    let half = UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(text(half).as_deref(), Ok("1969-12-31T23:59:59+00:00"));
    let beyond = UNIX_EPOCH + Duration::from_secs(253_402_300_800);
    let error = text(beyond).map_err(|error| error.kind());
    assert_eq!(error, Err(DateErrorKind::OutOfRange));
}
