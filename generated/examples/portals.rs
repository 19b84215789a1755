//! An application on many portals: events install and uninstall it, one store has the tokens of all, and the processes of a machine
//! share the rate limit of each portal.
//!
//! The portals and the authorisation server are part of the example. It prints
//!
//! ```text
//! not installed: the application is not installed on the portal m1
//! ONAPPINSTALL of m1
//! calling m1 as Ann
//! forged: the event cannot be verified to come from the portal m1
//! another process calls m1 as Ann
//! installed on ["m1"], 1 in memory
//! evicted 1
//! ONAPPUNINSTALL of m1
//! the application was uninstalled from the portal
//! ```

mod support;

use std::time::Duration;

use bitrix24::client::{App, FileLimiter, FilePortalStore, PortalError};
use bitrix24::{Bitrix24, CallError, Profile};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let folder = tempfile::tempdir()?;

    // All portals share these settings, the transport and the timer. In another process it is the same.
    let open = || {
        Bitrix24::builder()
            .oauth_server(portal.url()) // only here: the default is the vendor's
            .limiter(FileLimiter::new(folder.path().join("limits")))
            .portals(
                App::new("app.1", "secret"),
                FilePortalStore::new(folder.path().join("portals")),
            )
    };
    let portals = open()?;
    if let Err(error @ PortalError::NotInstalled(_)) = portals.get("m1").await {
        println!("not installed: {error}");
    }

    // What Bitrix24 posts when the application is installed. The tokens are renewed at once, to see whose they are.
    let event = portals.receive(installation(&portal.url())).await?;
    println!("{} of {}", event.name, event.member_id);

    // The portal is known by its `member_id`; the tokens come from the store, and are renewed when they expire.
    let bitrix = portals.get(&event.member_id).await?;
    let me = bitrix.send(Profile::new()).await?;
    println!("calling m1 as {}", me.name.unwrap_or_default());

    // Anybody can post an event. This one does not have the secret of the installation.
    let forged = "event=ONAPPUNINSTALL&auth[member_id]=m1&auth[application_token]=guessed";
    if let Err(error) = portals.receive(forged).await {
        println!("forged: {error}");
    }

    let another = open()?.get("m1").await?;
    let me = another.send(Profile::new()).await?;
    println!(
        "another process calls m1 as {}",
        me.name.unwrap_or_default()
    );

    let ids = portals.member_ids().await?;
    println!("installed on {ids:?}, {} in memory", portals.loaded());
    drop(bitrix);
    println!("evicted {}", portals.evict_idle(Duration::ZERO));

    let bitrix = portals.get("m1").await?;
    let event = "event=ONAPPUNINSTALL&auth[member_id]=m1&auth[application_token]=t0ken";
    let event = portals.receive(event).await?;
    println!("{} of {}", event.name, event.member_id);
    if let Err(CallError::Auth(error)) = bitrix.send(Profile::new()).await {
        println!("{}", error.problem);
    }
    Ok(())
}

/// The body of the event `ONAPPINSTALL`.
fn installation(portal: &str) -> String {
    format!(
        "event=ONAPPINSTALL&ts=1747042200&auth[access_token]=access-1&auth[refresh_token]=refresh-1\
         &auth[client_endpoint]={portal}/rest/&auth[member_id]=m1&auth[application_token]=t0ken"
    )
}
