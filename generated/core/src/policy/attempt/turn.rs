//! The wait of a call for its turn within the rate limit of the portal.

use std::sync::Arc;
use std::task::Waker;
use std::time::{Duration, Instant};

use super::{Attempts, Step};
use crate::policy::limit::{Admission, Turn};
use crate::policy::oauth::StoreError;
use crate::policy::portal::Ticket;
use crate::policy::trace;
use crate::policy::wait::{Reason, Wait};
use crate::{AuthError, AuthErrorKind};

impl Attempts<'_> {
    /// Sends as soon as the portal's rate limit lets it.
    pub(super) fn admit(&mut self, now: Instant) -> Step {
        let left = self.left(now);
        if left.is_zero() {
            return self.out_of_time();
        }
        if self.session.is_gone() {
            return self.uninstalled();
        }
        self.follow_session();
        if self.session.config.shares_limit {
            return self.admit_to_ask(left, now);
        }
        let may_go = self.state.ticket.is_none() && self.portal.enter(now);
        if !may_go {
            if let Some(step) = self.line_up(left, now, Ticket::admit) {
                return step;
            }
            self.go_from_line();
        }
        self.send(left)
    }

    /// The portal may have another address since the call began to wait, and the limit there is what counts.
    fn follow_session(&mut self) {
        let portal = self.session.portal();
        if !Arc::ptr_eq(&portal, &self.portal) {
            self.portal = portal;
            self.go_from_line();
        }
    }

    /// The application is no longer installed on the portal: no call of it would be answered.
    #[cold]
    fn uninstalled(&self) -> Step {
        let problem = "the application was uninstalled from the portal";
        self.unauthorized(AuthError::new(AuthErrorKind::NotInstalled, problem))
    }

    fn send(&mut self, left: Duration) -> Step {
        self.state.sent += 1;
        let timeout = self.session.config.timeout;
        self.state.cut = left <= timeout;
        Step::Send(timeout.min(left))
    }

    /// Asks the limiter that other processes share, when it is the call's turn within this one.
    #[cold]
    fn admit_to_ask(&mut self, left: Duration, now: Instant) -> Step {
        if let Some(step) = self.line_up(left, now, Ticket::admit_to_ask) {
            return step;
        }
        match self.portal.limit_to_ask(now) {
            Some(limit) => Step::Ask(Arc::clone(&self.portal), limit, left),
            None => self.go(left),
        }
    }

    /// What that limiter has said. If it has failed, the call goes: it is its turn within this process.
    pub(super) fn asked(&mut self, said: Result<Admission, StoreError>, now: Instant) -> Step {
        match said {
            Ok(Admission::Granted) => {}
            Ok(Admission::RetryAfter(wait)) => {
                if let Some(ticket) = &self.state.ticket {
                    ticket.deny(wait, now);
                }
                return self.admit(now);
            }
            Err(error) => self.limiter_failed(&error, now),
        }
        match self.left(now) {
            Duration::ZERO => self.out_of_time(),
            left => self.go(left),
        }
    }

    fn go(&mut self, left: Duration) -> Step {
        if let Some(ticket) = &self.state.ticket {
            ticket.grant();
        }
        self.go_from_line();
        self.send(left)
    }

    fn go_from_line(&mut self) {
        self.state.ticket = None;
        self.state.told = None;
    }

    /// The portal has refused a call, for there were too many: all who call it are to know.
    pub(super) fn refused(&mut self, now: Instant) {
        self.portal.refused(now);
        self.state.reports = self.session.config.shares_limit;
    }

    /// Tells the limiter that other processes share of a refusal, before `step`.
    pub(super) fn report_before(&mut self, step: Step, now: Instant) -> Step {
        if !std::mem::take(&mut self.state.reports) {
            return step;
        }
        match self.portal.limit_to_ask(now) {
            Some(limit) => {
                self.state.after_report = Some(step);
                Step::Report(Arc::clone(&self.portal), limit)
            }
            None => step,
        }
    }

    /// That limiter knows.
    pub(super) fn reported(&mut self, told: Result<(), StoreError>, now: Instant) -> Step {
        if let Err(error) = told {
            self.limiter_failed(&error, now);
        }
        let step = self.state.after_report.take();
        step.unwrap_or_else(|| self.out_of_time())
    }

    fn limiter_failed(&self, error: &StoreError, now: Instant) {
        self.portal.fail(now);
        trace::limiter(self.portal.host(), error);
    }

    /// Waits in the queue of the portal; nothing is to be done if its turn has come.
    #[cold]
    fn line_up(
        &mut self,
        left: Duration,
        now: Instant,
        admit: fn(&Ticket, Instant) -> Result<(), Turn>,
    ) -> Option<Step> {
        let portal = &self.portal;
        let ticket = self.state.ticket.get_or_insert_with(|| portal.queue());
        let Err(turn) = admit(ticket, now) else {
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
