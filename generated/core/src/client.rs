//! Clients for real portals: by webhook or OAuth, within the rate limits, with retries where they are safe.
//!
//! [`Bitrix24`] is the async client, of the feature `client`; [`blocking::Bitrix24`](crate::blocking::Bitrix24) is the same for
//! threads, of the feature `blocking`. Types that both use are here too, with either feature: [`Batch`], [`Tokens`],
//! [`FileStore`], [`Retry`], [`RateLimit`] and others.
//!
//! # The HTTP client
//!
//! Requests are sent by a [`Transport`], in the blocking client a [`blocking::Transport`](crate::blocking::Transport):
//!
//! | feature | transport | what it brings |
//! |---|---|---|
//! | `client` | `HyperTransport`, the default of the async client | hyper, rustls, *ring*, flate2 |
//! | `blocking` | `UreqTransport`, the default of the blocking client | ureq, rustls, *ring*, flate2 |
//! | `http2` | `HyperTransport` over HTTP/2, if the server chooses it | h2 |
//! | `reqwest` | `ReqwestTransport`, for your own `reqwest::Client` | reqwest, without features |
//! | `ureq` | `UreqTransport`, for your own ureq configuration or `ureq::Agent` | ureq, without features |
//! | `client-core`, `blocking-core` | your own, which the builder requires | no HTTP library, no TLS |
//!
//! `HyperTransport::builder()` and `UreqTransport::builder()` have the same settings. The defaults are:
//!
//! - **Proxies.** `https` portals are reached through the proxy named by `HTTPS_PROXY`, or else `ALL_PROXY`: `http` or `https`, with
//!   user name and password in its address if needed. `NO_PROXY` lists exceptions, separated by commas: `example.com` with its
//!   subdomains, `10.1.2.3`, `10.0.0.0/8`, or `*`. Each variable may be in lower case. Plain HTTP and this machine are always reached
//!   directly, so `HTTP_PROXY` is never read. The environment is read when the transport is built.
//! - **Certificates.** The system's are trusted. On Windows, macOS, iOS and Android the system itself verifies a certificate, on the
//!   thread that connects. Elsewhere its certificate files are read when the transport is built, and shared by all transports that
//!   live at the same time; `SSL_CERT_FILE` and `SSL_CERT_DIR` name others to read instead. In a container without the package
//!   `ca-certificates` building fails, unless `tls_built_in_root_certs(false)` says that none are needed.
//! - **Connections.** As many idle connections are kept as were in use at once, for 15 seconds.
//! - **Compression.** Responses may be compressed with gzip. `max_response_size` limits the decompressed body; a truncated or corrupt
//!   body is [`Interrupted`](crate::TransportErrorKind::Interrupted).
//! - **HTTP/2** is used by the async client with the feature `http2`, if the server chooses it in the TLS handshake. Calls then share
//!   one connection.
//!
//! Plain HTTP and invalid certificates are allowed host by host: with `danger_allow_http` of the client's builder and
//! `danger_accept_invalid_certs` of the transport's.
//!
//! # What a client does about failures
//!
//! | what happens | what is done |
//! |---|---|
//! | `QUERY_LIMIT_EXCEEDED` | retried after a growing delay, for any method: the call was refused before it ran; all clients of the portal slow down |
//! | no connection: no name, no route, no proxy, no TLS | retried, for any method: the request was never sent |
//! | an untrusted certificate | an error: a retry would not help |
//! | `INTERNAL_SERVER_ERROR`, HTTP 5xx without a known code, a timeout, a broken connection, half a response | retried if the method reads ([`Method::EFFECT`](crate::Method::EFFECT)), if the call is `idempotent()`, or if it is one of REST 3 with an `idempotency_key()`; otherwise an error whose [`may_have_run()`](crate::CallError::may_have_run) is true |
//! | `OPERATION_TIME_LIMIT` | retried when the method may be called again, if that is known from its last good response and soon enough, see [`Retry::operating_wait`] |
//! | `OVERLOAD_LIMIT` | an error: only the vendor's support lifts this block |
//! | `expired_token` | for an application the token is renewed, once for all calls, saved, and the call retried; an [`AuthError`](crate::AuthError) if that fails |
//! | a redirect | the portal was renamed: the call is sent to the new address, if that is a domain of Bitrix24, in the zone of the portal, or an allowed host |
//! | an error inside the result of a successful response, whatever its code | an error of the method, at once |
//! | a response that is longer than `max_response_size` of the builder, or whose result takes too much memory | [`CallError::TooLarge`](crate::CallError::TooLarge), at once |
//! | an optional field whose value is of another kind than documented | an error, of the row if it is in a list; with [`tolerant()`](crate::Mistake) it is left absent and reported |
//! | any other error | an error, at once; if the method, its scope or its kind of authorization is missing, the error adds what the spec says about it |
//! | a write by a client that is `read_only()` | [`CallError::ReadOnly`](crate::CallError::ReadOnly); nothing is sent |
//!
//! A list is read to its end. A row that does not decode is an error of that row, [`ItemError::Row`](crate::ItemError::Row),
//! and a row that is on two neighbouring pages is returned once. Pages that repeat others, that stay empty, or that lead
//! nowhere end it with [`CallError::Stalled`](crate::CallError::Stalled); [`Paging`](crate::Paging) says how the pages follow
//! each other, and how many requests that takes.
//!
//! A call of a [`Batch`] that alone is refused because of a limit is retried in the same way, without the others: see there.
//!
//! A request is sent at most five times, see [`Retry`]. Delays grow from 1 to 30 seconds, and are not shorter than a
//! `Retry-After`, up to [`Retry::max_delay`]. A call whose deadline leaves no time to wait ends at once, with the result of its
//! last attempt. The deadline of the builder is for a whole batch, with all of its requests, and for a whole list, with all of
//! its pages.
//!
//! All clients of a portal in this process share its [`RateLimit`]: a call that would exceed it waits, in order of arrival.
//! Several processes share it with a [`FileLimiter`], or with a limiter of your own, set by `limiter` of the builder.
//!
//! An application on many portals gets its clients from [`Portals`], which keeps their tokens by `member_id`.
//!
//! `dry_run()` of a call and `dry_run_batch()` of a client show what would be sent, without sending it: see [`DryRun`].
//!
//! No secret appears in any `Debug`, error or trace of this crate; but see `blocking::UreqTransport` for the responses that
//! `ureq` itself logs. Each call is a span of [`tracing`](https://docs.rs/tracing), `bitrix24`, with `method`, `portal`,
//! `attempts`, `status`, `code` and `operating`; at the level `TRACE` parameters and results are shown as `Debug` shows them,
//! without what is documented as a secret. A wait is an event with its duration, `wait`, and its `reason`: `rate limit`,
//! `retry`, or `operating time` for a method that has worked too long. It is logged once, when it begins, at the level `DEBUG`,
//! and at `INFO`, with `method` and `portal`, if it takes ten seconds or more.

mod file;
mod file_limiter;
mod file_portals;
mod member_store;

pub use file::FileStore;
pub use file_limiter::FileLimiter;
pub use file_portals::FilePortalStore;
pub use member_store::MemberStore;

pub use crate::policy::batch::{
    Arguments, Batch, BatchCall, BatchReference, BatchRequests, BatchResults,
};
pub use crate::policy::oauth::{
    App, MemoryPortalStore, MemoryStore, PortalError, PortalEvent, StoreError, Stored, Tokens,
};
pub use crate::policy::page::{Page, PageRows};
pub use crate::policy::pager::Progress;
#[cfg(any(feature = "client", feature = "blocking"))]
pub use crate::policy::proxy::Proxy;
pub use crate::policy::{
    Admission, BatchDryRun, BuildError, DryRun, DryRunCall, HttpMethod, HttpRequest, HttpResponse,
    OperatingTime, RateLimit, Retry,
};
#[cfg(any(feature = "client", feature = "blocking"))]
pub use crate::tls::Certificate;

#[cfg(feature = "client-core")]
mod background;
#[cfg(feature = "client-core")]
mod bitrix24;
#[cfg(feature = "client-core")]
mod builder;
#[cfg(feature = "client-core")]
mod call;
#[cfg(feature = "client-core")]
mod limiter;
#[cfg(feature = "client-core")]
mod pages;
#[cfg(feature = "client-core")]
mod portal_store;
#[cfg(feature = "client-core")]
mod portals;
#[cfg(feature = "client-core")]
mod store;
#[cfg(feature = "client-core")]
mod tasks;
#[cfg(feature = "client-core")]
mod timer;
#[cfg(feature = "client-core")]
mod transport;

#[cfg(feature = "client-core")]
pub use {
    bitrix24::Bitrix24,
    builder::Builder,
    call::Call,
    limiter::Limiter,
    pages::{Items, Pages},
    portal_store::PortalStore,
    portals::Portals,
    store::TokenStore,
    timer::{Timer, TokioTimer},
    transport::Transport,
};

#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
#[cfg(feature = "client")]
pub use transport::{HyperTransport, HyperTransportBuilder};

/// A future in a box, as the traits of this module return it.
#[cfg(feature = "client-core")]
pub type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
