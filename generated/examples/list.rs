//! A list, over all its pages, with a bar that shows the progress.
//!
//! Calls the webhook in `B24_WEBHOOK_URL`, if that is set. Otherwise it prints
//!
//! ```text
//! Deal 118: 11800
//! Deal 119: 11900
//! Deal 120: 12000
//! 101 of 101 deals were read
//! the first of them: Deal 20
//! ```

mod support;

use bitrix24::crm::item::{EntityType, List, ListFilter, ListOrder, ListSelect};
use bitrix24::filter::ge;
use bitrix24::{Bitrix24, Direction};
use indicatif::ProgressBar;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let bitrix = Bitrix24::webhook(portal.webhook_or_env())?;

    let request = List::new(EntityType::Deal)
        .select([ListSelect::Id, ListSelect::Title, ListSelect::Opportunity])
        .filter(ListFilter::new().opportunity(ge(2000.0)))
        .order(ListOrder::new().id(Direction::Asc));

    // Called after each page. The server counts the rows, unless the list is read by `request.walk()`.
    let bar = ProgressBar::new(0);
    let shown = bar.clone();
    let mut deals = bitrix.items(request.clone()).on_progress(move |progress| {
        shown.set_length(progress.total.unwrap_or(progress.items));
        shown.set_position(progress.items);
    });

    while let Some(deal) = deals.next().await {
        let deal = deal?;
        let worth = deal.opportunity.unwrap_or_default();
        if worth >= 11800.into() {
            println!("{}: {worth}", deal.title.unwrap_or_default());
        }
    }
    let (read, total) = (bar.position(), bar.length().unwrap_or_default());
    println!("{read} of {total} deals were read");

    // A page is asked for when it is wanted, so this is one call.
    let mut first = bitrix.items(request).max_items(1);
    if let Some(deal) = first.next().await.transpose()? {
        println!("the first of them: {}", deal.title.unwrap_or_default());
    }
    Ok(())
}
