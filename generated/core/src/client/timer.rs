//! Time, as an async client sees it.

use std::time::{Duration, Instant, SystemTime};

use super::BoxFuture;

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
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Waits by the clock of tokio.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}
