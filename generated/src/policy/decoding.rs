//! The answers to a call, decoded as they come; the last of them counts.

use std::borrow::Cow;

use super::attempt::Fate;
use super::http::HttpResponse;
use super::reply::Reply;
use crate::record::Wire;
use crate::runtime::{Answer, has_error_field};
use crate::{AnyCode, CallError, ErrorCode, Method, Response};

/// Takes answers. A driver knows no more about a call than this, so that it is compiled once and not for every method.
pub(crate) trait Decoder: Send {
    /// Decodes an answer, and says in short what it is.
    fn decode(&mut self, response: &HttpResponse) -> Reply;

    /// The last answer is none, for the reason that is given.
    fn refuse(&mut self, problem: String);

    /// An attempt before the last answer may have run.
    fn doubt(&mut self);
}

/// A call whose output is a `T`.
pub(crate) struct Decoding<T, E> {
    method: Cow<'static, str>,
    unwrap: Option<&'static str>,
    has_error_field: bool,
    result: Option<Result<Response<T>, CallError<E>>>,
}

impl<T: Wire, E: ErrorCode> Decoding<T, E> {
    pub(crate) fn of<M: Method<Output = T, Error = E>>() -> Self {
        Self {
            method: Cow::Borrowed(M::NAME),
            unwrap: M::UNWRAP,
            has_error_field: has_error_field::<M>(),
            result: None,
        }
    }

    /// What the call comes to.
    pub(crate) fn finish(self, fate: Fate, attempts: u32) -> Result<Response<T>, CallError<E>> {
        match fate {
            Fate::None(mut error) => {
                error.method = self.method;
                Err(CallError::Transport(error))
            }
            Fate::Unauthorized(error) => Err(CallError::Auth(error)),
            Fate::Answer => match self.result {
                Some(result) => result.map(|mut response| {
                    response.attempts = attempts;
                    response
                }),
                // The policy ends with an answer only after there was one.
                None => {
                    let answer = answer(self.method.clone(), 0, &[]);
                    let error = answer.unexpected_error("there is no answer".to_owned());
                    Err(CallError::Unexpected(error))
                }
            },
        }
    }
}

impl<T: Wire> Decoding<T, AnyCode> {
    /// A call of any method, whose whole result is the output.
    pub(crate) fn any(method: Cow<'static, str>) -> Self {
        Self {
            method,
            unwrap: None,
            has_error_field: false,
            result: None,
        }
    }
}

impl<T: Wire, E: ErrorCode> Decoder for Decoding<T, E> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        let answer = answer(self.method.clone(), response.status, &response.body);
        let mut result = answer.response(self.unwrap, self.has_error_field);
        if let Err(error) = &mut result {
            error.set_request_id(response.request_id.as_deref());
        }
        Reply::of(self.result.insert(result))
    }

    fn refuse(&mut self, problem: String) {
        if let Some(Err(error)) = &mut self.result {
            error.explain(problem);
        }
    }

    fn doubt(&mut self) {
        if let Some(Err(error)) = &mut self.result {
            error.set_doubt();
        }
    }
}

pub(super) fn answer<'b>(method: Cow<'static, str>, status: u16, body: &'b [u8]) -> Answer<'b> {
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
            error.problem = explanation;
        }
    }
}
