//! Batches: up to 50 calls in one request.

mod answer;
mod form;
mod parts;
mod reference;
mod sending;
mod steps;
mod tuple;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::record::Record;
use crate::runtime::{MethodDef, has_error_field};
use crate::{Effect, EncodeError, Method, Version};

pub use answer::BatchResults;
pub(crate) use form::encoded;
pub use reference::{Arguments, BatchCall, BatchReference};
pub(crate) use sending::Sending;
pub use tuple::BatchRequests;

const METHOD: Cow<'static, str> = Cow::Borrowed("batch");

/// How many commands the server takes at once.
pub(crate) const SIZE: usize = 50;

/// Calls to be made together.
///
/// Up to 50 are one request, and cost one call of the rate limit; more are sent in chunks of 50, one after the other. The
/// server runs the commands of a batch in their order. Each has a result of its own, typed as if it were called alone.
///
/// Where the server refuses single calls because of a limit, `QUERY_LIMIT_EXCEEDED` or `OPERATION_TIME_LIMIT`, those are sent
/// again as if they had been made alone: in their order, after the same delays, as often as [`Retry`](crate::client::Retry)
/// says, and before anything else of the batch. If the server has stopped there, the calls behind are sent with them. Nothing
/// that ran is sent again. A call that refers to the result of one that has run is not sent again either, for a reference leads
/// only to results of the same request; it keeps its error, or is not run.
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
    method: MethodDef,
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
            method: MethodDef::of::<M>(),
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
}

/// What a command is called on the wire. A number alone would make the answer a list.
fn name(index: usize) -> String {
    format!("c{index}")
}
