//! The cases for the async client.

use std::sync::LazyLock;

use bitrix24::{Bitrix24, client as face};
use tokio::runtime::Runtime;

use crate::common::http_transport;

pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// What a future comes to.
macro_rules! run {
    ($future:expr) => {
        super::RUNTIME.block_on($future)
    };
}

fn builder() -> face::Builder {
    Bitrix24::builder().transport(http_transport())
}

#[path = "events.rs"]
mod events;
#[path = "limit.rs"]
mod limit;
#[path = "moving.rs"]
mod moving;
#[path = "registry.rs"]
mod registry;
#[path = "uninstalled.rs"]
mod uninstalled;

/// A handler of a web server, which runs on any thread.
#[test]
fn all_of_it_can_be_spawned() {
    use bitrix24::client::{MemoryPortalStore, PortalError, Tokens};

    async fn handle(portals: face::Portals) -> Result<(), PortalError> {
        portals.receive("event=ONAPPUNINSTALL").await?;
        let tokens = Tokens::new("a1", "r1", "https://portal.example/rest/");
        portals.install(tokens.clone()).await?;
        portals.verify_and_install(tokens).await?;
        portals.member_ids().await?;
        portals.get("m1").await?;
        portals.uninstall("m1").await
    }

    let portals = builder().portals(crate::vendor::app(), MemoryPortalStore::new());
    let handled = RUNTIME.spawn(handle(portals.unwrap()));
    let error = RUNTIME.block_on(handled).unwrap().unwrap_err();
    assert!(matches!(error, PortalError::Event(_)), "{error}");
}
