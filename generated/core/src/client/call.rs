//! A call of an async client.

use std::sync::Arc;

use super::BoxFuture;
use super::tasks::Tasks;
use crate::driver::{self, Driver, Prepared};
use crate::policy::Options;
use crate::record::Optional;
use crate::runtime::Meta;
use crate::{AnyCode, CallError, Method, Response};

/// A call that is not sent yet; made by [`Bitrix24::request`](super::Bitrix24::request).
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, M> {
    pub(super) client: &'c Arc<Driver<Tasks>>,
    pub(super) request: M,
    pub(super) options: Options,
}

driver::call! {
    r#"# async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
use bitrix24::crm::item::{EntityType, Get};

let call = bitrix.request(Get::new(EntityType::Deal, 7)).tolerant();
let response = call.send_full().await?;
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
    pub async fn send(self) -> Result<M::Output, CallError<M::Error>> {
        Ok(self.send_full().await?.result)
    }

    /// Sends it; gives what the server says beside the output too.
    ///
    /// # Errors
    ///
    /// As [`Bitrix24::send`](super::Bitrix24::send).
    pub async fn send_full(self) -> Result<Response<M::Output>, CallError<M::Error>> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        let mut output = None;
        let outcome = make(self.client, &call, &mut output).await;
        call.receive::<M>(output, outcome)
    }
}

/// Makes a call. Boxed without the types of the method, it is compiled once and takes little space in each method's future.
pub(super) fn make<'a>(
    client: &'a Arc<Driver<Tasks>>,
    call: &'a Prepared,
    output: &'a mut (dyn Optional + Send),
) -> BoxFuture<'a, Result<Meta, CallError<AnyCode>>> {
    Box::pin(client.call(call, output))
}
