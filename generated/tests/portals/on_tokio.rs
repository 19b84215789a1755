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

#[path = "limit.rs"]
mod limit;
