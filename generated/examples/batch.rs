//! Several calls in one request, each with a result of its own.
//!
//! Calls the webhook in `B24_WEBHOOK_URL`, if that is set. Otherwise it prints
//!
//! ```text
//! Ann and Deal 7
//! 50 deals of 120, the first again: Deal 1
//! crm.item.get: NOT_FOUND: Item not found (HTTP 200)
//! profile: not run, for the batch was halted
//! 70 deals, by 2 requests
//! ```

mod support;

use bitrix24::client::Batch;
use bitrix24::crm::item::{EntityType, Get, List};
use bitrix24::{Bitrix24, Profile};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let bitrix = Bitrix24::webhook(portal.webhook_or_env())?;

    // A tuple of requests gives a tuple of results.
    let requests = (Profile::new(), Get::new(EntityType::Deal, 7));
    let (me, deal) = bitrix.batch(requests).await;
    let (me, deal) = (me?.name, deal?.title);
    println!(
        "{} and {}",
        me.unwrap_or_default(),
        deal.unwrap_or_default()
    );

    // A call may take a parameter from the result of one before it: the reference replaces the 0.
    let mut batch = Batch::new();
    let deals = batch.add(List::new(EntityType::Deal));
    let first = batch.add_with(Get::new(EntityType::Deal, 0), |get| {
        get.set("id", deals.result("items[0].id"));
    });
    let mut results = bitrix.send_batch(batch).await;
    let (deals, first) = (results.take(deals)?, results.take(first)?.result);
    println!(
        "{} deals of {}, the first again: {}",
        deals.result.len(),
        deals.total.unwrap_or_default(),
        first.title.unwrap_or_default()
    );

    // The server stops at the first error, if it is told to.
    let mut batch = Batch::new().halt();
    let missing = batch.add(Get::new(EntityType::Deal, 1_000_000));
    let me = batch.add(Profile::new());
    let mut results = bitrix.send_batch(batch).await;
    if let Err(error) = results.take(missing) {
        println!("{error}");
    }
    if let Err(error) = results.take(me) {
        println!("{error}");
    }

    // Any number of the same method; the server takes 50 at once.
    let before = portal.received().len();
    let requests: Vec<_> = (1..=70).map(|id| Get::new(EntityType::Deal, id)).collect();
    let found = bitrix.batch(requests).await;
    let found = found.iter().filter(|deal| deal.is_ok()).count();
    let sent = portal.received().len() - before;
    println!("{found} deals, by {sent} requests");
    Ok(())
}
