//! Renews the tokens of an application, once for all threads that need it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::bitrix24::Inner;
use crate::policy::oauth::{Happened, Now, Renewed, Todo};
use crate::policy::unix;
use crate::{AuthError, AuthErrorKind};

type Outcome = Result<Renewed, AuthError>;

/// The renewal that is under way.
#[derive(Default)]
pub(super) struct Flight {
    state: Mutex<State>,
    landed: Condvar,
}

#[derive(Default)]
struct State {
    flying: bool,
    /// The number of renewals so far, and what the last one came to; nothing if it was given up.
    count: u64,
    outcome: Option<Outcome>,
}

impl Flight {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Renews the token that a call carried, unless that has been done; nothing if it takes longer than `left`.
    pub(super) fn renew(
        self: &Arc<Self>,
        carried: Option<String>,
        left: Duration,
    ) -> Option<Outcome> {
        let flight = &self.renewal;
        let mut state = flight.lock();
        let known = self
            .session
            .renewal_known(carried.as_deref(), self.timer.now());
        if known.is_some() {
            return known;
        }
        let count = state.count;
        if !state.flying {
            state.flying = true;
            drop(state);
            self.take_off();
            state = flight.lock();
        }
        // More than a year is no time that a condition could wait.
        let left = left.min(Duration::from_secs(1 << 25));
        let waited = flight
            .landed
            .wait_timeout_while(state, left, |state| state.count == count);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if state.count == count {
            return None;
        }
        let given_up = || {
            let problem = "the renewal was given up";
            Err(AuthError::new(AuthErrorKind::Network, problem))
        };
        Some(state.outcome.clone().unwrap_or_else(given_up))
    }

    /// Begins a renewal, on a thread of its own: a refresh token is used up by the request, so the answer must not be lost when the
    /// call that happened to ask for it has no more time.
    fn take_off(self: &Arc<Self>) {
        let inner = Arc::clone(self);
        if thread::Builder::new().spawn(move || inner.fly()).is_err() {
            self.fly();
        }
    }

    fn fly(&self) {
        // Told also if what follows panics: in a store or a hook.
        let mut landing = Landing {
            flight: &self.renewal,
            outcome: None,
        };
        landing.outcome = Some(self.renewal());
    }

    fn renewal(&self) -> Outcome {
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
                    Some(store) => store.load(),
                    None => Ok(None),
                }),
                Todo::Swap(revision, new) => Happened::Swapped(match &self.store {
                    Some(store) => store.compare_and_swap(revision, new),
                    None => Ok(true),
                }),
                Todo::Send(request) => Happened::Answered(self.transport.send(request)),
                Todo::Wait(wait) => {
                    self.timer.sleep(wait);
                    Happened::Woke
                }
            };
        };
        self.session.finish_renewal(done, self.timer.now())
    }
}

struct Landing<'f> {
    flight: &'f Flight,
    outcome: Option<Outcome>,
}

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        let mut state = self.flight.lock();
        state.flying = false;
        state.count += 1;
        state.outcome = self.outcome.take();
        self.flight.landed.notify_all();
    }
}
