//! What the driver of an async client runs on.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use tokio::time::timeout;

use super::{
    Admission, BoxFuture, HttpRequest, HttpResponse, Limiter, RateLimit, StoreError, Stored, Timer,
    TokenStore, Transport, background,
};
use crate::TransportError;
use crate::driver::{Io, Worker};

/// Transport, timer, store and limiter of an async client.
pub(super) struct Tasks {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    pub(super) limiter: Option<Arc<dyn Limiter>>,
}

/// How long a call waits for a limiter to answer.
const LIMITER: Duration = Duration::from_secs(5);

/// How long a renewal waits for a store, and for a transport beyond its timeout. One bound to a runtime that nobody drives would
/// hang for ever, and so would callers without a deadline.
const PATIENCE: Duration = Duration::from_secs(30);

impl Io for Tasks {
    fn now(&self) -> Instant {
        self.timer.now()
    }

    fn system_time(&self) -> SystemTime {
        self.timer.system_time()
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send {
        self.timer.sleep(time)
    }

    async fn within<T: Send>(
        &self,
        left: Duration,
        future: impl Future<Output = T> + Send,
    ) -> Option<T> {
        if left == Duration::MAX {
            return Some(future.await);
        }
        let (mut future, mut late) = (pin!(future), self.timer.sleep(left));
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => late.as_mut().poll(context).map(|()| None),
        })
        .await
    }

    async fn work(&self, mut workers: Vec<Worker<'_>>) {
        poll_fn(|context| {
            workers.retain_mut(|worker| worker.as_mut().poll(context).is_pending());
            match workers.is_empty() {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await;
    }

    fn send(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = Result<HttpResponse, TransportError>> + Send {
        self.transport.send(request)
    }

    async fn send_for_renewal(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let patience = request.timeout.saturating_add(PATIENCE);
        let late = |_| Err(TransportError::timeout("no response in time"));
        let answer = timeout(patience, self.transport.send(request)).await;
        answer.unwrap_or_else(late)
    }

    async fn load(&self) -> Result<Option<Stored>, StoreError> {
        match &self.store {
            Some(store) => stored(PATIENCE, store.load()).await,
            None => Ok(None),
        }
    }

    async fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        match &self.store {
            Some(store) => stored(PATIENCE, store.compare_and_swap(revision, new)).await,
            None => Ok(true),
        }
    }

    async fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        match &self.limiter {
            Some(limiter) => self.limited(limiter.acquire(portal, limit)).await,
            None => Ok(Admission::Granted),
        }
    }

    async fn report(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        match &self.limiter {
            Some(limiter) => self.limited(limiter.refused(portal, limit)).await,
            None => Ok(()),
        }
    }

    fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        background::spawn(task);
    }
}

impl Tasks {
    /// What a limiter says, if it does in time, by the clock of the client: the call is in a runtime of its own.
    async fn limited<T>(
        &self,
        mut said: BoxFuture<'_, Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let mut late = None;
        poll_fn(|context| {
            if let Poll::Ready(said) = said.as_mut().poll(context) {
                return Poll::Ready(said);
            }
            let late = late.get_or_insert_with(|| self.timer.sleep(LIMITER));
            let problem = "no response in time";
            late.as_mut()
                .poll(context)
                .map(|()| Err(StoreError::new(problem)))
        })
        .await
    }
}

async fn stored<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let late = |_| Err(StoreError::new("no response in time"));
    timeout(patience, work).await.unwrap_or_else(late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_store_that_never_answers_is_given_up() {
        let never = std::future::pending::<Result<(), StoreError>>();
        let error = stored(Duration::from_millis(1), never).await;
        assert!(error.is_err_and(|error| error.to_string().contains("in time")));
    }
}
