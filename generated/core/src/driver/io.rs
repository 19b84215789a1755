//! What a driver runs on.

use std::time::{Duration, Instant, SystemTime};

use super::batch::Worker;
use crate::TransportError;
use crate::policy::oauth::{StoreError, Stored};
use crate::policy::{Admission, HttpRequest, HttpResponse, RateLimit, Wait};

/// Transport, timer, token store, limiter and threads of a client. In the blocking client the futures block inside `poll`, so they are always
/// ready.
pub(crate) trait Io: Send + Sync + 'static {
    /// The time, for measuring intervals.
    fn now(&self) -> Instant;

    /// The time of day.
    fn system_time(&self) -> SystemTime;

    /// Waits for `time`.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;

    /// How long to sleep before checking again: less than the whole wait if a sleeper cannot be woken early.
    fn nap(&self, wait: Wait) -> Duration {
        wait.time
    }

    /// Runs `future` for at most `left`; `None` if it is not done by then.
    fn within<T: Send>(
        &self,
        left: Duration,
        future: impl Future<Output = T> + Send,
    ) -> impl Future<Output = Option<T>> + Send;

    /// Lets workers, who share their work, work at the same time; as many of them as can be had, and at least one.
    fn work(&self, workers: Vec<Worker<'_>>) -> impl Future<Output = ()> + Send;

    /// Sends a request.
    fn send(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>> + Send;

    /// Sends a request of a renewal, which must end even if the transport hangs.
    fn send_for_renewal(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>> + Send {
        self.send(request)
    }

    /// Reads the stored tokens; `None` without a store.
    fn load(&self) -> impl Future<Output = Result<Option<Stored>, StoreError>> + Send;

    /// Replaces the stored tokens if they have this revision; returns whether it did. Without a store it always succeeds.
    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Asks the limiter that other processes share whether a call of this portal may go; without one it may.
    fn acquire(
        &self,
        portal: &str,
        limit: RateLimit,
    ) -> impl Future<Output = Result<Admission, StoreError>> + Send;

    /// Tells that limiter that the portal has refused a call.
    fn report(
        &self,
        portal: &str,
        limit: RateLimit,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Runs `task` to completion on a thread of its own; drops it if no thread can be started.
    fn spawn(task: impl Future<Output = ()> + Send + 'static);
}
