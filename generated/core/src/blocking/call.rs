//! A call of a blocking client.

use std::sync::Arc;

use super::block_on::block_on;
use super::threads::Threads;
use crate::driver::{self, Driver, Prepared};
use crate::policy::Options;
use crate::record::Optional;
use crate::runtime::Meta;
use crate::{AnyCode, CallError, Method, Response};

/// A call that is not sent yet; made by [`Bitrix24::request`](super::Bitrix24::request).
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, M> {
    pub(super) client: &'c Arc<Driver<Threads>>,
    pub(super) request: M,
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

impl<M: Method> Call<'_, M> {
    /// Sends it.
    ///
    /// # Errors
    ///
    /// As [`Bitrix24::send`](super::Bitrix24::send).
    pub fn send(self) -> Result<M::Output, CallError<M::Error>> {
        Ok(self.send_full()?.result)
    }

    /// Sends it; gives what the server says beside the output too.
    ///
    /// # Errors
    ///
    /// As [`Bitrix24::send`](super::Bitrix24::send).
    pub fn send_full(self) -> Result<Response<M::Output>, CallError<M::Error>> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        let mut output = None;
        let outcome = make(self.client, &call, &mut output);
        call.receive::<M>(output, outcome)
    }
}

/// Makes a call. It does not know the types of the method, so it is compiled once.
pub(super) fn make(
    client: &Arc<Driver<Threads>>,
    call: &Prepared,
    output: &mut (dyn Optional + Send),
) -> Result<Meta, CallError<AnyCode>> {
    block_on(client.call(call, output))
}
