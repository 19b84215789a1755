//! The first calls, by webhook: who am I, and which fields does a source of BI Builder have?
//!
//! ```sh
//! cargo run -p bitrix24 --example quickstart --features client,biconnector
//! ```
//!
//! calls a portal that is part of the example, or that of the webhook in `B24_WEBHOOK_URL`. It prints
//!
//! ```text
//! calling as Ann
//! id, required: None
//! title, required: Some(true)
//! active, required: None
//! ```

mod support;

use bitrix24::biconnector::source;
use bitrix24::{Bitrix24, Profile};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    // https://PORTAL/rest/USER/CODE/
    let bitrix = Bitrix24::webhook(portal.webhook_or_env())?;

    let me = bitrix.send(Profile::new()).await?;
    println!("calling as {}", me.name.unwrap_or_default());

    for field in bitrix.send(source::Fields::new()).await? {
        println!("{}, required: {:?}", field.title, field.is_required);
    }
    Ok(())
}
