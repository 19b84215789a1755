//! The async client.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::renew::Flight;
use super::{
    App, BatchRequests, BatchResults, BuildError, Builder, Items, OperatingTime, Pages, Timer,
    TokenStore, Tokens, Transport,
};
use crate::client::Batch;
use crate::policy::{Options, Plan, Session, trace};
use crate::record::Wire as _;
use crate::runtime::{MethodDef, response};
use crate::{AnyCode, CallError, Method, Paged, Response, Version};

/// An async client of one portal.
///
/// Clones share everything. It runs on tokio; with a [`Transport`] and a [`Timer`] of your own it runs on anything.
///
/// Requests to the authorisation server are sent by threads of this crate, with a tokio runtime of their own. A renewal of tokens
/// goes on when the call that needs it is dropped, and when the runtime of the caller ends or is driven no more; callers in other
/// runtimes wait for the same renewal. Only the end of the process ends it, and then the new tokens may be lost. The transport,
/// the timer and the [`TokenStore`] are used on those threads. What they take from another runtime, such as the connections of a
/// database, needs that runtime to run; a store that does not answer within half a minute has failed.
///
/// ```no_run
/// # #[cfg(feature = "crm")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use bitrix24::Bitrix24;
/// use bitrix24::crm::item::{EntityType, Get};
///
/// let bitrix = Bitrix24::webhook(std::env::var("B24_WEBHOOK_URL")?)?;
/// let deal = bitrix.send(Get::new(EntityType::Deal, 7)).await?;
/// println!("{:?}", deal.title);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Bitrix24(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) session: Session,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    pub(super) renewal: Flight,
}

impl fmt::Debug for Bitrix24 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bitrix24")
            .field("portal", &self.0.session.portal().host())
            .finish_non_exhaustive()
    }
}

impl Bitrix24 {
    pub(super) fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// A client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
    ///
    /// # Errors
    ///
    /// The address has another form, or is not `https://` although it is not of this machine.
    pub fn webhook(url: impl AsRef<str>) -> Result<Self, BuildError> {
        Self::builder().webhook(url)
    }

    /// A client that calls for an application, by its tokens. To keep them beyond this process,
    /// [build](Self::builder) it with a [`TokenStore`]; tokens come from [`Builder::exchange_code`], or from
    /// [`Tokens::from_event`].
    ///
    /// # Errors
    ///
    /// The portal's address, `client_endpoint`, is none, or is not `https://` although it is not of this machine.
    pub fn oauth(app: App, tokens: Tokens) -> Result<Self, BuildError> {
        Self::builder().oauth(app, tokens)
    }

    /// A client with more to set: limits, retries, deadlines, a store for tokens, a transport.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Calls a method.
    ///
    /// A future that is dropped cancels the call. Whether the server has run it by then is not known.
    ///
    /// # Errors
    ///
    /// [`CallError`]; what was tried before is in the table of [`client`](crate::client).
    pub async fn send<M: Method>(&self, request: M) -> Result<M::Output, CallError<M::Error>> {
        self.request(request).send().await
    }

    /// Calls a method, and gives with its output what the server says beside it, and how often the request was sent.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_full<M: Method>(
        &self,
        request: M,
    ) -> Result<Response<M::Output>, CallError<M::Error>> {
        self.request(request).send_full().await
    }

    /// A call that can be told more before it is sent.
    pub fn request<M: Method>(&self, request: M) -> Call<'_, M> {
        Call {
            client: self,
            request,
            options: Options::default(),
        }
    }

    /// Calls a method that has no spec yet, of the older protocol, with parameters as JSON: an object, or a list for a method that takes them by
    /// their places. It is repeated as one that writes.
    ///
    /// ```no_run
    /// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
    /// let user = bitrix.call("user.current", serde_json::json!({})).await?;
    /// println!("{}", user["NAME"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); the codes of the method are text.
    pub async fn call(&self, method: &str, parameters: Value) -> Result<Value, CallError<AnyCode>> {
        self.call_version(Version::V2, method, parameters).await
    }

    /// As [`call`](Self::call), for a method of either protocol.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub async fn call_version(
        &self,
        version: Version,
        method: &str,
        parameters: Value,
    ) -> Result<Value, CallError<AnyCode>> {
        let method: Cow<'static, str> = Cow::Owned(method.to_owned());
        let plan = Plan::any(method.clone(), version, &parameters)?;
        let span = trace::span(&plan, self.0.session.portal().host());
        let (method, mut output) = (MethodDef::any(method), None);
        self.0.call(&plan, span, method, &mut output).await?;
        Ok(output.unwrap_or_default())
    }

    /// The pages of a list, one after the other.
    pub fn pages<M: Paged>(&self, request: M) -> Pages<M> {
        Pages::new(self.clone(), request)
    }

    /// The rows of a list, over all its pages. A long list is read fastest by [`walk()`](crate::Walkable::walk).
    pub fn items<M: Paged>(&self, request: M) -> Items<M> {
        Items::new(self.pages(request))
    }

    /// Makes several calls at once: a tuple of requests, or a `Vec` of the same. Each has a result of its own.
    ///
    /// ```no_run
    /// # #[cfg(feature = "crm")]
    /// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::crm::item::{EntityType, Get};
    ///
    /// let requests = (Get::new(EntityType::Deal, 7), Get::new(EntityType::Contact, 9));
    /// let (deal, contact) = bitrix.batch(requests).await;
    /// println!("{:?} {:?}", deal?.title, contact?.title);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn batch<R: BatchRequests>(&self, requests: R) -> R::Results {
        let mut batch = Batch::new();
        let calls = requests.add_to(&mut batch);
        let mut results = self.send_batch(batch).await;
        R::take_from(calls, &mut results)
    }

    /// Makes the calls of a [`Batch`], fifty at a time. Their results are taken out one by one, by
    /// [`BatchResults::take`].
    pub async fn send_batch(&self, batch: Batch) -> BatchResults {
        self.0.send_batch(batch).await
    }

    /// How long a method has worked in the last ten minutes, by its last answer to this client; nothing if there was none.
    #[must_use]
    pub fn operating_time(&self, method: &str) -> Option<OperatingTime> {
        self.0.session.operating(method, self.0.timer.now())
    }

    /// The tokens of an application as they are now.
    #[must_use]
    pub fn tokens(&self) -> Option<Tokens> {
        self.0.session.tokens()
    }
}

/// A call that is not sent yet; made by [`Bitrix24::request`].
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, M> {
    client: &'c Bitrix24,
    request: M,
    options: Options,
}

impl<M: Method> Call<'_, M> {
    /// Lets the call be repeated although it writes: running it twice does no harm, you say.
    pub fn idempotent(mut self) -> Self {
        self.options.idempotent = true;
        self
    }

    /// Sets the header by which the server of REST 3 knows a call that is repeated, so that it can be:
    /// [`Version::IDEMPOTENCY_KEY`]. Methods of the older protocol take no notice.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.options.idempotency_key = Some(key.into());
        self
    }

    /// Ends with the list that it is a page of.
    pub(super) fn until(mut self, until: Option<Instant>) -> Self {
        self.options.until = until;
        self
    }

    /// Leaves out the rows of a list that do not decode; [`Response::row_errors`] has an error for each. Otherwise such a row makes
    /// the whole call fail.
    pub fn partial(mut self) -> Self
    where
        M: Paged,
    {
        self.options.rows = Some(M::ROWS);
        self
    }

    /// Sets how long the whole call may take, instead of what the client says.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// As [`Bitrix24::send`].
    pub async fn send(self) -> Result<M::Output, CallError<M::Error>> {
        Ok(self.send_full().await?.result)
    }

    /// Sends it; gives what the server says beside the output too.
    ///
    /// # Errors
    ///
    /// As [`Bitrix24::send`].
    pub async fn send_full(self) -> Result<Response<M::Output>, CallError<M::Error>> {
        let method = MethodDef::of::<M>().partial(self.options.rows);
        let plan = Plan::of(&self.request, self.options)?;
        let inner = &self.client.0;
        let span = trace::span(&plan, inner.session.portal().host());
        trace::slot(&span, "parameters", self.request.slot());
        let mut output = None;
        let outcome = inner.call(&plan, span.clone(), method, &mut output).await;
        let response: Response<M::Output> = response(output, outcome)?;
        trace::slot(&span, "result", response.result.slot());
        Ok(response)
    }
}
