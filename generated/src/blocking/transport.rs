//! What carries the bytes.

use std::time::Duration;

use ureq::Agent;

use crate::TransportError;
use crate::client::{HttpMethod, HttpRequest, HttpResponse};

/// Carries a request to the server, and its answer back: an HTTP library behind a small wall.
///
/// It follows no redirect and repeats nothing, for it does not know what is safe. Whatever status an answer has, it is an answer.
/// An error must say truly whether the request may have left: [`TransportError::connect`] if it provably did not. No error may
/// show the address. A response that is longer than the request allows is not read to its end, and is the error
/// [`TransportError::too_large`].
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, within its time.
    ///
    /// # Errors
    ///
    /// There is no answer.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}

/// More than a year is more than ureq can add to its clock.
const LONGEST: Duration = Duration::from_secs(1 << 25);

/// Carries by `ureq` with rustls, the roots being those of Mozilla.
///
/// `ureq` tells the crate `log` of each request. Only at the level `TRACE` it shows the address, which is a secret.
#[derive(Clone, Debug)]
pub struct UreqTransport(Agent);

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

/// How long a connection may take to be made. What fails by then has not left, so it can be repeated.
const CONNECT: Duration = Duration::from_secs(20);

impl UreqTransport {
    /// A transport with connections of its own.
    #[must_use]
    pub fn new() -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .build();
        Self(config.into())
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            HttpMethod::Get => http::Method::GET,
            HttpMethod::Post => http::Method::POST,
        };
        let mut builder = http::Request::builder()
            .method(method)
            .uri(request.url.expose_secret());
        for (name, value) in request.headers {
            builder = builder.header(name, &*value);
        }
        // What is wrong may be the address, so it is not told.
        let wrong =
            |_| TransportError::connect("the request has a header or an address that is none");
        let sent = builder.body(request.body).map_err(wrong)?;
        let sent = self
            .0
            .configure_request(sent)
            .timeout_global(Some(request.timeout.min(LONGEST)))
            .build();
        let mut answer = self.0.run(sent).map_err(|error| failure(&error))?;
        let mut response = HttpResponse::new(answer.status().as_u16(), "");
        for (name, value) in answer.headers() {
            if let Ok(value) = value.to_str() {
                response = response.header(name.as_str(), value);
            }
        }
        let limit = request.max_response_size;
        let body = answer
            .body_mut()
            .with_config()
            .limit(limit as u64)
            .read_to_vec();
        response.body = body.map_err(|error| match failure(&error) {
            _ if matches!(error, ureq::Error::BodyExceedsLimit(_)) => {
                TransportError::too_large(limit)
            }
            // By now the request has left.
            error if error.may_have_run => error,
            error => TransportError::interrupted(error.problem),
        })?;
        Ok(response)
    }
}

/// What ureq says, without the address.
fn failure(error: &ureq::Error) -> TransportError {
    use ureq::{Error, Timeout};
    match error {
        Error::HostNotFound => TransportError::connect("the host is not found"),
        Error::ConnectionFailed => TransportError::connect("the connection failed"),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportError::connect("there was no connection in time")
        }
        Error::Tls(problem) => TransportError::connect(format!("no TLS: {problem}")),
        Error::Rustls(problem) => TransportError::connect(format!("no TLS: {problem}")),
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => {
            TransportError::connect("the address is none")
        }
        Error::Timeout(_) => TransportError::timeout("there was no answer in time"),
        Error::Io(problem) if problem.kind() == std::io::ErrorKind::ConnectionRefused => {
            TransportError::connect("the connection was refused")
        }
        Error::Io(problem) => {
            TransportError::interrupted(format!("the connection broke: {problem}"))
        }
        Error::Protocol(problem) => {
            TransportError::interrupted(format!("this is no HTTP: {problem}"))
        }
        _ => TransportError::interrupted("the exchange failed"),
    }
}
