//! What the driver of a blocking client runs on: futures that block inside `poll`, and are always ready.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::block_on::{block_on, block_on_within};
use super::{Limiter, Timer, TokenStore, Transport};
use crate::TransportError;
use crate::client::{Admission, HttpRequest, HttpResponse, RateLimit, StoreError, Stored};
use crate::driver::Io;
use crate::policy::Wait;

/// Transport, timer, store and limiter of a blocking client.
pub(super) struct Threads {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    pub(super) limiter: Option<Arc<dyn Limiter>>,
}

impl Io for Threads {
    fn now(&self) -> Instant {
        self.timer.now()
    }

    fn system_time(&self) -> SystemTime {
        self.timer.system_time()
    }

    async fn sleep(&self, time: Duration) {
        self.timer.sleep(time);
    }

    fn nap(&self, wait: Wait) -> Duration {
        wait.of_thread()
    }

    async fn within<T: Send>(
        &self,
        left: Duration,
        future: impl Future<Output = T> + Send,
    ) -> Option<T> {
        block_on_within(left, future)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        self.transport.send(request)
    }

    async fn load(&self) -> Result<Option<Stored>, StoreError> {
        match &self.store {
            Some(store) => store.load(),
            None => Ok(None),
        }
    }

    async fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        match &self.store {
            Some(store) => store.compare_and_swap(revision, new),
            None => Ok(true),
        }
    }

    async fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        match &self.limiter {
            Some(limiter) => limiter.acquire(portal, limit),
            None => Ok(Admission::Granted),
        }
    }

    async fn report(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        match &self.limiter {
            Some(limiter) => limiter.refused(portal, limit),
            None => Ok(()),
        }
    }

    fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        let thread = thread::Builder::new().name("bitrix24-oauth".to_owned());
        let _ = thread.spawn(move || block_on(task));
    }
}
