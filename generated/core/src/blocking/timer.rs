//! Time, as a blocking client sees it.

use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// A clock, and a way to wait. Tests can use one that does not wait.
pub trait Timer: Send + Sync + 'static {
    /// The time, for intervals.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The time of day, which other processes share.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits so long.
    fn sleep(&self, duration: Duration);
}

/// Waits by putting the thread to sleep.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemTimer;

impl Timer for SystemTimer {
    fn sleep(&self, duration: Duration) {
        thread::sleep(duration);
    }
}
