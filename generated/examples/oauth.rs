//! An application: from the consent of a user to tokens that renew themselves, and survive the process.
//!
//! The authorisation server is part of the example. It prints
//!
//! ```text
//! the user goes to https://portal.bitrix24.com/oauth/authorize/?client_id=app%2E1&state=x7
//! the tokens are renewed, and saved
//! calling as Ann
//! the store is at revision 3
//! after a restart: calling as Ann
//! ```

mod support;

use bitrix24::client::{App, FileStore, TokenStore};
use bitrix24::{Bitrix24, Profile};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = support::demo();
    let folder = tempfile::tempdir()?;

    // Both are shown where the application is registered.
    let app = App::new("app.1", "secret");
    let store = FileStore::new(folder.path().join("portal.json"));
    let client = Bitrix24::builder()
        .oauth_server(portal.url()) // only here: the default is the vendor's
        .token_store(store.clone())
        .on_renewal(|_| println!("the tokens are renewed, and saved"));

    // The user allows it; the browser comes back to the application with a `code`, and with `state`.
    let url = app.authorize_url("portal.bitrix24.com", "x7")?;
    println!("the user goes to {url}");
    let tokens = client.exchange_code(&app, "code").await?;

    store.save(tokens.clone()).await?;

    // The portal answers that the access token has expired. It is renewed, and the call repeated.
    let bitrix = client.clone().oauth(app.clone(), tokens)?;
    let me = bitrix.send(Profile::new()).await?;
    println!("calling as {}", me.name.unwrap_or_default());

    // Another day, or another process.
    let stored = store.load().await?.ok_or("nothing is stored")?;
    println!("the store is at revision {}", stored.revision);
    let bitrix = client.oauth(app, stored.tokens)?;
    let me = bitrix.send(Profile::new()).await?;
    println!(
        "after a restart: calling as {}",
        me.name.unwrap_or_default()
    );
    Ok(())
}
