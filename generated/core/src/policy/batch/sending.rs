//! A batch under way: what is sent next.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::Value;
use tracing::Span;

use super::Batch;
use super::answer::BatchResults;
use super::command::{Command, Form, METHOD, name};
use super::steps::{Step, steps};
use crate::policy::decoding::{answer, no_answer};
use crate::policy::reply::{Limit, Reply};
use crate::policy::wait::Wait;
use crate::policy::{Decoder, HttpResponse, Outcome, Plan, Session, trace};
use crate::runtime::{MethodDef, Secrets, tolerant};
use crate::{AnyCode, CallError};

/// A batch under way, as a state machine: it says what to send next, takes the answers, and is told what that came to.
///
/// A command that was refused because of a limit is sent again, after the same delays as a call of its own, before anything else
/// is; with it go those that the server did not get to because of it. Nothing else is sent twice. A command that refers to a
/// result is sent only beside the call of that result, so it keeps its error once that call has run.
///
/// A call with a text that the server would take for a reference is sent as a call of its own; what it is refused for is repeated
/// by the attempts of that.
pub(crate) struct Sending<'s> {
    session: &'s Session,
    /// When all of it has to end.
    until: Option<Instant>,
    halt: bool,
    commands: Vec<Command>,
    /// How often each command was refused because of a limit.
    refusals: Vec<u32>,
    /// What was not sent yet.
    steps: VecDeque<Step>,
    /// What was sent last.
    request: Request,
    results: BatchResults,
}

#[derive(Default)]
struct Request {
    calls: Vec<usize>,
    /// Whether the server stops at the first error.
    halt: bool,
    /// Whether its calls were sent before.
    is_repetition: bool,
    /// The call, if it is no batch.
    alone: Option<usize>,
    /// Those that were refused because of a limit.
    limited: Vec<(usize, Limit)>,
    /// How long the server asks to wait.
    retry_after: Option<Duration>,
    /// What the request as a whole came to.
    error: Option<CallError<AnyCode>>,
}

impl<'s> Sending<'s> {
    /// A batch that begins now.
    pub(crate) fn new(mut batch: Batch, session: &'s Session, now: Instant) -> Self {
        refuse_writes(&mut batch.commands, session);
        let mut results = BatchResults::new(batch.id, &batch.commands);
        Self {
            session,
            until: session.until(None, now),
            halt: batch.halt,
            refusals: vec![0; batch.commands.len()],
            steps: steps(&mut batch.commands, batch.halt, &mut results),
            commands: batch.commands,
            request: Request::default(),
            results,
        }
    }

    /// The next request; none at the end.
    pub(crate) fn next(&mut self, now: Instant) -> Option<Plan> {
        let (plan, wait) = match self.repetition(now) {
            Some((calls, wait)) => (self.together(calls, true), wait),
            None => match self.steps.pop_front()? {
                Step::Together(calls) => (self.together(calls, false), None),
                Step::Alone(index) => (self.alone(index)?, None),
            },
        };
        Some(Plan {
            until: self.until,
            wait,
            ..plan
        })
    }

    fn together(&mut self, calls: Vec<usize>, is_repetition: bool) -> Plan {
        let (mut texts, mut halt, mut repeatable) = (Vec::new(), self.halt, true);
        for index in &calls {
            let Some(command) = self.commands.get(*index) else {
                continue;
            };
            if let Ok(Form::Text(text)) = &command.form {
                let (name, text) = (name(*index), Value::from(text.as_str()));
                texts.push(format!("\"{name}\":{text}"));
            }
            // A reference to a result that there is not would lead elsewhere.
            halt |= !command.refers_to.is_empty();
            repeatable &= command.repeatable;
        }
        // By hand, for a map of `serde_json` would sort the commands, which run in the order in which they stand.
        let (number, texts) = (u8::from(halt), texts.join(","));
        let body = format!("{{\"halt\":{number},\"cmd\":{{{texts}}}}}");
        self.request = Request {
            calls,
            halt,
            is_repetition,
            ..Request::default()
        };
        Plan::encoded(METHOD, body.into_bytes(), repeatable)
    }

    fn alone(&mut self, index: usize) -> Option<Plan> {
        let command = self.commands.get_mut(index)?;
        let Ok(Form::Alone { body, .. }) = &mut command.form else {
            return None;
        };
        self.request = Request {
            calls: vec![index],
            alone: Some(index),
            ..Request::default()
        };
        let (method, body) = (command.method.name.clone(), std::mem::take(body));
        Some(Plan::encoded(method, body, command.repeatable))
    }

    /// The calls of the request that was sent last, and whether it is a single call outside of the batch.
    pub(super) fn calls(&self) -> (&[usize], bool) {
        (&self.request.calls, self.request.alone.is_some())
    }

    /// Takes what the request came to, and how often it was sent.
    pub(crate) fn finish(&mut self, outcome: Outcome, attempts: u32) {
        let error = match outcome {
            Outcome::Answer => self.request.error.take(),
            Outcome::None(error) => Some(no_answer(METHOD, error)),
            Outcome::Unauthorized(error) => Some(CallError::Auth(error)),
        };
        let calls = &self.request.calls;
        self.results.sent(calls, attempts);
        if let Some(error) = error {
            if self.halt {
                self.steps.clear();
            }
            // Without the time to send them again the calls are what they came to before.
            if attempts > 0 || !self.request.is_repetition {
                self.results.fail(calls, error);
            }
        }
    }

    /// What the calls came to.
    pub(crate) fn results(self) -> BatchResults {
        self.results
    }

    /// The calls of the last request that are sent again, and the wait before that.
    fn repetition(&mut self, now: Instant) -> Option<(Vec<usize>, Option<Wait>)> {
        let last = std::mem::take(&mut self.request);
        if last.limited.is_empty() {
            return None;
        }
        let left = self
            .until
            .map_or(Duration::MAX, |until| until.saturating_duration_since(now));
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
                _ if self.halt => {
                    self.steps.clear();
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
        let retry = &self.session.config.retry;
        match limit {
            Limit::Rate => retry.again(*refusals, fastrand::f64(), retry_after),
            Limit::Operating => {
                let method = &self.commands.get(index)?.method.name;
                retry.operating(*refusals, self.session.operating(method, now))
            }
        }
    }
}

/// Refuses the calls that write, if the client is read-only.
fn refuse_writes(commands: &mut [Command], session: &Session) {
    for command in commands {
        if let Err(unsent) = session.config.admit(&command.method) {
            trace::unsent(&Span::current(), &unsent);
            command.form = Err(unsent);
        }
    }
}

impl Sending<'_> {
    fn decode_alone(&mut self, index: usize, response: &HttpResponse) -> Reply {
        let Some(Command { method, .. }) = self.commands.get(index) else {
            return Reply::Final(None);
        };
        match answer(method, response.status, &response.body).raw() {
            Ok((_, time)) => {
                self.request.error = None;
                let body = response.body.clone();
                self.results.answer(index, response, body);
                Reply::of_success(tolerant(time).as_ref())
            }
            Err(mut error) => {
                error.set_request_id(response.request_id.as_deref());
                Reply::of_error(self.request.error.insert(error), method.errors)
            }
        }
    }

    fn decode_batch(&mut self, response: &HttpResponse) -> Reply {
        let method = MethodDef::any(METHOD);
        let answer = answer(&method, response.status, &response.body);
        let request = &mut self.request;
        let raw = match answer.raw() {
            Ok((raw, _)) => raw,
            Err(mut error) => {
                error.set_request_id(response.request_id.as_deref());
                return Reply::of_error(request.error.insert(error), &[]);
            }
        };
        // The last answer counts, whatever was wrong with one before.
        request.error = None;
        let (calls, halt) = (&request.calls, request.halt);
        let filled = self
            .results
            .fill(&self.commands, calls, halt, response, raw);
        let is_rate = |(_, limit): &(usize, Limit)| *limit == Limit::Rate;
        let is_refused = filled.limited.iter().any(is_rate);
        if filled.failed && self.halt {
            self.steps.clear();
        } else {
            request.limited = filled.limited;
            request.retry_after = response.retry_after;
        }
        Reply::Batch {
            operating: filled.operating,
            is_refused,
        }
    }
}

impl Decoder for Sending<'_> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        match self.request.alone {
            Some(index) => self.decode_alone(index, response),
            None => self.decode_batch(response),
        }
    }

    fn refuse(&mut self, problem: String) {
        if let Some(error) = &mut self.request.error {
            error.explain(problem);
        }
    }

    fn doubt(&mut self) {
        if let Some(error) = &mut self.request.error {
            error.set_doubt();
        }
        self.results.doubt(&self.request.calls);
    }

    fn conceal(&mut self, secrets: &Secrets) {
        if let Some(error) = &mut self.request.error {
            error.conceal(secrets);
        }
        self.results.conceal(&self.request.calls, secrets);
    }
}
