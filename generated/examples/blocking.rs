//! The client without async: the same names, in `bitrix24::blocking`.
//!
//! Calls the webhook in `B24_WEBHOOK_URL`, if that is set. Otherwise it prints
//!
//! ```text
//! calling as Ann
//! no such deal
//! the first deals: Deal 1, Deal 2, Deal 3
//! in a batch: Ann and Deal 7
//! a method without a spec: Ann
//! ```

mod support;

use bitrix24::blocking::Bitrix24;
use bitrix24::crm::item::{EntityType, Get, GetError, List};
use bitrix24::{CallError, Profile};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let bitrix = Bitrix24::webhook(portal.webhook_or_env())?;

    let me = bitrix.send(Profile::new())?;
    println!("calling as {}", me.name.unwrap_or_default());

    match bitrix.send(Get::new(EntityType::Deal, 1_000_000)) {
        Ok(deal) => println!("a deal: {}", deal.title.unwrap_or_default()),
        Err(CallError::Method(error)) if error.code == GetError::NotFound => {
            println!("no such deal");
        }
        Err(error) => return Err(error.into()),
    }

    // A list is an iterator.
    let deals = bitrix.items(List::new(EntityType::Deal)).max_items(3);
    let titles: Vec<_> = deals
        .map(|deal| Ok(deal?.title.unwrap_or_default()))
        .collect::<Result<_, bitrix24::Error>>()?;
    println!("the first deals: {}", titles.join(", "));

    let requests = (Profile::new(), Get::new(EntityType::Deal, 7));
    let (me, deal) = bitrix.batch(requests);
    let (me, deal) = (me?.name, deal?.title);
    println!(
        "in a batch: {} and {}",
        me.unwrap_or_default(),
        deal.unwrap_or_default()
    );

    let me = bitrix
        .untyped("profile", serde_json::json!({}))
        .reads()
        .send()?;
    println!(
        "a method without a spec: {}",
        me["NAME"].as_str().unwrap_or_default()
    );
    Ok(())
}
