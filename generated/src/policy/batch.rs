//! Batches: up to 50 calls in one request.

mod answer;
mod form;
mod tuple;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::plan::Plan;
use crate::record::Record;
use crate::runtime::has_error_field;
use crate::{Effect, EncodeError, Method, Version};

pub use answer::BatchResults;
pub(crate) use answer::{Chunk, ChunkDecoding};
pub(crate) use form::encoded;
pub use tuple::BatchRequests;

const METHOD: Cow<'static, str> = Cow::Borrowed("batch");

/// How many commands the server takes at once.
pub(crate) const SIZE: usize = 50;

/// Calls to be made together.
///
/// Up to 50 are one request, and cost one call of the rate limit; more are sent in chunks of 50, one after the other. The
/// server runs the commands of a batch in their order. Each has a result of its own, typed as if it were called alone.
///
/// Parameters travel as text, so a boolean is sent as `1` or `0` and a null as nothing, which mean to the server what `true`,
/// `false` and `null` mean in a call of its own.
///
/// ```
/// # #[cfg(feature = "crm")] {
/// use bitrix24::client::Batch;
/// use bitrix24::crm::item::{EntityType, Get, List};
///
/// let mut batch = Batch::new();
/// let deals = batch.add(List::new(EntityType::Deal));
/// // The first of them, whatever its identifier is: a reference instead of the 0.
/// let first = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
///     get.set("id", deals.result("items[0].id"));
/// });
/// // let mut results = bitrix.send_batch(batch).await;
/// // let deals = results.take(deals)?;
/// # }
/// ```
#[derive(Debug)]
pub struct Batch {
    id: u64,
    commands: Vec<Command>,
    halt: bool,
    idempotent: bool,
}

/// A call of a batch.
#[derive(Debug)]
struct Command {
    method: Cow<'static, str>,
    /// `method?query`, or why it cannot be sent.
    text: Result<Text, EncodeError>,
    repeatable: bool,
    /// The commands that it refers to.
    refers_to: Vec<usize>,
    /// Whether `error` inside its result is no error.
    has_error_field: bool,
}

/// The text of a command, which may hold secrets.
struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} characters", self.0.len())
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

impl Batch {
    /// No calls yet.
    #[must_use]
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            commands: Vec::new(),
            halt: false,
            idempotent: false,
        }
    }

    /// Stops at the first command that fails, or cannot be sent: those behind it are not run, and say so by
    /// [`CallError::NotRun`](crate::CallError::NotRun). An error inside a result, which some methods answer, is none to the server:
    /// it stops no earlier than at the end of the 50. A chunk with references always halts, for a reference to a result that
    /// there is not would be taken for a text.
    #[must_use]
    pub fn halt(mut self) -> Self {
        self.halt = true;
        self
    }

    /// Lets the batch be repeated although calls that are added from now on write: running them twice does no harm, you say. Otherwise
    /// only a batch of calls that all read is.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Adds a call. What cannot be sent is left out, and its result says why: `Method::BATCH` is false, a text has `$result[` in it,
    /// which the server would take for a reference, or the name of a field has a character that a form has no way to carry, `]`
    /// above all.
    pub fn add<M: Method>(&mut self, request: M) -> BatchCall<M> {
        self.add_with(request, |_| ())
    }

    /// Adds a call some of whose parameters are results of calls that were added before.
    pub fn add_with<M: Method>(
        &mut self,
        request: M,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> BatchCall<M> {
        let index = self.commands.len();
        let mut refers_to = Vec::new();
        let text = self.text(&request, index, &mut refers_to, arguments);
        self.commands.push(Command {
            method: Cow::Borrowed(M::NAME),
            text: text.map(Text),
            repeatable: M::EFFECT == Effect::Read || self.idempotent,
            refers_to,
            has_error_field: has_error_field::<M>(),
        });
        BatchCall {
            batch: self.id,
            index,
            request: PhantomData,
        }
    }

    fn text<M: Method>(
        &self,
        request: &M,
        index: usize,
        refers_to: &mut Vec<usize>,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> Result<String, EncodeError> {
        if !M::BATCH {
            return Err(EncodeError::new("this method cannot stand in a batch"));
        }
        if M::VERSION != Version::V2 {
            return Err(EncodeError::new(
                "a method of REST 3 cannot stand in a batch of the older protocol",
            ));
        }
        let pairs = form::pairs(request as &dyn Record)?;
        // There is no way to write it so that the server takes it for what it is.
        if pairs.iter().any(|(_, value)| value.contains("$result[")) {
            return Err(EncodeError::new(
                "a text of it would be taken for a reference; outside a batch it is not",
            ));
        }
        let mut arguments_of = Arguments {
            batch: self.id,
            index,
            pairs,
            refers_to,
            problem: None,
        };
        arguments(&mut arguments_of);
        if let Some(problem) = arguments_of.problem {
            return Err(EncodeError::new(problem));
        }
        let unsent = |index: &usize| {
            let command = self.commands.get(*index);
            command.is_some_and(|command| command.text.is_err())
        };
        let text = form::command(M::NAME, &arguments_of.pairs);
        if refers_to.iter().any(unsent) {
            return Err(EncodeError::new(
                "the call whose result it needs cannot be sent",
            ));
        }
        Ok(text)
    }

    /// How many calls there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }

    /// Splits the batch into the requests to send, and a place for all results.
    pub(crate) fn split(self) -> (Vec<Chunk>, BatchResults) {
        let mut chunks = Vec::new();
        let mut results = BatchResults::new(self.id, self.halt, &self.commands);
        for (number, commands) in self.commands.chunks(SIZE).enumerate() {
            let (mut texts, mut sent) = (Vec::new(), Vec::new());
            let (mut refers, mut repeatable, mut refused) = (false, true, false);
            for (offset, command) in commands.iter().enumerate() {
                let index = number * SIZE + offset;
                match &command.text {
                    Ok(Text(text)) => {
                        texts.push(format!(
                            "\"{}\":{}",
                            name(index),
                            Value::from(text.as_str())
                        ));
                        sent.push(index);
                        refers |= !command.refers_to.is_empty();
                        repeatable &= command.repeatable;
                    }
                    Err(error) => {
                        results.refuse(index, error.clone());
                        refused = true;
                    }
                }
                if refused && self.halt {
                    break;
                }
            }
            if !sent.is_empty() {
                let halt = self.halt || refers;
                // By hand, for a map of `serde_json` would sort the commands, which run in the order in which they stand.
                let (number, texts) = (u8::from(halt), texts.join(","));
                let body = format!("{{\"halt\":{number},\"cmd\":{{{texts}}}}}");
                let plan = Plan::batch(METHOD, body.into_bytes(), repeatable);
                chunks.push(Chunk { plan, sent, halt });
            }
            // What cannot be sent has failed.
            if refused && self.halt {
                break;
            }
        }
        (chunks, results)
    }
}

/// What a command is called on the wire. A number alone would make the answer a list.
fn name(index: usize) -> String {
    format!("c{index}")
}

/// A call of a batch, by which its result is found.
pub struct BatchCall<M> {
    batch: u64,
    index: usize,
    request: PhantomData<fn() -> M>,
}

impl<M> Clone for BatchCall<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for BatchCall<M> {}

impl<M: Method> fmt::Debug for BatchCall<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", name(self.index), M::NAME)
    }
}

impl<M> BatchCall<M> {
    /// A value of its result, as a parameter of a later call of the same 50. `path` is that in the JSON under `result`:
    /// `ID`, `item.id`, `[0].ID`; empty for the result itself.
    #[must_use]
    pub fn result(&self, path: &str) -> BatchReference {
        let mut text = format!("$result[{}]", name(self.index));
        for key in path.split(['.', '[', ']']).filter(|key| !key.is_empty()) {
            text.push('[');
            text.push_str(key);
            text.push(']');
        }
        BatchReference {
            batch: self.batch,
            index: self.index,
            text,
        }
    }
}

/// A value of the result of an earlier call of a batch.
#[derive(Clone, Debug)]
pub struct BatchReference {
    batch: u64,
    index: usize,
    text: String,
}

/// The parameters of a call of a batch.
pub struct Arguments<'b> {
    batch: u64,
    index: usize,
    pairs: Vec<(String, String)>,
    refers_to: &'b mut Vec<usize>,
    problem: Option<&'static str>,
}

impl fmt::Debug for Arguments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values may be secrets.
        let names = self.pairs.iter().map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

impl Arguments<'_> {
    /// Sets a parameter to a value of an earlier result; what the request says about it does not count. `path` is that of the
    /// parameter in the JSON: `id`, `fields.COMPANY_ID`.
    ///
    /// Both calls must be among the same 50 of the same batch; else this one is not sent, and its result says so.
    pub fn set(&mut self, path: &str, reference: BatchReference) -> &mut Self {
        if reference.batch != self.batch {
            self.problem = Some("it refers to a call of another batch");
        } else if reference.index / SIZE != self.index / SIZE {
            self.problem = Some("it refers to a call of another 50");
        }
        let mut keys = path.split(['.', '[', ']']).filter(|key| !key.is_empty());
        let mut name = keys.next().unwrap_or_default().to_owned();
        if name.is_empty() {
            self.problem = Some("a reference takes the place of no parameter");
        }
        for key in keys {
            name.push('[');
            name.push_str(key);
            name.push(']');
        }
        let inside = format!("{name}[");
        let is_set = |(other, _): &(String, String)| *other == name || other.starts_with(&inside);
        // In the same place, for there are methods to which the place says what it is.
        let place = self.pairs.iter().position(is_set);
        self.pairs.retain(|pair| !is_set(pair));
        let place = place.unwrap_or(self.pairs.len());
        self.pairs.insert(place, (name, reference.text));
        self.refers_to.push(reference.index);
        self
    }
}
