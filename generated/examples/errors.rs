//! What a call may come to, and what to do about it. It prints
//!
//! ```text
//! a deal: Chairs
//! no such deal
//! the webhook lacks the scope `crm`
//! result.item.id: expected integer, found string
//! no answer (Interrupted), the deal may have changed: true
//! crm.item.update: ACCESS_DENIED: You do not have permission (HTTP 400)
//! not found: false, may have run: false
//! ```

mod support;

use bitrix24::crm::item::{EntityType, Get, GetError, ItemChanges, Update};
use bitrix24::{Bitrix24, CallError, DealId, SystemCode};
use serde_json::json;
use support::{Reply, error, ok};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What the portal answers, call by call.
    let portal = support::answers([
        ok(json!({ "item": { "id": 7, "title": "Chairs" } })),
        error(400, "NOT_FOUND", "Item not found"),
        error(403, "insufficient_scope", "Higher privileges are required"),
        ok(json!({ "item": { "id": "seven", "title": "Chairs" } })),
        Reply::Close,
        ok(json!({ "item": { "id": 7, "title": "Chairs" } })),
        error(400, "ACCESS_DENIED", "You do not have permission"),
    ]);
    let bitrix = Bitrix24::webhook(portal.webhook())?;

    for _ in 0..4 {
        match bitrix.send(Get::new(EntityType::Deal, 7)).await {
            Ok(deal) => println!("a deal: {}", deal.title.unwrap_or_default()),
            // This method's own errors are an enum.
            Err(CallError::Method(error)) if error.code == GetError::NotFound => {
                println!("no such deal");
            }
            // So is what any method may answer: limits, tokens, scopes.
            Err(CallError::System(error)) if error.code == SystemCode::InsufficientScope => {
                println!("the webhook lacks the scope `crm`");
            }
            // Not the documented shape: the place is named, and `error.body` has the whole answer.
            Err(CallError::Decode(error)) => println!("{}: {}", error.path, error.problem),
            Err(error) => println!("{error}"),
        }
    }

    // A call that writes is not sent again when its answer is lost: it might be done twice.
    let change = ItemChanges::new().title("Tables");
    match bitrix.send(Update::new(EntityType::Deal, 7, change)).await {
        Err(CallError::Transport(error)) => println!(
            "no answer ({:?}), the deal may have changed: {}",
            error.kind, error.may_have_run
        ),
        other => println!("{other:?}"),
    }

    if let Err(error) = rename(&bitrix, DealId::from(7), "Tables").await {
        println!("{error}");
        let (missing, ran) = (error.is_not_found(), error.may_have_run());
        println!("not found: {missing}, may have run: {ran}");
    }
    Ok(())
}

/// The errors of all methods meet in one, by `?`.
async fn rename(bitrix: &Bitrix24, deal: DealId, title: &str) -> Result<(), bitrix24::Error> {
    let old = bitrix.send(Get::new(EntityType::Deal, deal)).await?;
    if old.title.as_deref() != Some(title) {
        let change = ItemChanges::new().title(title);
        let update = Update::new(EntityType::Deal, deal, change);
        bitrix.send(update).await?;
    }
    Ok(())
}
