//! Renews the tokens of an application: once for all calls that need it, and to its end even if all of them are cancelled.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use tokio::sync::watch;

use super::bitrix24::Inner;
use crate::policy::oauth::{Happened, Renewal, Todo};
use crate::{AuthError, AuthErrorKind};

type Outcome = Result<(), AuthError>;

/// The renewal that is under way.
pub(super) type Flight = Mutex<Option<watch::Receiver<Option<Outcome>>>>;

impl Inner {
    /// Renews the token that a call carried, unless that has been done.
    pub(super) async fn renew(self: &Arc<Self>, carried: Option<String>) -> Outcome {
        let mut receiver = {
            let mut flight = self.renewal.lock().unwrap_or_else(PoisonError::into_inner);
            let tokens = self.session.tokens();
            if tokens.is_none_or(|tokens| Some(tokens.access_token) != carried) {
                return Ok(());
            }
            flight.get_or_insert_with(|| self.take_off()).clone()
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
        tokio::spawn(async move {
            let outcome = inner.renewal().await;
            *inner.renewal.lock().unwrap_or_else(PoisonError::into_inner) = None;
            // Who asked may be gone.
            let _ = sender.send(Some(outcome));
        });
        receiver
    }

    async fn renewal(&self) -> Outcome {
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
        self.session.finish_renewal(done)
    }
}
