//! Renews the tokens of an application, once for all threads that need it.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use super::bitrix24::Inner;
use crate::AuthError;
use crate::policy::oauth::{Happened, Renewal, Todo};

type Outcome = Result<(), AuthError>;

/// The renewal that is under way.
#[derive(Default)]
pub(super) struct Flight {
    state: Mutex<State>,
    landed: Condvar,
}

#[derive(Default)]
struct State {
    flying: bool,
    /// The number of renewals so far, and what the last one came to.
    count: u64,
    outcome: Option<Outcome>,
}

impl Inner {
    /// Renews the token that a call carried, unless that has been done; nothing if another thread takes longer for it than
    /// `left`.
    pub(super) fn renew(&self, carried: Option<String>, left: Duration) -> Option<Outcome> {
        let Flight { state, landed } = &self.renewal;
        let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = lock();
        let tokens = self.session.tokens();
        if tokens.is_none_or(|tokens| Some(tokens.access_token) != carried) {
            return Some(Ok(()));
        }
        if now.flying {
            let count = now.count;
            // More than a year is no time that a condition could wait.
            let left = left.min(Duration::from_secs(1 << 25));
            let waited = landed.wait_timeout_while(now, left, |state| state.count == count);
            let (now, _) = waited.unwrap_or_else(PoisonError::into_inner);
            return now.outcome.clone().filter(|_| now.count != count);
        }
        now.flying = true;
        drop(now);
        // Told also if what follows panics: in a store or a hook.
        let _landing = Landing(&self.renewal);
        let outcome = self.renewal();
        lock().outcome = Some(outcome.clone());
        Some(outcome)
    }

    fn renewal(&self) -> Outcome {
        let (Some(app), Some(stale)) = (&self.session.app, self.session.tokens()) else {
            return Ok(());
        };
        let mut renewal = Renewal::new(app, &self.session.config.oauth_server, stale);
        let mut happened = Happened::Start;
        let done = loop {
            let unix = self.timer.system_time().duration_since(UNIX_EPOCH);
            let unix = unix.map_or(0, |unix| i64::try_from(unix.as_secs()).unwrap_or(i64::MAX));
            happened = match renewal.next(happened, unix) {
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
        self.session.finish_renewal(done)
    }
}

struct Landing<'f>(&'f Flight);

impl Drop for Landing<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.flying = false;
        state.count += 1;
        self.0.landed.notify_all();
    }
}
