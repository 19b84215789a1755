//! A call of an async client.

use std::sync::Arc;

use super::BoxFuture;
use super::tasks::Tasks;
use crate::driver::{self, Driver, Prepared};
use crate::policy::Options;
use crate::record::Optional;
use crate::runtime::{Meta, Received};
use crate::{AnyCode, CallError, Request, Response};

/// A call that is not sent yet, created by [`Bitrix24::request`](super::Bitrix24::request).
#[derive(Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, R> {
    pub(super) client: &'c Arc<Driver<Tasks>>,
    pub(super) request: R,
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

impl<R: Request> Call<'_, R> {
    /// Sends it.
    ///
    /// # Errors
    ///
    /// Like [`Bitrix24::send`](super::Bitrix24::send).
    pub async fn send(self) -> Result<R::Output, CallError<R::Error>> {
        Ok(self.send_full().await?.result)
    }

    /// Sends the call, and returns the whole response.
    ///
    /// # Errors
    ///
    /// Like [`Bitrix24::send`](super::Bitrix24::send).
    pub async fn send_full(self) -> Result<Response<R::Output>, CallError<R::Error>> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        let response = decoded::<R>(self.client, &call).await?;
        call.output::<R>(response)
    }

    /// Sends it; gives what the response is decoded into, which of a page leads to the next one.
    pub(super) async fn send_decoded(self) -> Received<R> {
        let call = Prepared::of(&self.request, self.options, &self.client.session)?;
        decoded::<R>(self.client, &call).await
    }
}

impl<'c, R: Request<Output: Send, Error: Send>> IntoFuture for Call<'c, R> {
    type Output = Result<R::Output, CallError<R::Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    /// As [`send`](Call::send): `bitrix.request(request).deadline(…).await`.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

async fn decoded<R: Request>(client: &Arc<Driver<Tasks>>, call: &Prepared) -> Received<R> {
    let mut output = None;
    let outcome = make(client, call, &mut output).await;
    call.receive::<R>(output, outcome)
}

/// Makes a call. Boxed without the types of the method, it is compiled once and takes little space in each method's future.
fn make<'a>(
    client: &'a Arc<Driver<Tasks>>,
    call: &'a Prepared,
    output: &'a mut (dyn Optional + Send),
) -> BoxFuture<'a, Result<Meta, CallError<AnyCode>>> {
    Box::pin(client.call(call, output))
}
