//! The attempts of a call, as a state machine: what happened goes in, what to do next comes out.

mod turn;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::Span;

use super::decoding::Decoder;
use super::http::HttpResponse;
use super::oauth::Renewed;
use super::plan::Plan;
use super::portal::{Portal, Ticket};
use super::reply::{Limit, Reply};
use super::session::Session;
use super::step::{Event, Outcome, Step};
use super::trace;
use super::wait::Wait;
use crate::{AuthError, AuthErrorKind, TransportError, TransportErrorKind};

/// The attempts of one call.
pub(crate) struct Attempts<'c> {
    session: &'c Session,
    plan: &'c Plan,
    portal: Arc<Portal>,
    deadline: Option<Instant>,
    span: &'c Span,
    state: State,
}

#[derive(Default)]
struct State {
    ticket: Option<Ticket>,
    /// The wait for the rate limit that was told last.
    told: Option<Wait>,
    /// Whether the limiter that other processes share is to be told of a refusal, and what is to be done then.
    reports: bool,
    after_report: Option<Step>,
    sent: u32,
    moves: u32,
    /// How many other tokens there were.
    renewals: u32,
    /// Whether the attempt has less time than others, because the call has no more.
    cut: bool,
    /// Whether one of the attempts may have run.
    may_have_run: bool,
    /// The code of the last answer.
    code: Option<String>,
    /// What the call comes to if there is no time for another attempt.
    last: Option<Outcome>,
}

/// How often a portal may move while it is called.
const MOVES: u32 = 3;

/// How often a token is replaced. One that is new need not be replaced; one that was found may be old.
const RENEWALS: u32 = 3;

impl<'c> Attempts<'c> {
    /// The attempts of a call that begins now.
    pub(crate) fn new(session: &'c Session, plan: &'c Plan, span: &'c Span, now: Instant) -> Self {
        let until = || session.until(plan.deadline, now);
        Self {
            session,
            plan,
            portal: session.portal(),
            deadline: plan.until.or_else(until),
            span,
            state: State::default(),
        }
    }

    /// How often the request was sent.
    pub(crate) fn sent(&self) -> u32 {
        self.state.sent
    }

    /// What happened, when this is what an attempt brought.
    pub(crate) fn read(
        &self,
        answer: Result<HttpResponse, TransportError>,
        decoder: &mut dyn Decoder,
    ) -> Event {
        let limit = self.session.config.max_response_size;
        let (mut reply, status, retry_after) = match answer {
            Err(error) => (Reply::None(error), None, None),
            // Not every transport cares.
            Ok(response) if response.body.len() > limit => {
                let error = TransportError::too_large(limit);
                (Reply::None(error), Some(response.status), None)
            }
            Ok(mut response) => {
                let reply = decoder.decode(&response);
                let location = response.location.take();
                // Not even a redirect says by its status alone what it is.
                let moved =
                    location.filter(|_| matches!(response.status, 301 | 302 | 303 | 307 | 308));
                let reply = match (reply, moved) {
                    (Reply::Unexpected { .. }, Some(location)) => Reply::Redirect(location),
                    (reply, _) => reply,
                };
                (reply, Some(response.status), response.retry_after)
            }
        };
        if !matches!(reply, Reply::Success(_)) || decoder.is_incomplete() {
            let secrets = self.session.secrets();
            reply.conceal(&secrets);
            decoder.conceal(&secrets);
        }
        trace::reply(self.span, self.state.sent, status, &reply);
        Event::Replied { reply, retry_after }
    }

    /// Whether one of the attempts may have run although it came to nothing.
    pub(crate) fn may_have_run(&self) -> bool {
        self.state.may_have_run
    }

    pub(crate) fn next(&mut self, event: Event, now: Instant) -> Step {
        let step = self.react(event, now);
        if let (Step::Finish(Outcome::Answer), Some(code)) = (&step, &self.state.code) {
            trace::code(self.span, code);
        }
        self.report_before(step, now)
    }

    fn react(&mut self, event: Event, now: Instant) -> Step {
        match event {
            Event::Start => match self.plan.wait {
                Some(wait) => self.wait(wait, now),
                None => self.admit(now),
            },
            Event::Woke => self.admit(now),
            Event::Renewed(Ok(renewed)) => {
                self.state.renewals += match renewed {
                    Renewed::New => RENEWALS,
                    Renewed::Found => 1,
                };
                self.admit(now)
            }
            Event::Moved(Ok(portal)) => {
                self.portal = portal;
                self.admit(now)
            }
            Event::Renewed(Err(error)) => self.unauthorized(error),
            Event::Late => self.out_of_time(),
            Event::Moved(Err(mut problem)) => {
                self.session.secrets().conceal(&mut problem);
                Step::Refuse(problem)
            }
            Event::Refused => Step::Finish(Outcome::Answer),
            Event::Admitted(said) => self.asked(said, now),
            Event::Reported(told) => self.reported(told, now),
            Event::Replied { reply, retry_after } => self.judge(reply, retry_after, now),
        }
    }

    fn judge(&mut self, reply: Reply, retry_after: Option<Duration>, now: Instant) -> Step {
        self.state.code = match &reply {
            Reply::Error { code, .. } => Some(code.clone()),
            Reply::Final(code) => code.clone(),
            _ => None,
        };
        match reply {
            Reply::Success(operating) => {
                if let Some(operating) = operating {
                    self.session.load.note(&self.plan.method, operating, now);
                }
                self.portal.accepted();
                Step::Finish(Outcome::Answer)
            }
            Reply::Batch {
                operating,
                is_refused,
            } => {
                for (method, operating) in operating {
                    self.session.load.note(&method, operating, now);
                }
                if is_refused {
                    self.refused(now);
                } else {
                    self.portal.accepted();
                }
                Step::Finish(Outcome::Answer)
            }
            Reply::Error {
                code,
                known,
                status,
            } => self.judge_error(&code, known, status, retry_after, now),
            Reply::Unexpected { passes: true } => {
                self.again_if_repeatable(Outcome::Answer, retry_after, now)
            }
            Reply::Unexpected { passes: false } => Step::Finish(Outcome::Answer),
            Reply::Final(_) => {
                // Whatever is wrong with the result, the call was taken.
                self.portal.accepted();
                Step::Finish(Outcome::Answer)
            }
            Reply::Redirect(location) if self.state.moves < MOVES => {
                self.state.moves += 1;
                Step::Move(location)
            }
            Reply::Redirect(_) => Step::Refuse("too many redirects".to_owned()),
            Reply::None(error) => self.judge_silence(error, now),
        }
    }

    fn judge_error(
        &mut self,
        code: &str,
        known: bool,
        status: u16,
        retry_after: Option<Duration>,
        now: Instant,
    ) -> Step {
        // Refused before it ran.
        if Limit::of(code) == Some(Limit::Rate) {
            self.refused(now);
            return self.again(Outcome::Answer, retry_after, now);
        }
        if code == "OVERLOAD_LIMIT" {
            return Step::Finish(Outcome::Answer);
        }
        // Whatever else is wrong, it was not too much.
        self.portal.accepted();
        // Refused as well; until when, the last good answer has told.
        if Limit::of(code) == Some(Limit::Operating) {
            let load = self.session.load.get(&self.plan.method, now);
            let wait = self.session.config.retry.operating(self.state.sent, load);
            return self.after(wait, Outcome::Answer, now);
        }
        match code {
            "EXPIRED_TOKEN" if self.is_renewable() && self.state.renewals < RENEWALS => {
                // That the token has expired is no answer to the call, should there be no time for another.
                self.state.last = None;
                Step::Renew(self.left(now))
            }
            "EXPIRED_TOKEN" if self.is_renewable() => {
                let problem = "the portal says that a token has expired which is new";
                self.unauthorized(AuthError::new(AuthErrorKind::Refused, problem))
            }
            "INTERNAL_SERVER_ERROR" | "ERROR_UNEXPECTED_ANSWER" => {
                self.again_if_repeatable(Outcome::Answer, retry_after, now)
            }
            _ if !known && status >= 500 => {
                self.again_if_repeatable(Outcome::Answer, retry_after, now)
            }
            _ => Step::Finish(Outcome::Answer),
        }
    }

    fn judge_silence(&mut self, mut error: TransportError, now: Instant) -> Step {
        if let TransportErrorKind::TooLarge { .. } = error.kind {
            // The next answer would be as long.
            return Step::Finish(Outcome::None(error));
        }
        if error.kind == TransportErrorKind::Timeout && self.state.cut {
            let problem = "the time for the call was over before there was an answer";
            return Step::Finish(Outcome::None(TransportError::deadline(problem, true)));
        }
        // It would be the same certificate the next time.
        let is_final = error.kind == TransportErrorKind::Certificate;
        let left = error.may_have_run;
        error.may_have_run |= self.state.may_have_run;
        let outcome = Outcome::None(error);
        if is_final {
            Step::Finish(outcome)
        } else if left {
            self.again_if_repeatable(outcome, None, now)
        } else {
            self.again(outcome, None, now)
        }
    }

    /// Whether the token can be renewed.
    fn is_renewable(&self) -> bool {
        self.session.app.is_some()
    }

    fn unauthorized(&self, mut error: AuthError) -> Step {
        error.may_have_run |= self.state.may_have_run;
        self.session.secrets().conceal(&mut error.problem);
        Step::Finish(Outcome::Unauthorized(error))
    }

    fn again_if_repeatable(
        &mut self,
        outcome: Outcome,
        retry_after: Option<Duration>,
        now: Instant,
    ) -> Step {
        self.state.may_have_run = true;
        if self.plan.repeatable {
            self.again(outcome, retry_after, now)
        } else {
            Step::Finish(outcome)
        }
    }

    /// Another attempt after a delay, if there is one left.
    fn again(&mut self, outcome: Outcome, retry_after: Option<Duration>, now: Instant) -> Step {
        let sent = self.state.sent;
        let wait = self
            .session
            .config
            .retry
            .again(sent, fastrand::f64(), retry_after);
        self.after(wait, outcome, now)
    }

    /// Another attempt after the wait, if there is one.
    fn after(&mut self, wait: Option<Wait>, outcome: Outcome, now: Instant) -> Step {
        let Some(wait) = wait else {
            return Step::Finish(outcome);
        };
        self.state.last = Some(outcome);
        self.wait(wait, now)
    }

    /// Waits, unless that takes longer than the call may.
    fn wait(&mut self, wait: Wait, now: Instant) -> Step {
        if wait.time >= self.left(now) {
            return self.out_of_time();
        }
        self.tell(wait);
        Step::Wait(wait)
    }

    fn left(&self, now: Instant) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    fn out_of_time(&mut self) -> Step {
        let outcome = self.state.last.take().unwrap_or_else(|| {
            let problem = "the time for the call was over before it could be sent";
            Outcome::None(TransportError::deadline(problem, self.state.may_have_run))
        });
        Step::Finish(outcome)
    }
}
