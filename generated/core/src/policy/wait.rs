//! Waits, and what for.

use std::time::Duration;

/// A wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) time: Duration,
    pub(crate) reason: Reason,
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its turn within the rate limit.
    RateLimit,
    /// The delay before another attempt.
    Retry,
    /// The working time of its method to be forgiven.
    OperatingTime,
}

impl Wait {
    pub(super) fn new(reason: Reason, time: Duration) -> Self {
        Self { time, reason }
    }

    /// How long a thread sleeps before it looks again, for nobody can tell it that its turn has come.
    #[cfg(feature = "blocking-core")]
    pub(crate) fn of_thread(self) -> Duration {
        match self.reason {
            Reason::RateLimit => self.time.min(super::limit::LOOK),
            Reason::Retry | Reason::OperatingTime => self.time,
        }
    }
}
