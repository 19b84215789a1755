//! Files with the buckets of portals.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fs4::FileExt;

use super::file::{file_name, open};
use super::{Admission, RateLimit, StoreError};
use crate::policy::Level;

/// A directory with the rate limit of each portal in a file, shared by the processes of one machine.
///
/// A process locks a file only while it reads and writes it; the system releases the lock of a process that is killed. The
/// bucket leaks by the system clock: if that is set back, the bucket continues from there; if it is set ahead, the bucket
/// empties too early. On Unix only their owner can read the files, so all processes must run as the same user. A file that
/// cannot be read counts as a full bucket. Do not share a directory between machines: their clocks differ, and not every
/// network file system supports locks.
///
/// ```no_run
/// use bitrix24::Bitrix24;
/// use bitrix24::client::FileLimiter;
///
/// # fn example() -> Result<(), bitrix24::client::BuildError> {
/// let builder = Bitrix24::builder().limiter(FileLimiter::new("/run/my-app/limits"));
/// let bitrix = builder.webhook("https://portal.bitrix24.com/rest/1/code/")?;
/// # let _ = bitrix;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FileLimiter {
    folder: PathBuf,
}

/// What a file holds: the level at a time, in seconds of Unix time, and when the portal has refused a call last.
struct Bucket {
    level: Level,
    at: f64,
    refused_at: f64,
}

impl FileLimiter {
    /// Keeps its files in `folder`, which is created with the first file.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    pub(crate) fn take(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        self.with(portal, limit, |bucket| bucket.take(limit))
    }

    pub(crate) fn fill(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        self.with(portal, limit, |bucket| bucket.refused(limit))
    }

    fn with<T>(
        &self,
        portal: &str,
        limit: RateLimit,
        change: impl FnOnce(&mut Bucket) -> T,
    ) -> Result<T, StoreError> {
        let changed = || {
            let mut file = self.lock(portal)?;
            let mut text = String::new();
            // What is no text is not what is expected either.
            let _ = file.read_to_string(&mut text);
            let now = now();
            let mut bucket = Bucket::read(&text, limit, now);
            bucket.leak(now, limit);
            let value = change(&mut bucket);
            file.rewind()?;
            // As long as before, in one write: a process that is killed leaves one or the other.
            file.write_all(bucket.text().as_bytes())?;
            Ok(value)
        };
        let at = |error: io::Error| {
            let folder = self.folder.display();
            StoreError::new(format!("{folder}, the bucket of {portal}: {error}"))
        };
        changed().map_err(at)
    }

    /// Opens the file of a portal, and waits until nobody else has it.
    fn lock(&self, portal: &str) -> io::Result<File> {
        let path = self.folder.join(file_name(portal, "bucket"));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = match open(&mut options, &path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(&self.folder)?;
                open(&mut options, &path)?
            }
            file => file?,
        };
        FileExt::lock(&file)?;
        Ok(file)
    }
}

impl Bucket {
    fn read(text: &str, limit: RateLimit, now: f64) -> Self {
        let numbers = text.split_whitespace().map(str::parse::<f64>);
        let numbers = numbers
            .map_while(Result::ok)
            .filter(|number| number.is_finite());
        let numbers: Vec<f64> = numbers.collect();
        let (level, at, refused_at) = match numbers[..] {
            [calls, slowdown, at, refused_at] => (Level { calls, slowdown }, at, refused_at),
            _ if text.is_empty() => (Level::EMPTY, now, 0.0),
            _ => {
                let mut full = Level::EMPTY;
                full.refused(limit, false);
                (full, now, 0.0)
            }
        };
        Self {
            level,
            at,
            refused_at,
        }
    }

    fn leak(&mut self, now: f64, limit: RateLimit) {
        let passed = Duration::try_from_secs_f64(now - self.at).unwrap_or_default();
        self.level.leak(passed, limit);
        self.at = now;
    }

    fn take(&mut self, limit: RateLimit) -> Admission {
        let wait = self.level.wait(0, limit);
        if wait.is_zero() {
            self.level.add(1.0);
            Admission::Granted
        } else {
            Admission::RetryAfter(wait)
        }
    }

    fn refused(&mut self, limit: RateLimit) {
        // Many calls that were under way are refused together; that is one sign, not many.
        let is_new = (self.at - self.refused_at).abs() >= 1.0;
        if is_new {
            self.refused_at = self.at;
        }
        self.level.refused(limit, is_new);
    }

    fn text(&self) -> String {
        let Level { calls, slowdown } = self.level;
        let Self { at, refused_at, .. } = self;
        format!("{calls:20.6} {slowdown:20.6} {at:20.6} {refused_at:20.6}\n")
    }
}

fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit::new(2, 4.0);
    const QUARTER: Admission = Admission::RetryAfter(Duration::from_millis(250));

    /// What comes of it once it is written and read again.
    fn kept(bucket: &Bucket, now: f64) -> Bucket {
        let mut bucket = Bucket::read(&bucket.text(), LIMIT, now);
        bucket.leak(now, LIMIT);
        bucket
    }

    #[test]
    fn a_bucket_leaks_by_the_time_of_day() {
        let start = 1_747_042_200.0;
        let mut bucket = Bucket::read("", LIMIT, start);
        assert_eq!(bucket.take(LIMIT), Admission::Granted);
        assert_eq!(bucket.take(LIMIT), Admission::Granted);
        assert_eq!(bucket.take(LIMIT), QUARTER);
        let mut bucket = kept(&bucket, start + 0.25);
        assert_eq!(bucket.take(LIMIT), Admission::Granted);
        assert_eq!(bucket.take(LIMIT), QUARTER);
        // The clock is set back by a day.
        let start = start - 86_400.0;
        let mut bucket = kept(&bucket, start);
        assert_eq!(bucket.take(LIMIT), QUARTER);
        let mut bucket = kept(&bucket, start + 0.25);
        assert_eq!(bucket.take(LIMIT), Admission::Granted);
    }

    #[test]
    fn a_refusal_fills_it_and_slows_it_down_once_a_second() {
        let start = 1_747_042_200.0;
        let mut bucket = Bucket::read("", LIMIT, start);
        for _ in 0..3 {
            bucket.refused(LIMIT);
        }
        let half = Admission::RetryAfter(Duration::from_millis(500));
        assert_eq!(bucket.take(LIMIT), half);
        let mut bucket = kept(&bucket, start + 1.0);
        bucket.refused(LIMIT);
        assert!(bucket.level.slowdown > 3.0);
        let bucket = kept(&bucket, start + 100.0);
        assert!((bucket.level.calls, bucket.level.slowdown) == (0.0, 1.0));
    }

    #[test]
    fn nonsense_stands_for_a_full_bucket() {
        let now = 1_747_042_200.0;
        for text in [
            "x",
            "0 1 2",
            "inf 1 0 0",
            "NaN 1 0 0",
            "0 inf 0 0",
            "0 1 0 NaN",
        ] {
            let mut bucket = Bucket::read(text, LIMIT, now);
            bucket.leak(now, LIMIT);
            assert_eq!(bucket.take(LIMIT), QUARTER, "{text}");
        }
    }

    #[test]
    fn the_text_is_as_long_whatever_it_says() {
        let mut bucket = Bucket::read("", LIMIT, 0.0);
        let length = bucket.text().len();
        bucket.leak(1_747_042_200.123_456_7, LIMIT);
        bucket.refused(RateLimit::new(u32::MAX, 1.0));
        assert_eq!(bucket.text().len(), length);
    }
}
