//! The blocking client.

use std::sync::Arc;

use serde_core::de::IgnoredAny;

use super::block_on::block_on;
use super::call::Call;
use super::pages::{Items, Pages};
use super::threads::Threads;
use crate::client::{Batch, BatchRequests, BatchResults};
use crate::driver::{self, Driver};
use crate::runtime::count_only;
use crate::{AnyCode, CallError, Method, Own, PagedRequest, Request, Response, Version};

/// A blocking client of one portal.
///
/// Clones share everything, and may be used by any number of threads.
///
/// ```no_run
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use bitrix24::blocking::Bitrix24;
/// use bitrix24::crm::item::{EntityType, Get};
///
/// let bitrix = Bitrix24::webhook(std::env::var("B24_WEBHOOK_URL")?)?;
/// let deal = bitrix.send(Get::new(EntityType::Deal, 7))?;
/// println!("{:?}", deal.title);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Bitrix24(pub(super) Arc<Driver<Threads>>);

driver::client!();

impl Bitrix24 {
    /// Calls a method.
    ///
    /// # Errors
    ///
    /// [`CallError`]; what was tried before is in the table of [`client`](crate::client).
    pub fn send<R: Request>(&self, request: R) -> Result<R::Output, CallError<R::Error>> {
        self.request(request).send()
    }

    /// Calls a method, and gives with its output what the server says beside it, and how often the request was sent.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_full<R: Request>(
        &self,
        request: R,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        self.request(request).send_full()
    }

    /// Calls a method, with an output of a type of your own: see [`OutputAs`](crate::OutputAs).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_as<T: Own, R: Request>(&self, request: R) -> Result<T, CallError<R::Error>> {
        self.send(request.output_as())
    }

    /// The number of all rows of a list, by one request that returns as little else as it can; nothing if the server does not tell it,
    /// as where pages have numbers, [`Paging::Page`](crate::Paging::Page).
    ///
    /// ```no_run
    /// # fn example(bitrix: bitrix24::blocking::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::crm::item::{EntityType, List};
    ///
    /// let deals = bitrix.count(List::new(EntityType::Deal))?;
    /// # let _: Option<u64> = deals;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn count<R: PagedRequest>(
        &self,
        mut request: R,
    ) -> Result<Option<u64>, CallError<R::Error>> {
        count_only(&mut request);
        let response = self
            .request(request.output_as::<IgnoredAny>())
            .send_full()?;
        Ok(response.total.and_then(|total| u64::try_from(total).ok()))
    }

    /// Whether the portal has a method, and the scopes of this client allow it to call it.
    ///
    /// The portal is asked, by [`method.get`](https://apidocs.bitrix24.com/api-reference/common/system/method-get.html): what it has
    /// depends on its edition, its version and its modules. Of REST 3 its own
    /// [documentation](https://apidocs.bitrix24.com/api-reference/rest-v3.html) tells which methods there are, and nothing about scopes.
    /// What the user may do is another matter, and so are the limits of the portal's plan: a method that is there may refuse.
    ///
    /// An answer counts for five minutes, for all clones of the client. Those who ask at the same time wait for one request.
    ///
    /// # Errors
    ///
    /// The portal could not be asked. That is not kept.
    ///
    /// ```no_run
    /// # fn example(bitrix: bitrix24::blocking::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::rpa::timeline::ListForItem;
    ///
    /// if bitrix.supports::<ListForItem>()? {
    ///     println!("the portal has RPA");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn supports<M: Method>(&self) -> Result<bool, CallError<AnyCode>> {
        block_on(self.0.supports(M::NAME, M::VERSION))
    }

    /// The same for a method of the older protocol that has no spec, by its name: see [`supports`](Self::supports).
    ///
    /// # Errors
    ///
    /// As [`supports`](Self::supports).
    pub fn supports_method(&self, method: &str) -> Result<bool, CallError<AnyCode>> {
        block_on(self.0.supports(method, Version::V2))
    }

    /// Makes several calls at once: a tuple of requests, or a `Vec` of the same. Each has a result of its own.
    ///
    /// ```no_run
    /// # fn example(bitrix: bitrix24::blocking::Bitrix24) -> Result<(), bitrix24::Error> {
    /// use bitrix24::crm::item::{EntityType, Get};
    ///
    /// let requests = (Get::new(EntityType::Deal, 7), Get::new(EntityType::Contact, 9));
    /// let (deal, contact) = bitrix.batch(requests);
    /// println!("{:?} {:?}", deal?.title, contact?.title);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch<R: BatchRequests>(&self, requests: R) -> R::Results {
        let mut batch = Batch::new();
        let calls = requests.add_to(&mut batch);
        let mut results = self.send_batch(batch);
        R::take_from(calls, &mut results)
    }

    /// Makes the calls of a [`Batch`], in chunks of fifty. Their results are taken out one by one, by
    /// [`BatchResults::take`].
    pub fn send_batch(&self, batch: Batch) -> BatchResults {
        block_on(self.0.send_batch(batch))
    }
}
