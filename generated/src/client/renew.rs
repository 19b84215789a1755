//! Renews the tokens of an application: once for all calls that need it, and to its end even if all of them are cancelled.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Handle;
use tokio::sync::watch;

use super::bitrix24::Inner;
use crate::policy::oauth::{Happened, Now, Renewed, Todo};
use crate::policy::unix;
use crate::{AuthError, AuthErrorKind};

type Outcome = Result<Renewed, AuthError>;

/// The renewal that is under way; or the last one, if nobody is left to send its outcome.
pub(super) type Flight = Mutex<Option<watch::Receiver<Option<Outcome>>>>;

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
                Some(receiver) if receiver.has_changed().is_ok() => receiver.clone(),
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

    /// Begins a renewal, as a task of its own: a refresh token is used up by the request, so the answer must not be lost with the
    /// call that happened to ask for it.
    fn take_off(self: &Arc<Self>) -> watch::Receiver<Option<Outcome>> {
        let (sender, receiver) = watch::channel(None);
        let inner = Arc::clone(self);
        detach(async move {
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
                    Some(store) => store.load().await,
                    None => Ok(None),
                }),
                Todo::Swap(revision, new) => Happened::Swapped(match &self.store {
                    Some(store) => store.compare_and_swap(revision, new).await,
                    None => Ok(true),
                }),
                Todo::Send(request) => Happened::Answered(self.transport.send(request).await),
                Todo::Wait(wait) => {
                    self.timer.sleep(wait).await;
                    Happened::Woke
                }
            };
        };
        self.session.finish_renewal(done, self.timer.now())
    }
}

/// Lets a future run by itself: as a task, or without tokio on a thread of its own.
fn detach(future: impl Future<Output = ()> + Send + 'static) {
    match Handle::try_current() {
        Ok(tokio) => {
            tokio.spawn(future);
        }
        Err(_) => {
            // Without a thread the future ends here, and who waits for it learns that.
            let _ = thread::Builder::new().spawn(|| block_on(future));
        }
    }
}

fn block_on(future: impl Future<Output = ()>) {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    while future.as_mut().poll(&mut context).is_pending() {
        thread::park();
    }
}
