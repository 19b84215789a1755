//! Renews the tokens of an application: once for all calls that need it, and to its end whatever becomes of them and of their
//! runtimes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use super::background;
use super::bitrix24::Inner;
use crate::client::StoreError;
use crate::policy::oauth::{Happened, Now, Renewed, Todo};
use crate::policy::unix;
use crate::{AuthError, AuthErrorKind, TransportError};

type Outcome = Result<Renewed, AuthError>;

/// The renewal that is under way, or the last one.
pub(super) type Flight = Mutex<Option<watch::Receiver<Option<Outcome>>>>;

/// How long a store may take, and a transport longer than it was told. One that is bound to a runtime which nobody drives takes
/// for ever, and callers without a deadline would do so as well.
const PATIENCE: Duration = Duration::from_secs(30);

impl Inner {
    /// Renews the token that a call carried, unless that has been done.
    pub(super) async fn renew(self: &Arc<Self>, carried: Option<String>) -> Outcome {
        let mut receiver = {
            let mut flight = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
            let known = self
                .session
                .renewal_known(carried.as_deref(), self.timer.now());
            if let Some(known) = known {
                return known;
            }
            match &*flight {
                Some(receiver) if is_under_way(receiver) => receiver.clone(),
                _ => flight.insert(self.take_off()).clone(),
            }
        };
        let outcome = receiver.wait_for(Option::is_some).await;
        outcome
            .ok()
            .and_then(|outcome| outcome.clone())
            .unwrap_or_else(|| {
                let problem = "the renewal was given up";
                Err(AuthError::new(AuthErrorKind::Network, problem))
            })
    }

    /// Begins a renewal, which belongs to no call.
    fn take_off(self: &Arc<Self>) -> watch::Receiver<Option<Outcome>> {
        let (sender, receiver) = watch::channel(None);
        let inner = Arc::clone(self);
        // Where it cannot run it is dropped, and who waits for it learns that.
        background::spawn(async move {
            let outcome = inner.renewal().await;
            // Who asked may be gone.
            let _ = sender.send(Some(outcome));
        });
        receiver
    }

    async fn renewal(&self) -> Outcome {
        let Some(mut renewal) = self.session.renewal() else {
            return Ok(Renewed::Found);
        };
        let mut happened = Happened::Start;
        let done = loop {
            let now = Now {
                instant: self.timer.now(),
                unix: unix(self.timer.system_time()),
            };
            happened = match renewal.next(happened, now) {
                Todo::Finish(done) => break done,
                Todo::Load => Happened::Loaded(match &self.store {
                    Some(store) => stored(PATIENCE, store.load()).await,
                    None => Ok(None),
                }),
                Todo::Swap(revision, new) => Happened::Swapped(match &self.store {
                    Some(store) => stored(PATIENCE, store.compare_and_swap(revision, new)).await,
                    None => Ok(true),
                }),
                Todo::Send(request) => {
                    let patience = request.timeout.saturating_add(PATIENCE);
                    let answer = timeout(patience, self.transport.send(request)).await;
                    let late = |_| Err(TransportError::timeout("there was no answer in time"));
                    Happened::Answered(answer.unwrap_or_else(late))
                }
                Todo::Wait(wait) => {
                    self.timer.sleep(wait).await;
                    Happened::Woke
                }
            };
        };
        self.session.finish_renewal(done, self.timer.now())
    }
}

/// One that has come to something is over, although its thread may not be yet.
fn is_under_way(flight: &watch::Receiver<Option<Outcome>>) -> bool {
    flight.borrow().is_none() && flight.has_changed().is_ok()
}

async fn stored<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let late = |_| Err(StoreError::new("it did not answer in time"));
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
