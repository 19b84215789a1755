// Hand-written; `api/` is generated. What the types stand on is in `core/`, a crate of its own.
//! A typed client of the [Bitrix24 REST API](https://apidocs.bitrix24.com/), async and blocking.
//!
//! A method of the API is a type: `crm.item.get` is `bitrix24::crm::item::Get`. Its required parameters are in the constructor,
//! its optional ones are chained setters. Its module is a [feature](#features) of this crate. A client sends it, and returns the
//! method's own output or error:
//!
#![cfg_attr(all(feature = "client", feature = "crm.item"), doc = "```no_run")]
#![cfg_attr(not(all(feature = "client", feature = "crm.item")), doc = "```ignore")]
//! use bitrix24::crm::item::{EntityType, Get, GetError};
//! use bitrix24::{Bitrix24, CallError};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // https://PORTAL/rest/USER/CODE/
//! let bitrix = Bitrix24::webhook(std::env::var("B24_WEBHOOK_URL")?)?;
//! match bitrix.send(Get::new(EntityType::Deal, 7)).await {
//!     Ok(deal) => println!("{:?}", deal.title),
//!     // This method's own table of errors.
//!     Err(CallError::Method(error)) if error.code == GetError::NotFound => println!("no such deal"),
//!     // What any method may answer: limits, tokens, scopes.
//!     Err(CallError::System(error)) => println!("{}", error.code),
//!     // The errors of all methods become one, `bitrix24::Error`, by `?`.
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | what |
//! |---|---|
//! | `biconnector`, `tasks`, … | the methods of a module, of REST 3 as well; `full` is all modules |
//! | `crm.item`, `catalog.product`, … | the methods of a module inside a large one; `crm` is all modules inside `crm` |
//! | `client` | [`Bitrix24`](client::Bitrix24), the async client: tokio and hyper |
//! | `blocking` | [`blocking::Bitrix24`], the same for threads: ureq |
//! | `http2`, `reqwest`, `ureq`, `client-core`, `blocking-core` | other ways to carry calls, see [`client`](client#the-http-client) |
//! | `jiff`, `chrono` | [`DateTime`] and [`Date`] from and to the types of these crates |
//! | `rust_decimal` | [`Decimal`] from and to the type of this crate |
//! | none of these | the types alone, for any HTTP client, see [below](#with-any-http-client) |
//! | `serde`, on by default | `Serialize` and `Deserialize` for the types, in any format; no client needs it |
//!
//! The documentation of each module and each method names its feature. Methods that need no scope, such as `Profile`, need no
//! feature either. A method that stands in a large module itself belongs to the feature of that module, and to no part of it.
//!
//! # What the clients do
//!
//! Either client keeps within the limits of the portal, retries what is safe to retry, and renews the tokens of an
//! application; [`client`] says when. It also
//!
//! - reads lists over all their pages, long ones in batches: [`items`](client::Bitrix24::items),
//!   [`pages`](client::Bitrix24::pages), [`count`](client::Bitrix24::count), [`Walkable::walk`];
//! - sends many calls in one request: [`batch`](client::Bitrix24::batch), [`Batch`](client::Batch);
//! - calls [methods without a spec](Untyped), adds [parameters](Request::with_param), and decodes [outputs](OutputAs) and
//!   [rows](RowsAs) into types of your own;
//! - can be [read-only](client::Builder::read_only), show a [dry run](client::DryRun), and tell what a portal
//!   [supports](client::Bitrix24::supports) and which [`scopes`] it takes;
//! - serves an application on [many portals](client::Portals), and shares [rate limits](client::Limiter) between processes.
//!
//! All errors of the crate convert to [`Error`].
//!
//! # Identifiers
//!
//! Identifiers have types of their own. A number, or a text if they are text, converts to any of them, but none converts to
//! another:
//!
#![cfg_attr(feature = "biconnector", doc = "```compile_fail,E0277")]
#![cfg_attr(not(feature = "biconnector"), doc = "```ignore")]
//! use bitrix24::biconnector::{ConnectorId, source};
//!
//! source::Get::new(ConnectorId::from(6)); // expects the ID of a source
//! ```
//!
//! Required parameters that look alike are named at the call, so that none is mistaken for another: where there are four of one
//! type, or seven of any, `new` takes a struct that is called as the type with `Required` behind it.
//!
//! # Lists
//!
//! A method whose documentation says `Pages` is a list: [`Bitrix24::items`](client::Bitrix24::items) sends it as often as needed
//! and returns its rows one by one, [`pages`](client::Bitrix24::pages) page by page, and `send` a single page. What it selects, how
//! it filters and sorts are parameters, made with [`filter`] and [`Direction`]; a field that only the portal knows is named by its
//! text. A long list is read fastest by [`walk`](Walkable::walk), where there is one.
//!
//! # Batches
//!
//! Any requests go together in one: [`batch`](client::Bitrix24::batch) takes equal ones,
//! [`Batch`](client::Batch) different ones, of which one can refer to the result of another. Fifty fit into a request, and
//! longer batches are cut. A method that cannot be in a batch says so, and a call of it is an error there.
//!
//! # Unknown values
//!
//! The API grows weekly, so enums are open: what this version of the crate does not know is kept as `Unknown`, and goes back to
//! the server as it came. `From` makes any value, also one that the crate does not have. A `match` needs an arm `_`.
//!
//! # Credentials
//!
//! A webhook has its code in the address, so the address is a secret. An application calls by
//! [`Tokens`](client::Tokens), kept in a store, such as a [`FileStore`](client::FileStore). Some methods are for
//! applications only, as their documentation and [`Method::CONTEXT`] say.
//!
//! # With any HTTP client
//!
//! The types do no I/O. [`encode`] gives the body of the request, [`decode`] takes the status and the body of the response:
//!
//! ```
//! # #[cfg(feature = "biconnector")] {
//! use bitrix24::Method;
//! use bitrix24::biconnector::source::Get;
//!
//! // POST this to https://PORTAL/rest/METHOD with `Content-Type: application/json`, by any HTTP client.
//! let (method, body) = (Get::NAME, bitrix24::encode(&Get::new(6))?);
//! # assert_eq!((method, body.as_slice()), ("biconnector.source.get", &br#"{"id":6}"#[..]));
//! # let (status, answer) = (200, r#"{"error":"SOURCE_NOT_FOUND","error_description":"Source was not found."}"#);
//! match bitrix24::decode::<Get>(status, answer) {
//!     Ok(response) => println!("{}", response.result.connection.title),
//!     Err(error) => println!("{error}"),
//! }
//! # }
//! # Ok::<(), bitrix24::EncodeError>(())
//! ```
//!
//! Credentials are up to the caller then: a webhook's code is in the address, `https://PORTAL/rest/USER/CODE/METHOD`; an
//! access token is one more parameter, `auth`, of the query or of the JSON. The methods of REST 3 are in a module `v3`,
//! where a feature has any. Their path begins with `rest/api`, as [`Method::VERSION`] says, and the token goes into the
//! JSON only. A list leads from one page to the next by [`Paged::next_page`].
//!
//! # What the server really sends
//!
//! Bitrix24 is PHP behind JSON, and answers stray from the documentation. Decoding takes numbers and booleans as strings,
//! `[]` for an empty object, objects with numeric keys for arrays, any empty value for an optional one that is absent,
//! unknown keys, and unknown values of enums, which are kept. Everything else is a [`DecodeError`]: it names the path and
//! keeps the body. With [`decode_tolerant`], or `tolerant()` of the clients, an optional field that does not decode is absent
//! instead, and reported as a [`Mistake`] beside the result. Errors are found wherever the server puts them, also inside the
//! result of a successful response, unless the keys of that result are data.
//!
//! No `Debug` shows a value that the API documents as a secret: it is a [`Secret`]. No error shows the body or an address.
//! Where an error repeats the server's text, it is cut, control characters are escaped, and anything that is or looks like a
//! secret is masked; [`ApiError::description`] has all of it.

#![cfg_attr(docsrs, feature(doc_cfg))]

use bitrix24_core::runtime;

// Names follow the API, and so do the shapes that these lints are about: a method `from`, an object that its page calls
// deprecated and that others still refer to.
#[rustfmt::skip]
#[allow(deprecated)]
#[allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
#[allow(clippy::large_enum_variant, clippy::module_inception, clippy::enum_variant_names)]
// A module that several features lead to imports what types of each need.
#[cfg_attr(not(feature = "full"), allow(unused_imports))]
mod api;

// Its modules by name: rustc does not tell which feature is missing where a `*` hides it.
include!("api/_root.rs");
#[cfg(feature = "blocking-core")]
#[doc(inline)]
pub use bitrix24_core::blocking;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
#[doc(inline)]
pub use bitrix24_core::client;
#[cfg(feature = "client-core")]
#[doc(no_inline)]
pub use bitrix24_core::client::Bitrix24;
#[doc(inline)]
pub use bitrix24_core::{
    AnyCode, ApiError, AuthError, AuthErrorKind, Base64, Body, CallError, CivilDate, CivilTime,
    Context, Date, DateError, DateErrorKind, DateTime, DateTimeParts, Decimal, DecimalError,
    DecodeError, Direction, Effect, EncodeError, Error, ErrorCode, ErrorDetails, ErrorKind,
    ErrorRow, FieldError, File, IntoParam, ItemError, Method, Methods, Mistake, Money, NotRunError,
    Nullable, Order, OutputAs, Own, Paged, PagedRequest, Pagination, Paging, ReadOnlyError,
    Request, Response, Rest, RowError, RowsAs, Rule, Scalar, Scopes, Secret, StalledError,
    SystemCode, Time, Timestamp, TooLargeError, TooLargeKind, TransportError, TransportErrorKind,
    UnexpectedError, Unknown, UnlistedError, Untyped, UntypedList, ValidationError, Version,
    Violation, Walk, Walkable, With, decode, decode_partial, decode_tolerant, encode, filter,
    macros, record, scopes,
};

// The examples of the README compile.
#[cfg(all(
    doctest,
    feature = "biconnector",
    feature = "blocking",
    feature = "client",
    feature = "crm",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "tasks"
))]
#[doc = include_str!("../../README.md")]
struct Readme;
