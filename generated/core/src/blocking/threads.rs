//! What the driver of a blocking client runs on: futures that block inside `poll`, and are always ready.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::block_on::{block_on, block_on_within};
use super::{Limiter, Timer, TokenStore, Transport};
use crate::TransportError;
use crate::client::{Admission, HttpRequest, HttpResponse, RateLimit, StoreError, Stored};
use crate::driver::{Io, Worker};
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

    async fn work(&self, mut workers: Vec<Worker<'_>>) {
        let Some(own) = workers.pop() else { return };
        thread::scope(|scope| {
            let begin = |worker| {
                let thread = thread::Builder::new().name("bitrix24-batch".to_owned());
                thread.spawn_scoped(scope, move || block_on::<()>(worker))
            };
            // What a thread that cannot be started would have done is done by the others.
            let threads = workers.into_iter().map(begin);
            let threads: Vec<_> = threads.map_while(Result::ok).collect();
            block_on(own);
            for thread in threads {
                if let Err(panic) = thread.join() {
                    resume_unwind(panic);
                }
            }
        });
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
