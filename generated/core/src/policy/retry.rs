//! How often a call is repeated, and when.

use std::time::Duration;

use super::load::OperatingTime;
use super::wait::{Reason, Wait};

/// How a call is repeated when it fails.
///
/// Whether it is repeated at all follows from what is known about the failure: a call that was refused before it ran, or that
/// never left, is always safe to repeat; one whose outcome is not known only if the method reads, or if the caller says that it
/// is idempotent.
///
/// ```
/// use std::time::Duration;
/// use bitrix24::client::Retry;
///
/// let patient = Retry::default().attempts(8).operating_wait(Duration::from_secs(600));
/// # let _ = patient;
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    pub(crate) attempts: u32,
    pub(crate) delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) operating_wait: Duration,
}

impl Default for Retry {
    /// Five attempts, the delay between which grows from a second to half a minute.
    fn default() -> Self {
        Self {
            attempts: 5,
            delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(30),
            operating_wait: Duration::from_secs(60),
        }
    }
}

impl Retry {
    /// Every call is sent once, and again only with a new access token or at the portal's new address.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included, and how often a call of a batch that is refused
    /// because of a limit. Default: 5.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the delay after the first failure; each further one doubles it. Of a delay half is certain, the rest is random.
    /// Default: a second.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets the greatest delay. Default: 30 seconds.
    #[must_use]
    pub fn max_delay(mut self, max: Duration) -> Self {
        self.max_delay = max;
        self
    }

    /// Sets how long a call may wait for a method that has used up its working time, `OPERATION_TIME_LIMIT`. When that ends is
    /// known from the last good answer of the method; if it is later, the error is returned at once. Default: a minute;
    /// the longest that makes sense are ten.
    #[must_use]
    pub fn operating_wait(mut self, max: Duration) -> Self {
        self.operating_wait = max;
        self
    }

    /// The delay before another attempt after `sent` of them, not shorter than the server asks for, up to the greatest delay;
    /// nothing if those were all. `random` is between 0 and 1.
    pub(super) fn again(&self, sent: u32, random: f64, asked: Option<Duration>) -> Option<Wait> {
        let asked = asked.unwrap_or_default().min(self.max_delay);
        let delay = || self.delay_after(sent, random).max(asked);
        (sent < self.attempts).then(|| Wait::new(Reason::Retry, delay()))
    }

    /// The same for a method that has used up its working time: nothing also if it is not known when that is forgiven, or if
    /// that is too late.
    pub(super) fn operating(&self, sent: u32, load: Option<OperatingTime>) -> Option<Wait> {
        let wait = load?.resets_in.max(Duration::from_secs(1));
        let is_worth_it = sent < self.attempts && wait <= self.operating_wait;
        is_worth_it.then(|| Wait::new(Reason::OperatingTime, wait))
    }

    /// The delay after the n-th attempt; `random` is between 0 and 1.
    pub(super) fn delay_after(&self, attempt: u32, random: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let full = self.delay.saturating_mul(doubled).min(self.max_delay);
        // The longest of all would not survive the multiplication.
        Duration::try_from_secs_f64(full.as_secs_f64() * (0.5 + random / 2.0)).unwrap_or(full)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_are_jittered_within_bounds() {
        let retry = Retry::default();
        let seconds = |attempt, random| retry.delay_after(attempt, random).as_secs_f64();
        for attempt in 1..5 {
            assert!(seconds(attempt, 0.0) < seconds(attempt, 0.999));
            // However the dice fall, a later delay is not shorter.
            assert!(seconds(attempt, 0.999) <= seconds(attempt + 1, 0.0));
        }
        assert_eq!(seconds(1, 0.0), 0.5);
        assert_eq!(seconds(60, 1.0), 30.0);
    }

    #[test]
    fn no_delay_is_too_long() {
        let retry = Retry::default()
            .delay(Duration::MAX)
            .max_delay(Duration::MAX);
        assert_eq!(retry.delay_after(9, 1.0), Duration::MAX);
    }
}
