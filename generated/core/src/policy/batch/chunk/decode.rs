//! The answers to the requests of a chunk.

use super::{Chunk, Kind};
use crate::policy::batch::command::{Command, METHOD};
use crate::policy::decoding::answer;
use crate::policy::reply::{Limit, Reply};
use crate::policy::{Decoder, HttpResponse};
use crate::runtime::{MethodDef, Secrets, tolerant};

impl Chunk<'_> {
    fn decode_alone(&mut self, index: usize, response: &HttpResponse) -> Reply {
        let Some(Command {
            method,
            has_error_field,
            ..
        }) = self.commands.get(index)
        else {
            return Reply::Final(None);
        };
        let answer = answer(method, response.status, &response.body);
        match answer.raw() {
            Ok((_, time)) => {
                self.request.error = None;
                if self.whole.halt && answer.is_error(*has_error_field) {
                    self.is_stopped = true;
                    self.steps.clear();
                }
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
                let reply = Reply::of_error(request.error.insert(error), &[]);
                let is_batch = request.kind == Kind::Batch;
                return if is_batch || request.repeatable {
                    reply
                } else {
                    refused_before_it_ran(reply)
                };
            }
        };
        // The last answer counts, whatever was wrong with one before.
        request.error = None;
        let filled = match request.kind {
            Kind::Rest3 => self
                .results
                .fill_list(&self.commands, &request.calls, response, raw),
            _ => self.results.fill(
                self.first,
                &self.commands,
                &request.calls,
                request.halt,
                response,
                raw,
            ),
        };
        let is_rate = |(_, limit): &(usize, Limit)| *limit == Limit::Rate;
        let is_refused = filled.limited.iter().any(is_rate);
        if filled.failed && self.whole.halt {
            self.is_stopped = true;
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

/// A batch of REST 3 that writes is repeated only if its whole request was refused, as it is with HTTP 503. A limit that one of its
/// calls ran into would say nothing of those before it.
fn refused_before_it_ran(reply: Reply) -> Reply {
    match reply {
        Reply::Error { code, status, .. } if Limit::of(&code).is_some() && status != 503 => {
            Reply::Final(Some(code))
        }
        reply => reply,
    }
}

impl Decoder for Chunk<'_> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        match self.request.kind {
            Kind::Alone(index) => self.decode_alone(index, response),
            Kind::Batch | Kind::Rest3 => self.decode_batch(response),
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

    // What a call comes to is known when its result is taken.
    fn is_incomplete(&self) -> bool {
        let mut commands = self.commands.iter();
        self.whole.session.config.tolerant || commands.any(|command| command.method.tolerant)
    }
}
