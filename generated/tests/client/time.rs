//! Clocks for tests: nobody waits in earnest.

// What is in use of it depends on the test.
#![allow(dead_code)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

/// The time of day at which every test begins, in seconds of Unix time.
pub(crate) const UNIX: i64 = 1_747_042_200;

fn time_of_day(passed: Duration) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(UNIX.unsigned_abs()) + passed
}

type Hook = Arc<dyn Fn() + Send + Sync>;

/// A clock that jumps: who waits does not, but the time passes.
#[derive(Clone)]
pub(crate) struct Jumps {
    start: Instant,
    waited: Arc<Mutex<Vec<Duration>>>,
    on_wait: Option<Hook>,
    /// How far the time of day is ahead.
    ahead: i64,
}

impl Jumps {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            waited: Arc::default(),
            on_wait: None,
            ahead: 0,
        }
    }

    /// Sets the time of day wrong: ahead by so many seconds.
    pub(crate) fn ahead(mut self, seconds: i64) -> Self {
        self.ahead = seconds;
        self
    }

    fn time_of_day(&self) -> SystemTime {
        let ahead = Duration::from_secs(self.ahead.unsigned_abs());
        let time = time_of_day(self.total());
        if self.ahead < 0 {
            time - ahead
        } else {
            time + ahead
        }
    }

    /// Does something during every wait.
    pub(crate) fn on_wait(mut self, hook: impl Fn() + Send + Sync + 'static) -> Self {
        self.on_wait = Some(Arc::new(hook));
        self
    }

    /// All waits so far.
    pub(crate) fn waited(&self) -> Vec<Duration> {
        self.waited.lock().unwrap().clone()
    }

    /// Lets time pass.
    pub(crate) fn jump(&self, duration: Duration) {
        self.waited.lock().unwrap().push(duration);
        if let Some(hook) = &self.on_wait {
            hook();
        }
    }

    pub(crate) fn total(&self) -> Duration {
        self.waited.lock().unwrap().iter().sum()
    }
}

#[cfg(feature = "client")]
impl bitrix24::client::Timer for Jumps {
    fn now(&self) -> Instant {
        self.start + self.total()
    }

    fn system_time(&self) -> SystemTime {
        self.time_of_day()
    }

    fn sleep(&self, duration: Duration) -> bitrix24::client::BoxFuture<'_, ()> {
        self.jump(duration);
        Box::pin(std::future::ready(()))
    }
}

#[cfg(feature = "blocking")]
impl bitrix24::blocking::Timer for Jumps {
    fn now(&self) -> Instant {
        self.start + self.total()
    }

    fn system_time(&self) -> SystemTime {
        self.time_of_day()
    }

    fn sleep(&self, duration: Duration) {
        self.jump(duration);
    }
}

/// A clock that stands still: a wait is a moment, in which others get on.
#[derive(Clone)]
pub(crate) struct Still(Instant);

impl Still {
    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }
}

const MOMENT: Duration = Duration::from_millis(1);

#[cfg(feature = "client")]
impl bitrix24::client::Timer for Still {
    fn now(&self) -> Instant {
        self.0
    }

    fn system_time(&self) -> SystemTime {
        time_of_day(Duration::ZERO)
    }

    fn sleep(&self, _: Duration) -> bitrix24::client::BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(MOMENT))
    }
}

#[cfg(feature = "blocking")]
impl bitrix24::blocking::Timer for Still {
    fn now(&self) -> Instant {
        self.0
    }

    fn system_time(&self) -> SystemTime {
        time_of_day(Duration::ZERO)
    }

    fn sleep(&self, _: Duration) {
        std::thread::sleep(MOMENT);
    }
}

/// A clock that a test moves on by hand.
#[cfg(feature = "client")]
#[derive(Clone)]
pub(crate) struct Manual(Arc<Hands>);

#[cfg(feature = "client")]
struct Hands {
    start: Instant,
    passed: tokio::sync::watch::Sender<Duration>,
    waits: Mutex<Vec<Duration>>,
}

#[cfg(feature = "client")]
impl Manual {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Hands {
            start: Instant::now(),
            passed: tokio::sync::watch::Sender::new(Duration::ZERO),
            waits: Mutex::default(),
        }))
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.0.passed.send_modify(|passed| *passed += duration);
    }

    /// The waits that have begun so far.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.waits.lock().unwrap().clone()
    }
}

#[cfg(feature = "client")]
impl bitrix24::client::Timer for Manual {
    fn now(&self) -> Instant {
        self.0.start + *self.0.passed.borrow()
    }

    fn system_time(&self) -> SystemTime {
        time_of_day(*self.0.passed.borrow())
    }

    fn sleep(&self, duration: Duration) -> bitrix24::client::BoxFuture<'_, ()> {
        self.0.waits.lock().unwrap().push(duration);
        let due = (*self.0.passed.borrow()).saturating_add(duration);
        let mut passed = self.0.passed.subscribe();
        Box::pin(async move {
            passed.wait_for(|passed| *passed >= due).await.unwrap();
        })
    }
}
