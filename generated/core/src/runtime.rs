//! What the generated types stand on: one trait, [`Record`], and everything written once over it.
//!
//! It lives in a module of its own, and not at the root of the crate, because the API has namespaces such as `method`,
//! `event` and `scope`, and those belong to the API.

mod allowance;
mod any_code;
mod any_error;
mod api_error;
mod base64;
mod body;
mod call;
mod cause;
mod code;
mod date;
mod debug;
mod decimal;
mod decode;
mod decode_error;
mod def;
mod direct;
mod encode;
mod encode_error;
mod envelope;
mod error;
mod failure;
mod fill;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
mod hash;
mod hint;
mod key;
mod left_out;
mod lenient;
mod loose;
pub mod macros;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
mod masked;
mod members;
mod method;
mod method_def;
mod mistake;
mod money;
mod more;
mod notation;
mod open;
mod order;
mod own;
mod paging;
mod param;
mod partial;
mod path;
mod pattern;
mod record;
mod report;
mod request;
mod response;
mod rest;
mod row;
mod scalar;
mod scopes;
mod secret;
mod shown;
pub mod template;
mod told;
mod too_large;
mod trace;
mod unlisted_error;
mod unsent;
mod untyped;
mod unwrap;
mod validate;
mod wire;
mod with;

pub use any_code::AnyCode;
pub use any_error::{Error, ErrorKind};
pub use api_error::{ApiError, FieldError};
pub use base64::{Base64, File};
pub use body::Body;
pub use call::{decode, decode_partial, decode_tolerant};
pub use code::{ErrorCode, ErrorDetails, ErrorRow};
pub use date::{
    CivilDate, CivilTime, Date, DateError, DateErrorKind, DateTime, DateTimeParts, Timestamp,
};
pub use decimal::{Decimal, DecimalError};
pub use decode::deserialize;
pub use decode_error::{DecodeError, UnexpectedError};
pub use def::{By, FieldDef, Format, Limits, RecordDef};
pub use encode::encode;
pub use encode_error::EncodeError;
pub use error::CallError;
pub use failure::{
    AuthError, AuthErrorKind, NotRunError, StalledError, TransportError, TransportErrorKind,
};
pub use method::{Context, Effect, Method, Version};
pub use mistake::Mistake;
pub use money::Money;
pub use notation::Notation;
pub use open::Unknown;
pub use order::{Direction, Order};
pub use own::{OutputAs, Own, RowsAs};
pub use paging::{Paged, Pagination, Paging, Walk, Walkable};
pub use param::IntoParam;
pub use record::{
    Cases, Choice, Code, Entries, Kind, List, Map, Optional, Record, Slot, SlotMut, Text, Union,
    Wire,
};
pub use request::{PagedRequest, Request};
pub use response::Response;
pub use rest::Rest;
pub use row::{ItemError, RowError};
pub use scalar::Scalar;
pub use scopes::{Methods, Scopes, scopes};
pub use secret::Secret;
pub use too_large::{TooLargeError, TooLargeKind};
pub use unlisted_error::UnlistedError;
pub use unsent::ReadOnlyError;
pub use untyped::{Untyped, UntypedList};
pub use validate::{Rule, ValidationError, Violation};
pub use wire::Nullable;
pub use with::With;

// What filters call.
pub(crate) use encode::to_value;
#[cfg(test)]
pub(crate) use fill::fill;

// What the clients call.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) use {
    call::{Answer, tolerant},
    cause::Cause,
    hash::{fingerprint, identity},
    key::TextKey,
    masked::{SecretNames, masked, masked_text},
    method_def::MethodDef,
    paging::free::{ascend, bounded, is_free, probe_walk, recount, walking},
    paging::walk::walk,
    paging::{Rows, Turn, count_only, turn},
    param::{Param, place, set},
    request::{Received, Shown as ShownRequest},
    response::{Meta, report_of, response},
    shown::{Secrets, Shown},
    unsent::Unsent,
    validate::validate,
};

// What the generated modules name, and what the macros in them expand to.
pub use crate::filter::{conditions::Conditions, triples::Triples};
pub use code::ErrorFact;
pub use debug::debug;
pub use encode::{serialize, serialize_wire};
pub use fill::{cloned, copy, eq};
pub use macros::{
    cases, error_code, error_details, filter, integer_enum, integer_id, method, order, paged,
    record, string_enum, string_id, union,
};
pub use open::{
    NO_CODE, debug_code, debug_variant, display_code, hash_code, keep, kept, position, same_code,
};
pub use serde_core as serde;
