//! The async client.

use std::sync::Arc;

use serde_core::de::IgnoredAny;

use super::call::Call;
use super::pages::{Items, Pages};
use super::tasks::Tasks;
use super::{Batch, BatchRequests, BatchResults, BoxFuture};
use crate::driver::{self, Driver};
use crate::runtime::count_only;
use crate::{AnyCode, CallError, Method, Own, PagedRequest, Request, Response, Version};

/// An async client of one portal.
///
/// Clones share their state. It runs on tokio; with a [`Transport`](super::Transport) and a [`Timer`](super::Timer) of your own
/// it runs on any executor.
///
/// Requests to the authorisation server are sent by threads of this crate, with a tokio runtime of their own. A renewal of
/// tokens continues if the call that needs it is dropped, and if the caller's runtime ends or is no longer driven; callers in
/// other runtimes wait for the same renewal. Only the end of the process stops it, and then the new tokens may be lost. The
/// transport, the timer and the [`TokenStore`](super::TokenStore) are used on those threads. Anything they use from another
/// runtime, such as database connections, needs that runtime to be running; a store that does not answer within 30 seconds has
/// failed.
///
/// ```no_run
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
pub struct Bitrix24(pub(super) Arc<Driver<Tasks>>);

driver::client!();

impl Bitrix24 {
    /// Calls a method.
    ///
    /// Dropping the future cancels the call; the server may have run it by then.
    ///
    /// # Errors
    ///
    /// See [`CallError`]; the table in [`client`](crate::client) says what is retried first.
    pub async fn send<R: Request>(&self, request: R) -> Result<R::Output, CallError<R::Error>> {
        self.request(request).send().await
    }

    /// Calls a method, and returns the whole response: the output, the times and totals that the server reports, and how often
    /// the request was sent.
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send).
    pub async fn send_full<R: Request>(
        &self,
        request: R,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        self.request(request).send_full().await
    }

    /// Calls a method, with an output of a type of your own: see [`OutputAs`](crate::OutputAs).
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send).
    pub async fn send_as<T: Own, R: Request>(&self, request: R) -> Result<T, CallError<R::Error>> {
        self.send(request.output_as()).await
    }

    /// Returns the number of rows of a list, with one request that returns as little else as possible; `None` if the server
    /// does not report it, as for numbered pages, [`Paging::Page`](crate::Paging::Page).
    ///
    /// ```no_run
    /// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::crm::item::{EntityType, List};
    ///
    /// let deals = bitrix.count(List::new(EntityType::Deal)).await?;
    /// # let _: Option<u64> = deals;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send).
    pub async fn count<R: PagedRequest>(
        &self,
        mut request: R,
    ) -> Result<Option<u64>, CallError<R::Error>> {
        count_only(&mut request);
        let response = self
            .request(request.output_as::<IgnoredAny>())
            .send_full()
            .await?;
        Ok(response.total.and_then(|total| u64::try_from(total).ok()))
    }

    /// Returns whether the portal has a method and the scopes of this client allow calling it.
    ///
    /// The portal is asked with [`method.get`](https://apidocs.bitrix24.com/api-reference/common/system/method-get.html): which
    /// methods it has depends on its edition, version and modules. For REST 3 the portal's own
    /// [documentation](https://apidocs.bitrix24.com/api-reference/rest-v3.html) lists the methods, but says nothing about
    /// scopes. Neither covers the user's permissions or the limits of the portal's plan: a supported method may still return an
    /// error.
    ///
    /// The answer is cached for five minutes, for all clones of the client. Concurrent calls share one request.
    ///
    /// # Errors
    ///
    /// The portal could not be asked. Errors are not cached.
    ///
    /// ```no_run
    /// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::rpa::timeline::ListForItem;
    ///
    /// if bitrix.supports::<ListForItem>().await? {
    ///     println!("the portal has RPA");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn supports<M: Method>(&self) -> Result<bool, CallError<AnyCode>> {
        self.supports_in(M::NAME, M::VERSION).await
    }

    /// Like [`supports`](Self::supports), by name: for a method of the older protocol without a spec.
    ///
    /// # Errors
    ///
    /// Like [`supports`](Self::supports).
    pub async fn supports_method(&self, method: &str) -> Result<bool, CallError<AnyCode>> {
        self.supports_in(method, Version::V2).await
    }

    /// Boxed, for few call it and its future is large.
    fn supports_in<'a>(
        &'a self,
        method: &'a str,
        version: Version,
    ) -> BoxFuture<'a, Result<bool, CallError<AnyCode>>> {
        Box::pin(self.0.supports(method, version))
    }

    /// Sends several calls as one batch: a tuple of requests, or a `Vec` of one type. Each has a result of its own.
    ///
    /// ```no_run
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

    /// Sends the calls of a [`Batch`], in chunks of 50. [`BatchResults::take`] takes out their results one by one.
    pub async fn send_batch(&self, batch: Batch) -> BatchResults {
        let sent: BoxFuture<'_, _> = Box::pin(self.0.send_batch(batch));
        sent.await
    }
}
