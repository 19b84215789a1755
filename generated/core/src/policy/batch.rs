//! Batches: up to 50 calls in one request.

mod alone;
mod answer;
mod command;
mod dry_run;
mod form;
mod parts;
mod reference;
mod sending;
mod steps;
mod tuple;

use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::record::Wire as _;
use crate::runtime::{MethodDef, SecretNames, Unsent};
use crate::{Effect, EncodeError, Request, Version};

use command::{Command, Form};

pub use answer::BatchResults;
pub(crate) use form::encoded;
pub use reference::{Arguments, BatchCall, BatchReference};
pub(crate) use sending::Sending;
pub use tuple::BatchRequests;

/// Calls to be made together.
///
/// Up to 50 are one request, and cost one call of the rate limit; more are sent in chunks of 50, one after the other. The
/// server runs the commands of a batch in their order. Each has a result of its own, typed as if it were called alone.
///
/// In a batch the server takes any text with `$result`, `$next`, `$total`, `$time` or `$error` in it, in any letter case, for a
/// [reference](BatchCall::result) to the answer of another call, and puts that in its place: a text that a user wrote could read
/// other answers, or break. So a call with such a text is made outside of the batch, in its place: what stands before it has run,
/// and what stands behind it runs later, in another request. Such a call costs a request of its own, and one more if others of
/// its 50 stand before and behind it. It is refused, with an error that names the parameter, if it cannot be made outside: if it
/// refers to another call, if a call behind it refers to it or to one before it, or if the batch [halts](Self::halt); those that
/// refer to it are refused too.
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
/// ```
#[derive(Debug)]
pub struct Batch {
    id: u64,
    commands: Vec<Command>,
    halt: bool,
    idempotent: bool,
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
    /// [`CallError::NotRun`](crate::CallError::NotRun).
    ///
    /// - An error inside a result, which some methods answer, is none to the server: it stops no earlier than at the end of the 50.
    /// - A reference that does not resolve is no error to the server, and stops nothing: see [`BatchCall::result`].
    /// - If a text of a call would be taken for a reference, see [`Batch`], nothing of the batch is sent.
    ///
    /// Calls in one request with references always halt, whether this is set or not, for a reference to the result of a call that
    /// failed would not resolve. That too stops only what stands behind a call that fails.
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

    /// Adds a call. What cannot be sent is left out, and its result says why: `Method::BATCH` is false, the method is one of REST 3,
    /// or the name of a field has a character that a form has no way to carry, `]` above all. A call with a text that the server
    /// would take for a reference is made outside of the batch, or refused if it cannot be: see [`Batch`].
    pub fn add<R: Request>(&mut self, request: R) -> BatchCall<R> {
        self.add_with(request, |_| ())
    }

    /// Adds a call some of whose parameters are results of calls that were added before.
    pub fn add_with<R: Request>(
        &mut self,
        request: R,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> BatchCall<R> {
        let index = self.commands.len();
        let mut refers_to = Vec::new();
        let method = request.method_def();
        let form = self.form(
            &method,
            request.encode_body(),
            index,
            &mut refers_to,
            arguments,
        );
        self.commands.push(Command {
            form: form.map_err(Unsent::from),
            repeatable: method.effect == Effect::Read || self.idempotent,
            refers_to,
            secrets: SecretNames::of(request.record()),
            has_error_field: method.has_error_field(&mut R::Decoded::blank().slot_mut()),
            method,
        });
        BatchCall {
            batch: self.id,
            index,
            request: PhantomData,
        }
    }

    fn form(
        &self,
        method: &MethodDef,
        body: Result<Vec<u8>, EncodeError>,
        index: usize,
        refers_to: &mut Vec<usize>,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> Result<Form, EncodeError> {
        if !method.batch {
            return Err(EncodeError::new("this method cannot stand in a batch"));
        }
        if method.version != Version::V2 {
            return Err(EncodeError::new(
                "a method of REST 3 cannot stand in a batch of the older protocol",
            ));
        }
        let body = body?;
        let mut arguments_of = Arguments {
            batch: self.id,
            index,
            pairs: form::pairs(&body)?,
            set: Vec::new(),
            refers_to,
            problem: None,
        };
        arguments(&mut arguments_of);
        if let Some(problem) = arguments_of.problem {
            return Err(EncodeError::new(problem));
        }
        Ok(match arguments_of.taken_for_reference() {
            None => Form::Text(form::command(&method.name, &arguments_of.pairs)),
            Some(parameter) => Form::Alone {
                parameter: parameter.to_owned(),
                body,
            },
        })
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
