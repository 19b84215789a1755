//! Dates that are sent: ISO 8601, to the second.

/// `2025-03-20`
pub(super) fn date(year: i32, month: u8, day: u8) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2025-03-20T14:50:06`
pub(super) fn time(date: &str, hour: u8, minute: u8, second: u8) -> String {
    format!("{date}T{hour:02}:{minute:02}:{second:02}")
}

/// `2025-03-20T14:50:06+03:00`; the offset is whole minutes.
pub(super) fn offset(time: &str, seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
