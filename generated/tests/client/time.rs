//! A clock for tests: who waits does not, but the time passes.

// What is in use of it depends on the features.
#![allow(dead_code)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// A clock that jumps.
#[derive(Clone)]
pub(crate) struct Jumps {
    start: Instant,
    waited: Arc<Mutex<Vec<Duration>>>,
}

impl Jumps {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            waited: Arc::default(),
        }
    }

    /// All waits so far.
    pub(crate) fn waited(&self) -> Vec<Duration> {
        self.waited.lock().unwrap().clone()
    }

    fn total(&self) -> Duration {
        self.waited.lock().unwrap().iter().sum()
    }
}

#[cfg(feature = "client")]
impl bitrix24::client::Timer for Jumps {
    fn now(&self) -> Instant {
        self.start + self.total()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_747_042_200) + self.total()
    }

    fn sleep(&self, duration: Duration) -> bitrix24::client::BoxFuture<'_, ()> {
        self.waited.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

#[cfg(feature = "blocking")]
impl bitrix24::blocking::Timer for Jumps {
    fn now(&self) -> Instant {
        self.start + self.total()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_747_042_200) + self.total()
    }

    fn sleep(&self, duration: Duration) {
        self.waited.lock().unwrap().push(duration);
    }
}
