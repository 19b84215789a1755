//! The answers to a call, decoded as they come; the last of them counts.

use std::borrow::Cow;

use super::http::HttpResponse;
use super::reply::Reply;
use super::step::Outcome;
use crate::record::Optional;
use crate::runtime::{Answer, Meta, MethodDef, Secrets, Shown};
use crate::{AnyCode, CallError, TooLargeError, TransportError, TransportErrorKind};

/// Takes answers.
pub(crate) trait Decoder: Send {
    /// Decodes an answer, and says in short what it is.
    fn decode(&mut self, response: &HttpResponse) -> Reply;

    /// The last answer is none, for the reason that is given.
    fn refuse(&mut self, problem: String);

    /// An attempt before the last answer may have run.
    fn doubt(&mut self);

    /// No error that the last answer comes to may show these.
    fn conceal(&mut self, secrets: &Secrets);

    /// Whether the last answer may have errors beside its output.
    fn is_incomplete(&self) -> bool {
        false
    }
}

/// A call that is alone in its request. It does not know the types of its method, so that it is compiled once.
pub(crate) struct Decoding<'o> {
    method: &'o MethodDef,
    output: &'o mut (dyn Optional + Send),
    outcome: Option<Result<Meta, CallError<AnyCode>>>,
}

impl<'o> Decoding<'o> {
    pub(crate) fn new(method: &'o MethodDef, output: &'o mut (dyn Optional + Send)) -> Self {
        Self {
            method,
            output,
            outcome: None,
        }
    }

    /// What the call comes to; on success, the output is there.
    pub(crate) fn finish(
        self,
        outcome: Outcome,
        attempts: u32,
    ) -> Result<Meta, CallError<AnyCode>> {
        match outcome {
            Outcome::None(error) => Err(no_answer(self.method.name.clone(), error)),
            Outcome::Unauthorized(error) => Err(CallError::Auth(error)),
            Outcome::Answer => match self.outcome {
                Some(outcome) => outcome.map(|meta| Meta { attempts, ..meta }),
                // The policy ends with an answer only after there was one.
                None => {
                    let answer = answer(self.method, 0, &[]);
                    Err(answer.unexpected("there is no answer".to_owned()))
                }
            },
        }
    }
}

impl Decoder for Decoding<'_> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        let mut outcome = answer(self.method, response.status, &response.body).decode(self.output);
        if let Err(error) = &mut outcome {
            error.set_request_id(response.request_id.as_deref());
        }
        match self.outcome.insert(outcome) {
            Ok(meta) => Reply::of_success(meta.time.as_ref()),
            Err(error) => Reply::of_error(error, self.method.errors),
        }
    }

    fn refuse(&mut self, problem: String) {
        if let Some(Err(error)) = &mut self.outcome {
            error.explain(problem);
        }
    }

    fn doubt(&mut self) {
        if let Some(Err(error)) = &mut self.outcome {
            error.set_doubt();
        }
    }

    fn conceal(&mut self, secrets: &Secrets) {
        match &mut self.outcome {
            Some(Err(error)) => error.conceal(secrets),
            Some(Ok(meta)) => meta.conceal(secrets),
            None => {}
        }
    }

    fn is_incomplete(&self) -> bool {
        matches!(&self.outcome, Some(Ok(meta)) if meta.is_incomplete())
    }
}

/// What a call comes to whose transport brings no answer.
pub(super) fn no_answer(
    method: Cow<'static, str>,
    mut error: TransportError,
) -> CallError<AnyCode> {
    match error.kind {
        TransportErrorKind::TooLarge { limit } => {
            CallError::TooLarge(TooLargeError::response(method, limit))
        }
        _ => {
            error.method = method;
            CallError::Transport(error)
        }
    }
}

pub(super) fn answer<'a>(method: &'a MethodDef, status: u16, body: &'a [u8]) -> Answer<'a> {
    Answer {
        method,
        status,
        body,
    }
}

impl<E> CallError<E> {
    /// Says what is wrong with an answer that is none of the API.
    pub(super) fn explain(&mut self, explanation: String) {
        if let Self::Unexpected(error) = self {
            error.problem = Shown::text(&explanation).to_string();
        }
    }
}
