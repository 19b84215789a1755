//! What sends the requests.

#[cfg(feature = "blocking")]
mod connect;
#[cfg(feature = "ureq")]
mod connector;
#[cfg(feature = "ureq")]
mod exchange;
#[cfg(feature = "blocking")]
mod own;
#[cfg(feature = "ureq")]
mod target;
#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "blocking")]
pub use self::own::UreqTransportBuilder;
#[cfg(feature = "ureq")]
pub use self::ureq::UreqTransport;

use crate::TransportError;
use crate::client::{HttpRequest, HttpResponse};

/// Sends a request to the server, and returns its response: the interface to an HTTP library.
///
/// It must not follow redirects or retry, since it does not know what is safe. A response with any status is `Ok`. An error
/// must say whether the request may have been sent: [`TransportError::connect`] only if it certainly was not. No error may show
/// the address. A response that is longer than the request allows is not read to its end, and is the error
/// [`TransportError::too_large`]; the limit applies to the decompressed body.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, and returns the response within its timeout.
    ///
    /// # Errors
    ///
    /// There is no response, see [`TransportError`].
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}
