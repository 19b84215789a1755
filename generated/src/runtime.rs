//! What the generated types stand on: one trait, [`Record`], and everything written once over it.
//!
//! It lives in a module of its own, and not at the root of the crate, because the API has namespaces such as `method`,
//! `event` and `scope`, and those belong to the API.

mod call;
mod date;
mod debug;
mod decode;
mod encode;
mod envelope;
mod error;
mod fill;
mod key;
mod loose;
// Which of them are in use depends on the features.
#[allow(unused_imports, unused_macros)]
pub(crate) mod macros;
mod method;
mod open;
mod record;
mod trace;
mod wire;

pub use call::{Response, decode};
pub use date::{Date, DateTime};
pub use encode::{EncodeError, encode};
pub use error::{ApiError, Body, CallError, DecodeError, ErrorCode, UnexpectedError};
pub use method::{Context, Effect, Method};
pub use open::Unknown;
pub use record::{
    Code, Entries, FieldDef, List, Map, Optional, Record, RecordDef, Slot, SlotMut, Text, Wire,
};
pub use wire::Nullable;

// What the generated modules call, and what the macros in them expand to.
pub(crate) use debug::debug;
pub(crate) use decode::deserialize;
pub(crate) use encode::serialize;
pub(crate) use fill::{copy, eq};
#[allow(unused_imports)]
pub(crate) use macros::{error_code, integer_enum, integer_id, record, string_enum, string_id};
