//! A call of a blocking client.

use std::sync::Arc;

use super::block_on::block_on;
use super::threads::Threads;
use crate::driver::{self, Driver, Prepared};
use crate::policy::Options;
use crate::record::Optional;
use crate::runtime::{Meta, Received};
use crate::{AnyCode, CallError, Request, Response};

/// A call that is not sent yet, created by [`Bitrix24::request`](super::Bitrix24::request).
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, R> {
    pub(super) client: &'c Arc<Driver<Threads>>,
    pub(super) request: R,
    pub(super) options: Options,
}

driver::call! {
    r#"# fn example(bitrix: bitrix24::blocking::Bitrix24) -> Result<(), bitrix24::Error> {
use bitrix24::crm::item::{EntityType, Get};

let call = bitrix.request(Get::new(EntityType::Deal, 7)).tolerant();
let response = call.send_full()?;
for mistake in &response.mistakes {
    eprintln!("{mistake}");
}
println!("{:?}", response.result.title);
# Ok(())
# }"#
}

impl<R: Request> Call<'_, R> {
    /// Sends it.
    ///
    /// # Errors
    ///
    /// Like [`Bitrix24::send`](super::Bitrix24::send).
    pub fn send(self) -> Result<R::Output, CallError<R::Error>> {
        Ok(self.send_full()?.result)
    }

    /// Sends the call, and returns the whole response.
    ///
    /// # Errors
    ///
    /// Like [`Bitrix24::send`](super::Bitrix24::send).
    pub fn send_full(self) -> Result<Response<R::Output>, CallError<R::Error>> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        let response = decoded::<R>(self.client, &call)?;
        call.output::<R>(response)
    }

    /// Sends it; gives what the response is decoded into, which of a page leads to the next one.
    pub(super) fn send_decoded(self) -> Received<R> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        decoded::<R>(self.client, &call)
    }
}

fn decoded<R: Request>(client: &Arc<Driver<Threads>>, call: &Prepared) -> Received<R> {
    let mut output = None;
    let outcome = make(client, call, &mut output);
    call.receive::<R>(output, outcome)
}

/// Makes a call. It does not know the types of the method, so it is compiled once.
fn make(
    client: &Arc<Driver<Threads>>,
    call: &Prepared,
    output: &mut (dyn Optional + Send),
) -> Result<Meta, CallError<AnyCode>> {
    block_on(client.call(call, output))
}
