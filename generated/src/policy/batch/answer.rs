//! The results of a batch.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde_json::value::RawValue;

use super::{BatchCall, Command, METHOD, name};
use crate::api::Time;
use crate::policy::decoding::{answer, no_answer};
use crate::policy::load::Operating;
use crate::policy::reply::Reply;
use crate::policy::{Decoder, Fate, HttpResponse, Plan};
use crate::runtime::{MethodDef, response, tolerant};
use crate::{AnyCode, CallError, EncodeError, Method, NotRunError, Response};

/// A request with up to 50 commands.
pub(crate) struct Chunk {
    pub(crate) plan: Plan,
    /// Which of the calls it has.
    pub(super) sent: Vec<usize>,
    pub(super) halt: bool,
}

/// The answers to a chunk.
pub(crate) struct ChunkDecoding<'b> {
    chunk: &'b Chunk,
    results: &'b mut BatchResults,
    error: Option<CallError<AnyCode>>,
}

impl<'b> ChunkDecoding<'b> {
    pub(crate) fn new(chunk: &'b Chunk, results: &'b mut BatchResults) -> Self {
        Self {
            chunk,
            results,
            error: None,
        }
    }

    /// What the chunk comes to.
    pub(crate) fn finish(self, fate: Fate) {
        let error = match fate {
            Fate::Answer => self.error,
            Fate::None(error) => Some(no_answer(METHOD, error)),
            Fate::Unauthorized(error) => Some(CallError::Auth(error)),
        };
        if let Some(error) = error {
            self.results.fail(self.chunk, &error);
        }
    }
}

impl Decoder for ChunkDecoding<'_> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        let method = MethodDef::any(METHOD);
        let answer = answer(&method, response.status, &response.body);
        match answer.raw_result() {
            Ok(parts) => {
                // The last answer counts, whatever was wrong with one before.
                self.error = None;
                Reply::Batch(self.results.fill(self.chunk, response.status, parts))
            }
            Err(mut error) => {
                error.set_request_id(response.request_id.as_deref());
                Reply::of_error(self.error.insert(error), &[])
            }
        }
    }

    fn refuse(&mut self, problem: String) {
        if let Some(error) = &mut self.error {
            error.explain(problem);
        }
    }

    fn doubt(&mut self) {
        if let Some(error) = &mut self.error {
            error.set_doubt();
        }
        for index in &self.chunk.sent {
            if let Some(outcome) = self.results.outcomes.get_mut(*index) {
                outcome.doubt();
            }
        }
    }
}

/// What became of a call.
#[derive(Clone)]
pub(crate) enum Outcome {
    /// It was not sent yet.
    Pending,
    /// Its own answer, as if it were alone.
    Answer {
        status: u16,
        body: Vec<u8>,
        /// Whether it may have run before.
        doubt: bool,
    },
    /// None.
    Failed(CallError<AnyCode>),
}

impl Outcome {
    fn doubt(&mut self) {
        if let Self::Answer { doubt, .. } = self {
            *doubt = true;
        }
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("Pending"),
            Self::Answer { body, .. } => write!(f, "Answer({} bytes)", body.len()),
            Self::Failed(error) => write!(f, "Failed({error})"),
        }
    }
}

/// The results of a [`Batch`](super::Batch).
#[derive(Debug)]
#[must_use = "each call of the batch has a result"]
pub struct BatchResults {
    batch: u64,
    halt: bool,
    /// Whether one of those that were sent has failed.
    failed: bool,
    /// The methods, and whether `error` inside their results is no error.
    methods: Vec<(Cow<'static, str>, bool)>,
    outcomes: Vec<Outcome>,
}

impl BatchResults {
    pub(super) fn new(batch: u64, halt: bool, commands: &[Command]) -> Self {
        let methods = commands.iter();
        let methods = methods.map(|command| (command.method.clone(), command.has_error_field));
        Self {
            batch,
            halt,
            failed: false,
            methods: methods.collect(),
            outcomes: vec![Outcome::Pending; commands.len()],
        }
    }

    /// The result of a call.
    ///
    /// # Errors
    ///
    /// What the call would answer alone; [`CallError::NotRun`] if one before it failed and the batch was to halt;
    /// [`CallError::Encode`] if it could not be sent, or is of another batch; and what the whole batch came to, if that came to
    /// nothing, such as [`CallError::Transport`].
    pub fn take<M: Method>(
        &mut self,
        call: BatchCall<M>,
    ) -> Result<Response<M::Output>, CallError<M::Error>> {
        let own = self
            .outcomes
            .get(call.index)
            .filter(|_| call.batch == self.batch);
        match own {
            None => Err(EncodeError::new("the call is of another batch").into()),
            Some(Outcome::Pending) => Err(not_run(Cow::Borrowed(M::NAME))),
            Some(Outcome::Failed(error)) => Err(error.clone().recoded()),
            Some(Outcome::Answer {
                status,
                body,
                doubt,
            }) => {
                let method = MethodDef::of::<M>();
                let mut output = None;
                let mut outcome = answer(&method, *status, body).decode(&mut output);
                if let (Err(error), true) = (&mut outcome, *doubt) {
                    error.set_doubt();
                }
                response(output, outcome)
            }
        }
    }

    pub(super) fn refuse(&mut self, index: usize, error: EncodeError) {
        self.set(index, Outcome::Failed(CallError::Encode(error)));
    }

    fn set(&mut self, index: usize, outcome: Outcome) {
        if let Some(place) = self.outcomes.get_mut(index) {
            *place = outcome;
        }
    }

    fn method(&self, index: usize) -> Cow<'static, str> {
        let method = self.methods.get(index);
        method.map(|(method, _)| method.clone()).unwrap_or_default()
    }

    /// Whether the next chunk is not to be sent, because something has failed.
    pub(crate) fn halted(&self) -> bool {
        self.halt && self.failed
    }

    /// Whether an answer is an error, be it one inside a result, which does not stop the server.
    fn is_error(&self, index: usize, status: u16, body: &[u8]) -> bool {
        let has_error_field = self.methods.get(index).is_some_and(|(_, has)| *has);
        answer(&MethodDef::any(METHOD), status, body).is_error(has_error_field)
    }

    /// The whole chunk came to nothing.
    pub(crate) fn fail(&mut self, chunk: &Chunk, error: &CallError<AnyCode>) {
        self.failed = true;
        for index in &chunk.sent {
            let mut error = error.clone();
            match &mut error {
                CallError::Transport(error) => error.method = self.method(*index),
                CallError::TooLarge(error) => error.method = self.method(*index),
                _ => {}
            }
            self.set(*index, Outcome::Failed(error));
        }
    }

    /// Takes the answer to a chunk apart: `parts` is what stands under its `result`. Gives how long the methods worked.
    fn fill(
        &mut self,
        chunk: &Chunk,
        status: u16,
        parts: &RawValue,
    ) -> Vec<(Cow<'static, str>, Operating)> {
        let parts: Parts<'_> = serde_json::from_str(parts.get()).unwrap_or_default();
        let [results, errors, totals, nexts, times] = [
            parts.section("result", chunk),
            parts.section("result_error", chunk),
            parts.section("result_total", chunk),
            parts.section("result_next", chunk),
            parts.section("result_time", chunk),
        ];
        let first_error = errors.keys().next().copied();
        for index in &chunk.sent {
            let outcome = if let Some(error) = errors.get(index) {
                Outcome::Answer {
                    status,
                    body: error_body(error),
                    doubt: false,
                }
            } else if let Some(result) = results.get(index) {
                let mut body = format!("{{\"result\":{}", result.get());
                for (key, section) in [("total", &totals), ("next", &nexts), ("time", &times)] {
                    if let Some(value) = section.get(index) {
                        body += &format!(",\"{key}\":{}", value.get());
                    }
                }
                body.push('}');
                Outcome::Answer {
                    status,
                    body: body.into_bytes(),
                    doubt: false,
                }
            } else if chunk.halt && first_error.is_some_and(|failed| failed < *index) {
                Outcome::Failed(not_run(self.method(*index)))
            } else {
                let problem =
                    "the answer to the batch has neither a result nor an error of this call";
                Outcome::Failed(self.unexpected(*index, status, problem))
            };
            self.failed |= match &outcome {
                Outcome::Answer { status, body, .. } => self.is_error(*index, *status, body),
                Outcome::Failed(_) | Outcome::Pending => true,
            };
            self.set(*index, outcome);
        }
        let operating = |(index, time): (usize, &RawValue)| {
            let time: Time = tolerant(Some(time))?;
            Some((self.method(index), Operating::read(&time)?))
        };
        times.into_iter().filter_map(operating).collect()
    }

    fn unexpected(&self, index: usize, status: u16, problem: &str) -> CallError<AnyCode> {
        let method = MethodDef::any(self.method(index));
        answer(&method, status, &[]).unexpected(problem.to_owned())
    }
}

fn not_run<E>(method: Cow<'static, str>) -> CallError<E> {
    CallError::NotRun(NotRunError::new(method))
}

/// The error of a command is an object as at the top of an answer; some are a text.
fn error_body(error: &RawValue) -> Vec<u8> {
    match error.get() {
        object if object.starts_with("{\"error\"") => object.as_bytes().to_vec(),
        other => format!("{{\"error\":{other}}}").into_bytes(),
    }
}

/// The five sections of an answer.
#[derive(Default)]
struct Parts<'a>(BTreeMap<Cow<'a, str>, &'a RawValue>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Parts<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Sections;

        impl<'de> serde::de::Visitor<'de> for Sections {
            type Value = Parts<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let mut parts = BTreeMap::new();
                while let Some(crate::runtime::TextKey(key)) = map.next_key()? {
                    parts.insert(key, map.next_value()?);
                }
                Ok(Parts(parts))
            }
        }

        deserializer.deserialize_map(Sections)
    }
}

impl<'a> Parts<'a> {
    /// A section: values by the calls that they are of. Without any it is an empty list.
    fn section(&self, key: &str, chunk: &Chunk) -> BTreeMap<usize, &'a RawValue> {
        let Some(raw) = self.0.get(key) else {
            return BTreeMap::new();
        };
        let Ok(Parts(values)) = serde_json::from_str::<Parts<'a>>(raw.get()) else {
            return BTreeMap::new();
        };
        let value = |index: &usize| Some((*index, *values.get(name(*index).as_str())?));
        chunk.sent.iter().filter_map(value).collect()
    }
}
