//! A chunk of a batch under way: what is sent next.

mod decode;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::answer::BatchResults;
use super::body;
use super::command::{Command, Form, METHOD};
use super::steps::{Step, steps};
use crate::policy::decoding::no_answer;
use crate::policy::reply::Limit;
use crate::policy::wait::Wait;
use crate::policy::{Outcome, Plan, Session};
use crate::{AnyCode, CallError, SystemCode, Version};

/// Up to fifty calls of a batch under way, as a state machine: it says what to send next, takes the answers, and is told what that
/// came to. Calls are known by their places in the chunk.
///
/// A command that was refused because of a limit is sent again, after the same delays as a call of its own, before anything else
/// of the chunk is; with it go those that the server did not get to because of it. Nothing else is sent twice. A command that
/// refers to a result is sent only beside the call of that result, so it keeps its error once that call has run.
///
/// A call with a text that the server would take for a reference is sent as a call of its own; what it is refused for is repeated
/// by the attempts of that.
///
/// In REST 3 a call that fails takes its whole request with it, and the answer does not say which one it was. If all of them may be
/// sent again, they are, half by half, until those that fail are alone.
pub(crate) struct Chunk<'s> {
    whole: Whole<'s>,
    /// Whether a call has failed, and nothing may follow.
    is_stopped: bool,
    /// The place of the first call in the batch.
    first: usize,
    commands: Vec<Command>,
    /// How often each command was refused because of a limit.
    refusals: Vec<u32>,
    /// What was not sent yet.
    steps: VecDeque<Step>,
    /// What was sent last.
    request: Request,
    results: BatchResults,
}

/// What the chunks of a batch have in common.
#[derive(Clone, Copy)]
pub(super) struct Whole<'s> {
    pub(super) batch: u64,
    pub(super) session: &'s Session,
    /// When the batch has to end.
    pub(super) until: Option<Instant>,
    pub(super) halt: bool,
}

#[derive(Default)]
struct Request {
    calls: Vec<usize>,
    /// Whether the server stops at the first error.
    halt: bool,
    /// Whether its calls were sent before.
    is_repetition: bool,
    /// Whether each of its calls may be sent again when it is not known if it ran.
    repeatable: bool,
    /// Whether they may be sent again in several requests.
    divisible: bool,
    kind: Kind,
    /// Those that were refused because of a limit.
    limited: Vec<(usize, Limit)>,
    /// How long the server asks to wait.
    retry_after: Option<Duration>,
    /// What the request as a whole came to.
    error: Option<CallError<AnyCode>>,
}

/// What a request is.
#[derive(Clone, Copy, Default, PartialEq)]
enum Kind {
    /// A batch of the older protocol.
    #[default]
    Batch,
    /// A batch of REST 3.
    Rest3,
    /// This call.
    Alone(usize),
}

impl<'s> Chunk<'s> {
    /// A chunk with these commands, the first of which has the place `first` in its batch. Nothing of it is to be sent yet.
    pub(super) fn new(whole: Whole<'s>, first: usize, commands: Vec<Command>) -> Self {
        Self {
            whole,
            is_stopped: false,
            first,
            refusals: vec![0; commands.len()],
            steps: VecDeque::new(),
            request: Request::default(),
            results: BatchResults::new(whole.batch, &commands),
            commands,
        }
    }

    /// Decides which requests to send; what cannot be sent is refused. Says whether it stops there.
    pub(super) fn lay_out(&mut self, stops_at_refused: bool) -> bool {
        let (steps, stops) = steps(&self.commands, stops_at_refused, &mut self.results);
        self.steps = steps;
        stops
    }

    /// Sends nothing more, and neither do those behind.
    pub(super) fn stop(&mut self) {
        self.is_stopped = true;
        self.steps.clear();
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// The calls of the request that was sent last, by their places in the batch, and whether it is a single call outside of a batch.
    pub(super) fn calls(&self) -> (Vec<usize>, bool) {
        let calls = self.request.calls.iter().map(|index| self.first + index);
        (calls.collect(), matches!(self.request.kind, Kind::Alone(_)))
    }

    /// The call at a place in the batch.
    pub(super) fn command(&self, place: usize) -> Option<&Command> {
        self.commands.get(place.checked_sub(self.first)?)
    }

    /// Whether nothing is left to be sent, but for repetitions.
    pub(super) fn is_over(&self) -> bool {
        self.steps.is_empty()
    }

    /// The place of its first call in the batch.
    pub(super) fn first(&self) -> usize {
        self.first
    }

    /// What the calls came to.
    pub(super) fn results(self) -> BatchResults {
        self.results
    }

    /// The next request; none at the end.
    pub(crate) fn next(&mut self, now: Instant) -> Option<Plan> {
        let (plan, wait) = match self.repetition(now) {
            Some((calls, wait)) => (self.together(calls, true), wait),
            None => match self.steps.pop_front()? {
                Step::Together(Version::V3, calls) => (self.rest3(calls), None),
                Step::Together(_, calls) => (self.together(calls, false), None),
                Step::Alone(index) => (self.alone(index)?, None),
            },
        };
        Some(Plan {
            until: self.whole.until,
            wait,
            ..plan
        })
    }

    fn together(&mut self, calls: Vec<usize>, is_repetition: bool) -> Plan {
        let commands = || calls.iter().filter_map(|index| self.commands.get(*index));
        // A reference to a result that there is not would lead elsewhere.
        let halt = self.whole.halt || commands().any(|command| !command.refers_to.is_empty());
        let repeatable = commands().all(|command| command.repeatable);
        let body = body::older(self.first, &self.commands, &calls, halt);
        self.request = Request {
            calls,
            halt,
            is_repetition,
            repeatable,
            ..Request::default()
        };
        Plan::encoded(METHOD, body, repeatable)
    }

    fn rest3(&mut self, calls: Vec<usize>) -> Plan {
        let commands = || calls.iter().filter_map(|index| self.commands.get(*index));
        let repeatable = commands().all(|command| command.repeatable);
        // A reference leads only to results of its own request.
        let divisible = repeatable && commands().all(|command| command.refers_to.is_empty());
        // The access token of an application needs a name.
        let is_numbered = self.whole.session.app.is_some();
        let body = body::rest3(self.first, &self.commands, &calls, is_numbered);
        self.request = Request {
            calls,
            repeatable,
            divisible,
            kind: Kind::Rest3,
            ..Request::default()
        };
        Plan {
            version: Version::V3,
            ..Plan::encoded(METHOD, body, repeatable)
        }
    }

    fn alone(&mut self, index: usize) -> Option<Plan> {
        let command = self.commands.get_mut(index)?;
        let Ok(Form::Alone { body, .. } | Form::Json(body)) = &mut command.form else {
            return None;
        };
        self.request = Request {
            calls: vec![index],
            kind: Kind::Alone(index),
            ..Request::default()
        };
        let (method, body) = (command.method.name.clone(), std::mem::take(body));
        Some(Plan {
            version: command.method.version,
            ..Plan::encoded(method, body, command.repeatable)
        })
    }

    /// Takes what the request came to, and how often it was sent.
    pub(crate) fn finish(&mut self, outcome: Outcome, attempts: u32) {
        let error = match outcome {
            Outcome::Answer => self.request.error.take(),
            Outcome::None(error) => Some(no_answer(METHOD, error)),
            Outcome::Unauthorized(error) => Some(CallError::Auth(error)),
        };
        self.results.sent(&self.request.calls, attempts);
        let Some(mut error) = error else {
            return;
        };
        let request = std::mem::take(&mut self.request);
        if request.kind == Kind::Rest3 && may_be_of_one(&error) {
            // What is wrong with the server would be wrong with each half.
            if request.divisible && matches!(error.http_status(), Some(400..500)) {
                return self.divide(&request.calls);
            }
            // Those before the one that failed may have run.
            if !request.repeatable {
                error.set_doubt();
            }
        }
        if self.whole.halt {
            self.stop();
        }
        // Without the time to send them again the calls are what they came to before.
        if attempts > 0 || !request.is_repetition {
            self.results.fail(&request.calls, error);
        }
    }

    /// Sends each half of these calls by itself.
    fn divide(&mut self, calls: &[usize]) {
        let (one, other) = calls.split_at(calls.len() / 2);
        for half in [other, one] {
            self.steps.push_front(match half {
                [index] => Step::Alone(*index),
                _ => Step::Together(Version::V3, half.to_vec()),
            });
        }
    }

    /// The calls of the last request that are sent again, and the wait before that.
    fn repetition(&mut self, now: Instant) -> Option<(Vec<usize>, Option<Wait>)> {
        let last = std::mem::take(&mut self.request);
        if last.limited.is_empty() {
            return None;
        }
        let until = self.whole.until;
        let left = until.map_or(Duration::MAX, |until| until.saturating_duration_since(now));
        let (mut calls, mut longest) = (Vec::new(), None::<Wait>);
        for index in last.calls {
            let limit = last.limited.iter().find(|(limited, _)| *limited == index);
            let wait = match limit {
                Some((_, limit)) => {
                    let wait = self.wait(index, *limit, last.retry_after, now);
                    wait.filter(|wait| wait.time < left).map(Some)
                }
                None if self.results.is_not_run(index) => Some(None),
                None => continue,
            };
            let command = self.commands.get(index);
            let stands = command.is_some_and(|command| {
                let mut refers_to = command.refers_to.iter();
                refers_to.all(|other| calls.contains(other))
            });
            match wait {
                Some(wait) if stands => {
                    calls.push(index);
                    longest = longest.into_iter().chain(wait).max_by_key(|wait| wait.time);
                }
                _ if self.whole.halt => {
                    self.stop();
                    break;
                }
                _ => {}
            }
        }
        (!calls.is_empty()).then_some((calls, longest))
    }

    /// How long a call that was refused once more has to wait; nothing if it is not repeated.
    fn wait(
        &mut self,
        index: usize,
        limit: Limit,
        retry_after: Option<Duration>,
        now: Instant,
    ) -> Option<Wait> {
        let refusals = self.refusals.get_mut(index)?;
        *refusals += 1;
        let retry = &self.whole.session.config.retry;
        match limit {
            Limit::Rate => retry.again(*refusals, fastrand::f64(), retry_after),
            Limit::Operating => {
                let method = &self.commands.get(index)?.method.name;
                retry.operating(*refusals, self.whole.session.operating(method, now))
            }
        }
    }
}

/// Whether the error of a batch of REST 3 may be that of one of its calls. If not, none of them has run: the request was refused for
/// its token, or for the rate.
fn may_be_of_one(error: &CallError<AnyCode>) -> bool {
    match error {
        CallError::Method(_) => true,
        CallError::System(error) => match error.code {
            SystemCode::QueryLimitExceeded | SystemCode::OverloadLimit => error.status != 503,
            SystemCode::NoAuthFound | SystemCode::ExpiredToken | SystemCode::InvalidToken => false,
            _ => true,
        },
        _ => false,
    }
}
