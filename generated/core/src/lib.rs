//! What the types of the [Bitrix24 REST API](https://apidocs.bitrix24.com/) stand on, and the clients that send them.
//!
//! Callers depend on `bitrix24`: it has a type for each method of the API, and all that is here. The API changes every month; this
//! crate need not, so that what is written against [`Method`], [`Record`](record::Record) or a client's traits outlives the types.
//!
//! A crate with types of its own depends on this one alone. Those that the generator wrote find all they need by
//! `pub use bitrix24_core::*;` at the root of their crate. By hand a type is a struct and its table, see [`macros`]:
//!
//! ```
//! use bitrix24_core::{Method, SystemCode, macros};
//!
//! /// Adds two numbers on the server.
//! struct Add {
//!     a: i64,
//!     b: Option<i64>,
//! }
//!
//! macros::record! {
//!     Add {
//!         0: a => "A" required,
//!         1: b => "B": min(0.0),
//!     }
//! }
//!
//! macros::method! {
//!     Add {
//!         name: "my.numbers.add",
//!         scopes: [],
//!         effect: Read,
//!         output: i64,
//!         error: SystemCode,
//!     }
//! }
//!
//! assert_eq!(bitrix24_core::encode(&Add { a: 1, b: None })?, br#"{"A":1}"#);
//! assert_eq!(bitrix24_core::decode::<Add>(200, r#"{"result":"3"}"#)?.result, 3);
//! # Ok::<(), bitrix24_core::Error>(())
//! ```
//!
//! The features are those of `bitrix24` that are not modules of the API: `client`, `blocking` and those of their transports, `serde`,
//! `chrono`, `jiff`, `rust_decimal`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking-core")]
pub mod blocking;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub mod client;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
mod driver;
pub mod filter;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
mod policy;
// What the generated modules call.
#[doc(hidden)]
pub mod runtime;
#[rustfmt::skip]
mod system;
#[cfg(any(feature = "client", feature = "blocking"))]
mod tls;

#[cfg(feature = "client-core")]
pub use client::Bitrix24;
pub use runtime::{
    AnyCode, ApiError, AuthError, AuthErrorKind, Base64, Body, CallError, CivilDate, CivilTime,
    Context, Date, DateError, DateErrorKind, DateTime, DateTimeParts, Decimal, DecimalError,
    DecodeError, Direction, Effect, EncodeError, Error, ErrorCode, ErrorDetails, ErrorKind,
    ErrorRow, FieldError, File, IntoParam, ItemError, Method, Methods, Mistake, Money, NotRunError,
    Nullable, Order, OutputAs, Own, Paged, PagedRequest, Pagination, Paging, ReadOnlyError,
    Request, Response, Rest, RowError, RowsAs, Rule, Scalar, Scopes, Secret, StalledError,
    Timestamp, TooLargeError, TooLargeKind, TransportError, TransportErrorKind, UnexpectedError,
    Unknown, UnlistedError, Untyped, UntypedList, ValidationError, Version, Violation, Walk,
    Walkable, With, decode, decode_partial, decode_tolerant, encode, macros, scopes,
};
pub use system::*;

/// Reflection: the trait behind every generated type, and what a value looks like through it.
pub mod record {
    pub use crate::runtime::{
        By, Cases, Choice, Code, Entries, FieldDef, Format, Kind, Limits, List, Map, Notation,
        Optional, Record, RecordDef, Slot, SlotMut, Text, Union, Wire, deserialize,
    };
}
