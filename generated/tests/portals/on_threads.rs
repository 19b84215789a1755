//! The cases for the blocking client.

use bitrix24::blocking::{self as face, Bitrix24};

/// What a call comes to.
macro_rules! run {
    ($value:expr) => {
        $value
    };
}

fn builder() -> face::Builder {
    Bitrix24::builder()
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
