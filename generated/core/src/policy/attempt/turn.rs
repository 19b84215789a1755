//! The wait of a call for its turn within the rate limit of the portal.

use std::task::Waker;
use std::time::{Duration, Instant};

use super::{Attempts, Step};
use crate::policy::trace;
use crate::policy::wait::{Reason, Wait};

impl Attempts<'_> {
    /// Sends as soon as the portal's rate limit lets it.
    pub(super) fn admit(&mut self, now: Instant) -> Step {
        let left = self.left(now);
        if left.is_zero() {
            return self.out_of_time();
        }
        let may_go = self.state.ticket.is_none() && self.portal.enter(now);
        if !may_go {
            if let Some(step) = self.line_up(left, now) {
                return step;
            }
        }
        self.state.sent += 1;
        let timeout = self.session.config.timeout;
        self.state.cut = left <= timeout;
        Step::Send(timeout.min(left))
    }

    /// Waits in the queue of the portal; nothing is to be done if its turn has come.
    #[cold]
    fn line_up(&mut self, left: Duration, now: Instant) -> Option<Step> {
        let portal = &self.portal;
        let ticket = self.state.ticket.get_or_insert_with(|| portal.queue());
        let Err(turn) = ticket.admit(now) else {
            self.state.ticket = None;
            self.state.told = None;
            return None;
        };
        let wait = Wait::new(Reason::RateLimit, turn.wait);
        if wait.time >= left {
            return Some(self.out_of_time());
        }
        // However often it looks, a wait is told once; and again if it has become a long one.
        let is_known = |told| trace::is_long(told) || !trace::is_long(wait);
        if !self.state.told.is_some_and(is_known) {
            self.state.told = Some(wait);
            self.tell(wait);
        }
        let time = turn.look;
        Some(Step::Wait(Wait { time, ..wait }))
    }

    /// Whether a call that waits for the rate limit need not wait any longer; if not, the waker will be told when that is so.
    pub(crate) fn is_called(&self, waker: &Waker) -> bool {
        let ticket = self.state.ticket.as_ref();
        ticket.is_some_and(|ticket| ticket.is_called(waker))
    }

    pub(super) fn tell(&self, wait: Wait) {
        trace::wait(wait, &self.plan.method, self.portal.host());
    }
}
