//! Batches: up to 50 calls in one request.

mod add;
mod alone;
mod answer;
mod body;
mod chunk;
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
use std::time::Instant;

use crate::record::Wire as _;
use crate::runtime::{MethodDef, SecretNames};
use crate::{PagedRequest, Request};

use command::Command;

pub use answer::BatchResults;
pub(crate) use command::SIZE;
pub(crate) use form::encoded;
pub use reference::{Arguments, BatchCall, BatchReference};
pub(crate) use sending::Sending;
pub use tuple::BatchRequests;

/// Calls to be made together.
///
/// Up to 50 calls are one request, and count as one call against the rate limit; more are sent in chunks of 50. Each call has a
/// result of its own, typed as if it were sent alone. A chunk that fails, because its connection broke for example, does not
/// affect the results of the others.
///
/// # Order
///
/// The calls of a chunk run in the order in which they were added; only a call that is retried because of a limit runs later.
/// Chunks run in any order: up to [eight](Self::concurrency) are in flight at once, as far as the rate limit allows, so a call
/// may run before one that was added 50 calls earlier. If that matters, [`in_order`](Self::in_order) sends one chunk after the
/// other; a batch that [halts](Self::halt) always does. Results are found by their calls, whatever the order.
///
/// # Texts that look like references
///
/// In a batch the server takes any text with `$result`, `$next`, `$total`, `$time` or `$error` in it, in any letter case, for a
/// [reference](BatchCall::result) to the answer of another call, and puts that in its place: a text that a user wrote could read
/// other answers, or break. So a call with such a text is made outside of the batch, in its place: what stands before it in its chunk
/// has run, and what stands behind it runs later, in another request. Such a call costs a request of its own, and one more if others
/// of its 50 stand before and behind it. It is refused, with an error that names the parameter, if it cannot be made outside: if it
/// refers to another call, if a call behind it refers to it or to one before it, or if the batch [halts](Self::halt); those that
/// refer to it are refused too.
///
/// # Limits
///
/// Where the server refuses single calls because of a limit, `QUERY_LIMIT_EXCEEDED` or `OPERATION_TIME_LIMIT`, those are sent
/// again as if they had been made alone: in their order, after the same delays, as often as [`Retry`](crate::client::Retry)
/// says, and before anything else of their chunk. If the server has stopped there, the calls behind are sent with them. Nothing
/// that ran is sent again. A call that refers to the result of one that has run is not sent again either, for a reference leads
/// only to results of the same request; it keeps its error, or is not run.
///
/// # Parameters
///
/// Parameters travel as text, so a boolean is sent as `1` or `0` and a null as nothing, which mean to the server what `true`,
/// `false` and `null` mean in a call of its own. Those of REST 3 travel as JSON.
///
/// # REST 3
///
/// Calls of REST 3 are sent in batches of their own. In a chunk with both versions, each run of calls of one version is a
/// request, so add calls of a version next to each other.
///
/// The vendor's [page](https://apidocs.bitrix24.com/api-reference/rest-v3.html) documents the form of such a request, and that
/// the results come in the order of the calls. The rest is known from the vendor's SDK for JavaScript, `@bitrix24/b24jssdk`
/// 2.2: at most 50 calls, how a call takes the result of another, and a single error that does not say which call failed. So if
/// a call fails:
///
/// - If all calls of the request are safe to retry, because they read or are [idempotent](Self::idempotent), they are sent
///   again, half by half, until each failing call is alone and each call has a result of its own. Calls that take results of
///   others are not split up.
/// - Otherwise each call has the error of the request, and [`may_have_run`](crate::CallError::may_have_run) is true: those
///   before the one that failed may have run. Send writes that are likely to fail one by one.
///
/// In REST 3 it is objects with a key such as `$ref`, and not texts, that the server takes for references. A call with one goes alone
/// as well.
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
    /// When it has to end, if not when the client says.
    until: Option<Instant>,
    in_order: bool,
    concurrency: usize,
}

/// How many chunks are in flight at once, unless a batch says otherwise.
const CONCURRENCY: usize = 8;

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
            until: None,
            in_order: false,
            concurrency: CONCURRENCY,
        }
    }

    /// Stops at the first call that fails or cannot be sent: later calls are not run, and return
    /// [`CallError::NotRun`](crate::CallError::NotRun).
    ///
    /// - Chunks of 50 are sent one after the other, and none after the one with the command.
    /// - An error inside a result, which some methods return, is not an error to the server: the batch stops only after its 50
    ///   calls.
    /// - A reference that does not resolve is not an error to the server, and does not stop the batch: see
    ///   [`BatchCall::result`].
    /// - If a text of a call would be taken for a reference, see [`Batch`], nothing of the batch is sent.
    ///
    /// Calls in one request with references always halt, whether this is set or not, for a reference to the result of a call that
    /// failed would not resolve. That too stops only what stands behind a call that fails.
    #[must_use]
    pub fn halt(mut self) -> Self {
        self.halt = true;
        self
    }

    /// Declares that running the calls added from now on twice does no harm, so the batch is retried although they write.
    /// Otherwise only batches of calls that all read are retried.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sends the chunks of 50 one after the other, so calls run in the order in which they were added: see [`Batch`].
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// Sets how many chunks of 50 are in flight at once; at least one. Default: 8. Each of them still waits for its turn within the
    /// rate limit, which counts it as one call.
    ///
    /// It has no effect on a batch that [halts](Self::halt) or is [in order](Self::in_order). The blocking client sends all but
    /// one of them from threads of its own, which end with the batch; only a global subscriber of `tracing` sees their spans.
    #[must_use]
    pub fn concurrency(mut self, chunks: usize) -> Self {
        self.concurrency = chunks.max(1);
        self
    }

    /// Adds a call. A call that cannot be sent is left out, and its result says why: `Method::BATCH` is false, or a field name
    /// has a character that a form cannot carry, such as `]`. A call with text that the server would take for a reference is
    /// sent outside the batch, or refused if that is impossible: see [`Batch`].
    pub fn add<R: Request>(&mut self, request: R) -> BatchCall<R> {
        self.add_with(request, |_| ())
    }

    /// Adds a call with parameters taken from the results of earlier calls.
    pub fn add_with<R: Request>(
        &mut self,
        request: R,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> BatchCall<R> {
        self.push(request.method_def(), &request, arguments)
    }

    /// A batch that has to end by then.
    pub(crate) fn within(until: Option<Instant>) -> Self {
        Self {
            until,
            ..Self::new()
        }
    }

    /// Adds the call of a page, of which rows that do not decode are left out.
    pub(crate) fn add_page<R: PagedRequest>(
        &mut self,
        request: &R,
        tolerant: bool,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> BatchCall<R> {
        let method = request.method_def().partial(Some(request.rows()));
        let method = method.tolerant(tolerant);
        self.push(method, request, arguments)
    }

    /// Whether all of its calls can be made in one request.
    pub(crate) fn is_whole(&self) -> bool {
        self.commands.len() <= SIZE && self.commands.iter().all(Command::is_text)
    }

    fn push<R: Request>(
        &mut self,
        method: MethodDef,
        request: &R,
        arguments: impl FnOnce(&mut Arguments<'_>),
    ) -> BatchCall<R> {
        let mut arguments = Some(arguments);
        let mut arguments = |set: &mut Arguments<'_>| {
            if let Some(arguments) = arguments.take() {
                arguments(set);
            }
        };
        let has_error_field = method.has_error_field(&mut R::Decoded::blank().slot_mut());
        let secrets = SecretNames::of(request.record());
        let body = request.encode_body();
        let index = self.command(method, has_error_field, secrets, body, &mut arguments);
        BatchCall {
            batch: self.id,
            index,
            request: PhantomData,
        }
    }

    /// Returns the number of calls.
    #[must_use]
    pub fn len(&self) -> usize {
        self.commands.len()
    }

    /// Whether the batch is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.commands.is_empty()
    }
}
