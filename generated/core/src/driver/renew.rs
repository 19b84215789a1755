//! Renews the tokens of an application: once for all calls that need it, and to completion whatever becomes of those calls.

use std::sync::Arc;

use super::Io;
use super::flight::{Flight, flight};
use super::shared::{Driver, Outcome};
use crate::policy::oauth::{Happened, Now, Renewed, Todo};
use crate::policy::{lock, unix};
use crate::{AuthError, AuthErrorKind};

impl<I: Io> Driver<I> {
    /// Renews the token that a call carried, unless that has been done.
    pub(super) async fn renew(self: &Arc<Self>, carried: Option<String>) -> Outcome {
        let outcome = {
            let mut renewal = lock(&self.renewal);
            let known = self
                .session
                .renewal_known(carried.as_deref(), self.io.now());
            if let Some(known) = known {
                return known;
            }
            match &*renewal {
                Some(flight) if !flight.is_over() => flight.wait(),
                _ => renewal.insert(self.take_off()).wait(),
            }
        };
        outcome.await.unwrap_or_else(|| {
            let problem = "the renewal was given up";
            Err(AuthError::new(AuthErrorKind::Network, problem))
        })
    }

    /// Begins a renewal, which belongs to no call: the request uses the refresh token up, so its answer must not be lost when the call
    /// that happened to begin it is dropped or runs out of time.
    fn take_off(self: &Arc<Self>) -> Flight<Outcome> {
        let (landing, flight) = flight();
        let driver = Arc::clone(self);
        I::spawn(async move { landing.land(driver.renewal().await) });
        flight
    }

    async fn renewal(&self) -> Outcome {
        let Some(mut renewal) = self.session.renewal() else {
            return Ok(Renewed::Found);
        };
        let mut happened = Happened::Start;
        let done = loop {
            let now = Now {
                instant: self.io.now(),
                unix: unix(self.io.system_time()),
            };
            happened = match renewal.next(happened, now) {
                Todo::Finish(done) => break done,
                Todo::Load => Happened::Loaded(self.io.load().await),
                Todo::Swap(revision, new) => {
                    Happened::Swapped(self.io.compare_and_swap(revision, new).await)
                }
                Todo::Send(request) => Happened::Answered(self.io.send_for_renewal(request).await),
                Todo::Wait(wait) => {
                    self.io.sleep(wait).await;
                    Happened::Woke
                }
            };
        };
        self.session.finish_renewal(done, self.io.now())
    }
}
