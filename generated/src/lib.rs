// Hand-written, like all of `runtime/`; only `api/` is generated.
//! Typed requests, responses and errors of the [Bitrix24 REST API](https://apidocs.bitrix24.com/).
//!
//! A method of the API is a type: `biconnector.source.get` is `bitrix24::biconnector::source::Get`. Its required
//! parameters are in the constructor, its optional ones are chained setters. Each scope of the API is a feature of
//! this crate; `full` is all of them.
//!
//! The crate does no I/O of its own. [`encode`] gives the body of the request, [`decode`] takes the status and the body
//! of the answer:
//!
//! ```
//! # #[cfg(feature = "biconnector")] {
//! use bitrix24::biconnector::source;
//! use bitrix24::{CallError, Method};
//!
//! let request = source::Get::new(6);
//! // POST this to https://PORTAL/rest/METHOD with `Content-Type: application/json`, by any HTTP client.
//! let (method, body) = (source::Get::NAME, bitrix24::encode(&request)?);
//! # assert_eq!((method, body.as_slice()), ("biconnector.source.get", &br#"{"id":6}"#[..]));
//!
//! # let (status, answer) = (200, r#"{"error":"SOURCE_NOT_FOUND","error_description":"Source was not found."}"#);
//! match bitrix24::decode::<source::Get>(status, answer) {
//!     Ok(response) => println!("{}", response.result.connection.title),
//!     // This method's own table of errors.
//!     Err(CallError::Method(error)) if error.code == source::GetError::SourceNotFound => println!("gone"),
//!     // What any method may answer: limits, tokens, scopes.
//!     Err(CallError::System(error)) => println!("{}", error.code),
//!     // Any other code; a shape that is not the documented one: its path is named and the body kept.
//!     Err(error) => println!("{error}"),
//! }
//! # }
//! # Ok::<(), bitrix24::EncodeError>(())
//! ```
//!
//! Identifiers have types of their own. A number becomes any of them, and one never becomes another:
//!
#![cfg_attr(feature = "biconnector", doc = "```compile_fail,E0277")]
#![cfg_attr(not(feature = "biconnector"), doc = "```ignore")]
//! use bitrix24::biconnector::{ConnectorId, source};
//!
//! source::Get::new(ConnectorId::from(6)); // the identifier of a source is wanted
//! ```
//!
//! # Credentials
//!
//! The crate adds none. A webhook has its code in the address: `https://PORTAL/rest/USER/CODE/METHOD`. An application adds its
//! access token as one more parameter, `auth`, to the query or to the JSON. Some methods are for applications only, as
//! their documentation and [`Method::CONTEXT`] say.
//!
//! The methods of REST 3 are in a module `v3`, where a feature has any. Their path begins with `rest/api`, as
//! [`Method::VERSION`] says, and the token goes into the JSON only.
//!
//! # What the server really sends
//!
//! Bitrix24 is PHP behind JSON, and answers stray from the documentation. Decoding takes numbers and booleans as strings,
//! `[]` for an empty object, objects with numeric keys for arrays, any empty value for an optional one that is absent,
//! unknown keys, and unknown values of enums, which are kept. Everything else is a [`DecodeError`]: it names the path and
//! keeps the body. Errors are found wherever the server puts them, also inside the result of a successful answer.
//!
//! No `Debug` shows a value that the API documents as a secret: it is a [`Secret`]. No error shows the body.

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(any(feature = "client", feature = "blocking"))]
pub mod client;
#[cfg(any(feature = "client", feature = "blocking"))]
mod policy;
mod runtime;

// Names follow the API, and so do the shapes that these lints are about: a method `add` with ten parameters, a method
// `from`, an object that its page calls deprecated and that others still refer to.
#[rustfmt::skip]
#[allow(deprecated)]
#[allow(clippy::should_implement_trait, clippy::too_many_arguments, clippy::wrong_self_convention)]
#[allow(clippy::large_enum_variant, clippy::module_inception, clippy::enum_variant_names)]
mod api;

pub use api::*;
#[cfg(feature = "client")]
pub use client::Bitrix24;
pub use runtime::{
    AnyCode, ApiError, AuthError, AuthErrorKind, Base64, Body, CallError, Context, Date, DateTime,
    DecodeError, Direction, Effect, EncodeError, Error, ErrorCode, ErrorDetails, ErrorRow,
    FieldError, File, Flag, Method, NotRunError, Nullable, Order, Paged, Pagination, Paging,
    Response, Rest, Rule, Scalar, Secret, StalledError, TransportError, TransportErrorKind,
    UnexpectedError, Unknown, ValidationError, Version, Violation, Walk, Walkable, decode, encode,
    filter,
};

/// Reflection: the trait behind every generated type, and what a value looks like through it.
pub mod record {
    pub use crate::runtime::{
        Code, Entries, FieldDef, Kind, Limits, List, Map, Optional, Record, RecordDef, Slot,
        SlotMut, Text, Union, Wire, deserialize,
    };
}

// The examples of the README compile.
#[cfg(all(doctest, feature = "biconnector", feature = "crm"))]
#[doc = include_str!("../../README.md")]
struct Readme;
