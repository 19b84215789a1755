//! The blocking client.

use std::sync::Arc;

use serde_json::Value;

use super::block_on::block_on;
use super::call::{Call, make};
use super::pages::{Items, Pages};
use super::threads::Threads;
use crate::client::{Batch, BatchRequests, BatchResults};
use crate::driver::{self, Driver, Prepared};
use crate::{AnyCode, CallError, Method, Response, Version};

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
    pub fn send<M: Method>(&self, request: M) -> Result<M::Output, CallError<M::Error>> {
        self.request(request).send()
    }

    /// Calls a method, and gives with its output what the server says beside it, and how often the request was sent.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_full<M: Method>(
        &self,
        request: M,
    ) -> Result<Response<M::Output>, CallError<M::Error>> {
        self.request(request).send_full()
    }

    /// Calls a method that has no spec yet, of the older protocol, with parameters as JSON: an object, or a list for a method that takes them by
    /// their places. It is repeated as one that writes.
    ///
    /// ```no_run
    /// # fn example(bitrix: bitrix24::blocking::Bitrix24) -> Result<(), bitrix24::Error> {
    /// let user = bitrix.call("user.current", serde_json::json!({}))?;
    /// println!("{}", user["NAME"]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); the codes of the method are text.
    pub fn call(&self, method: &str, parameters: Value) -> Result<Value, CallError<AnyCode>> {
        self.call_version(Version::V2, method, parameters)
    }

    /// As [`call`](Self::call), for a method of either protocol.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub fn call_version(
        &self,
        version: Version,
        method: &str,
        parameters: Value,
    ) -> Result<Value, CallError<AnyCode>> {
        let call = Prepared::any(method, version, &parameters, &self.0.session)?;
        let mut output = None;
        make(&self.0, &call, &mut output)?;
        Ok(output.unwrap_or_default())
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

    /// Makes the calls of a [`Batch`], fifty at a time. Their results are taken out one by one, by
    /// [`BatchResults::take`].
    pub fn send_batch(&self, batch: Batch) -> BatchResults {
        block_on(self.0.send_batch(batch))
    }
}
