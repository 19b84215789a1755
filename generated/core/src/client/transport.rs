//! What sends the requests.

#[cfg(feature = "client")]
mod connect;
#[cfg(feature = "client")]
mod hyper;
#[cfg(feature = "reqwest")]
mod reqwest;

#[cfg(feature = "client")]
pub use self::hyper::{HyperTransport, HyperTransportBuilder};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

#[cfg(any(feature = "client", feature = "reqwest"))]
use std::error::Error;

use super::{BoxFuture, HttpRequest, HttpResponse};
use crate::TransportError;

/// Sends a request to the server, and returns its response: the interface to an HTTP library.
///
/// It must not follow redirects or retry, since it does not know what is safe. A response with any status is `Ok`. An error
/// must say whether the request may have been sent: [`TransportError::connect`] only if it certainly was not. No error may show
/// the address. A response that is longer than the request allows is not read to its end, and is the error
/// [`TransportError::too_large`]; the limit applies to the decompressed body.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, and returns the response within its timeout.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// An error and its causes. hyper shows no address.
#[cfg(any(feature = "client", feature = "reqwest"))]
fn told(error: &dyn Error) -> String {
    let mut problem = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        problem += &format!(": {cause}");
        source = cause.source();
    }
    problem
}

/// The request is not valid HTTP. The error does not say why, since that may show the address.
#[cfg(any(feature = "client", feature = "reqwest"))]
fn malformed() -> TransportError {
    TransportError::connect("the request has an invalid header or address")
}
