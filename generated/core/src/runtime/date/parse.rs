//! The notations of dates, read in one place.
//!
//! Which notation it is, the separator behind the first number tells: `-` the year is first, `.` the day, `/` the month, `:` it is a
//! time of day. All are those of the vendor's documentation and of recorded responses.

use super::civil::{CivilDate, CivilTime, DAY, DateTimeParts};
use super::error::DateErrorKind;

/// Whether the text is seconds since 1970.
pub(super) fn is_unix(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn parse(text: &str) -> Result<DateTimeParts, DateErrorKind> {
    let text = text.trim();
    if is_unix(text) {
        return unix(text).ok_or(DateErrorKind::OutOfRange);
    }
    let mut at = Cursor(text.as_bytes());
    let numbers = numbers(&mut at).ok_or(DateErrorKind::Notation)?;
    if at.0.is_empty() {
        numbers.checked()
    } else {
        Err(DateErrorKind::Notation)
    }
}

fn unix(text: &str) -> Option<DateTimeParts> {
    let seconds: i64 = text.parse().ok()?;
    Some(DateTimeParts {
        date: Some(CivilDate::from_days(seconds.div_euclid(DAY))?),
        time: Some(CivilTime::from_seconds(seconds.rem_euclid(DAY))),
        offset: Some(0),
    })
}

/// The numbers of a text that is in a known notation. Whether there is such a day is another question.
struct Numbers {
    /// Year, month, day.
    date: Option<(i16, u8, u8)>,
    time: Option<Time>,
    /// Hours, minutes and seconds, and whether they are west of Greenwich.
    offset: Option<([u8; 3], bool)>,
}

struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
    half: Option<Half>,
}

/// Of a clock with twelve hours.
#[derive(Clone, Copy)]
enum Half {
    Am,
    Pm,
}

fn numbers(at: &mut Cursor<'_>) -> Option<Numbers> {
    let date = match at.separator() {
        b'-' => {
            let sign = if at.eat(b'-') { -1 } else { 1 };
            let year = at.year()? * sign;
            at.expect(b'-')?;
            let month = at.two()?;
            at.expect(b'-')?;
            Some((year, month, at.two()?))
        }
        separator @ (b'.' | b'/') => {
            let first = at.one_or_two()?;
            at.expect(separator)?;
            let second = at.one_or_two()?;
            at.expect(separator)?;
            let (day, month) = match separator {
                b'.' => (first, second),
                _ => (second, first),
            };
            Some((at.year()?, month, day))
        }
        b':' => None,
        _ => return None,
    };
    let none = Numbers {
        date,
        time: None,
        offset: None,
    };
    if at.0.is_empty() {
        return Some(none);
    }
    let joined = date.is_none() || at.eat(b'T') || at.eat(b't') || at.eat(b' ');
    if !joined {
        return None;
    }
    let time = Some(time(at)?);
    let offset = match at.0 {
        [] => None,
        _ => Some(offset(at)?),
    };
    Some(Numbers {
        time,
        offset,
        ..none
    })
}

fn time(at: &mut Cursor<'_>) -> Option<Time> {
    let hour = at.one_or_two()?;
    at.expect(b':')?;
    let minute = at.two()?;
    let second = if at.eat(b':') { at.two()? } else { 0 };
    let nanosecond = if at.eat(b'.') { at.fraction()? } else { 0 };
    let half = at.half();
    Some(Time {
        hour,
        minute,
        second,
        nanosecond,
        half,
    })
}

fn offset(at: &mut Cursor<'_>) -> Option<([u8; 3], bool)> {
    if at.eat(b'Z') || at.eat(b'z') {
        return Some(([0; 3], false));
    }
    let west = at.eat(b'-');
    if !west {
        at.expect(b'+')?;
    }
    let mut parts = [at.two()?, 0, 0];
    for part in &mut parts[1..] {
        if at.0.is_empty() {
            break;
        }
        at.eat(b':');
        *part = at.two()?;
    }
    Some((parts, west))
}

impl Numbers {
    fn checked(self) -> Result<DateTimeParts, DateErrorKind> {
        if self.date.is_some_and(|(year, _, _)| year <= 0) {
            return Err(DateErrorKind::NeverSet);
        }
        let date = self
            .date
            .map(|(year, month, day)| CivilDate::new(year, month, day));
        let time = self.time.map(|time| time.checked());
        let offset = self.offset.map(seconds);
        match (date, time, offset) {
            (Some(None), _, _) | (_, Some(None), _) | (_, _, Some(None)) => {
                Err(DateErrorKind::OutOfRange)
            }
            (date, time, offset) => Ok(DateTimeParts {
                date: date.flatten(),
                time: time.flatten(),
                offset: offset.flatten(),
            }),
        }
    }
}

impl Time {
    fn checked(&self) -> Option<CivilTime> {
        let hour = match self.half {
            None => self.hour,
            Some(_) if !(1..=12).contains(&self.hour) => return None,
            Some(Half::Am) => self.hour % 12,
            Some(Half::Pm) => self.hour % 12 + 12,
        };
        (hour < 24 && self.minute < 60 && self.second < 60).then_some(CivilTime {
            hour,
            minute: self.minute,
            second: self.second,
            nanosecond: self.nanosecond,
        })
    }
}

fn seconds(([hours, minutes, seconds], west): ([u8; 3], bool)) -> Option<i32> {
    let total = i32::from(hours) * 3_600 + i32::from(minutes) * 60 + i32::from(seconds);
    let exists = hours < 24 && minutes < 60 && seconds < 60;
    exists.then_some(if west { -total } else { total })
}

/// What is left of a text.
struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    /// What stands behind the first number, which may have a sign.
    fn separator(&self) -> u8 {
        let unsigned = self.0.strip_prefix(b"-").unwrap_or(self.0);
        let after = unsigned.iter().find(|byte| !byte.is_ascii_digit());
        after.copied().unwrap_or_default()
    }

    fn eat(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn digit(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        let digit = first.is_ascii_digit().then(|| first - b'0')?;
        self.0 = rest;
        Some(digit)
    }

    fn two(&mut self) -> Option<u8> {
        Some(self.digit()? * 10 + self.digit()?)
    }

    fn one_or_two(&mut self) -> Option<u8> {
        let first = self.digit()?;
        Some(self.digit().map_or(first, |second| first * 10 + second))
    }

    fn year(&mut self) -> Option<i16> {
        Some(i16::from(self.two()?) * 100 + i16::from(self.two()?))
    }

    /// The digits behind a point, as nanoseconds. What is finer is dropped.
    fn fraction(&mut self) -> Option<u32> {
        let (mut value, mut unit) = (u32::from(self.digit()?) * 100_000_000, 10_000_000);
        while let Some(digit) = self.digit() {
            value += u32::from(digit) * unit;
            unit /= 10;
        }
        Some(value)
    }

    fn half(&mut self) -> Option<Half> {
        let text = self.0.strip_prefix(b" ").unwrap_or(self.0);
        let half = match text {
            [b'a' | b'A', b'm' | b'M', ..] => Half::Am,
            [b'p' | b'P', b'm' | b'M', ..] => Half::Pm,
            _ => return None,
        };
        self.0 = text.get(2..)?;
        Some(half)
    }
}
