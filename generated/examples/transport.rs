//! Transports of one's own: one that wraps another, and one that answers from memory.
//!
//! Calls the webhook in `B24_WEBHOOK_URL`, if that is set. Otherwise it prints
//!
//! ```text
//! profile: HTTP 200
//! calling as Ann
//! crm.item.get: HTTP 200
//! from memory: Chairs
//! ```

mod support;

use bitrix24::client::{BoxFuture, HttpRequest, HttpResponse, HyperTransport, Transport};
use bitrix24::crm::item::{EntityType, Get};
use bitrix24::{Bitrix24, Profile, TransportError};

/// Tells what goes through another transport. An address is a secret, so of that the method only.
struct Logged<T>(T);

impl<T: Transport> Transport for Logged<T> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let url = request.url.expose_secret();
            let method = url.rsplit('/').next().unwrap_or_default().to_owned();
            let answer = self.0.send(request).await;
            match &answer {
                Ok(response) => println!("{method}: HTTP {}", response.status),
                Err(error) => println!("{method}: {error}"),
            }
            answer
        })
    }
}

/// Answers the same to every call, without a network: for tests.
struct Memory(&'static str);

impl Transport for Memory {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let answer = HttpResponse::new(200, self.0);
        Box::pin(async { Ok(answer) })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let bitrix = Bitrix24::builder()
        .transport(Logged(HyperTransport::new()?))
        .webhook(portal.webhook_or_env())?;
    let me = bitrix.send(Profile::new()).await?;
    println!("calling as {}", me.name.unwrap_or_default());

    let answer = r#"{"result":{"item":{"id":"7","title":"Chairs"}}}"#;
    let bitrix = Bitrix24::builder()
        .transport(Logged(Memory(answer)))
        .webhook("https://portal.example/rest/1/code/")?;
    let deal = bitrix.send(Get::new(EntityType::Deal, 7)).await?;
    println!("from memory: {}", deal.title.unwrap_or_default());
    Ok(())
}
