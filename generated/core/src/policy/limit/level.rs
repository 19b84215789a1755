//! What is in a bucket, and how it leaks: arithmetic alone, whatever clock the time is from.

use std::time::Duration;

use super::RateLimit;

/// How full a bucket is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    /// The calls in it.
    pub(crate) calls: f64,
    /// By how much it leaks slower than it should, because the portal still refuses: others call it as well.
    pub(crate) slowdown: f64,
}

/// What a bucket slows down to at most.
const SLOWEST: f64 = 16.0;

/// In how many seconds half of the slowdown is forgotten.
const FORGETS: f64 = 10.0;

impl Level {
    pub(crate) const EMPTY: Self = Self {
        calls: 0.0,
        slowdown: 1.0,
    };

    /// Lets time pass.
    pub(crate) fn leak(&mut self, passed: Duration, limit: RateLimit) {
        let passed = passed.as_secs_f64();
        let leaked = passed * self.rate(limit);
        self.slowdown = (self.slowdown * 0.5_f64.powf(passed / FORGETS)).max(1.0);
        // Without a limit, nothing times infinity is not a number.
        self.calls = if leaked.is_finite() {
            (self.calls - leaked).max(0.0)
        } else {
            0.0
        };
    }

    /// Puts calls in, or takes them out again.
    pub(crate) fn add(&mut self, calls: f64) {
        self.calls = (self.calls + calls).max(0.0);
    }

    /// Makes it at least so full that there is room for a call after `wait`.
    pub(super) fn fill_for(&mut self, wait: Duration, limit: RateLimit) {
        let excess = wait.as_secs_f64() * self.rate(limit);
        self.calls = self.calls.max(limit.burst - 1.0 + excess);
    }

    /// How long one has to wait who has so many before it.
    pub(crate) fn wait(&self, before: usize, limit: RateLimit) -> Duration {
        let excess = self.calls + before as f64 + 1.0 - limit.burst;
        let wait = excess / self.rate(limit);
        // What is less than a microsecond is an error of rounding.
        if wait > 1e-6 {
            Duration::try_from_secs_f64(wait).unwrap_or(Duration::MAX)
        } else {
            Duration::ZERO
        }
    }

    /// The portal has refused a call: its bucket is full. A new sign of that slows down as well.
    pub(crate) fn refused(&mut self, limit: RateLimit, is_new: bool) {
        self.calls = self.calls.max(limit.burst);
        if is_new {
            self.slowdown = (self.slowdown * 2.0).min(SLOWEST);
        }
    }

    /// The portal has taken a call.
    pub(super) fn accepted(&mut self) {
        self.slowdown = (self.slowdown * 0.9).max(1.0);
    }

    pub(super) fn rate(&self, limit: RateLimit) -> f64 {
        limit.per_second / self.slowdown
    }
}
