//! Converts requests and responses from and to ureq's.

use std::time::Duration;

use http::uri::PathAndQuery;
use http::{Request, Response, Uri};
use ureq::{Agent, Body, Error};

use super::target;
use crate::TransportError;
use crate::client::{HttpMethod, HttpRequest, HttpResponse};

/// More than a year is more than ureq can add to its clock.
const LONGEST: Duration = Duration::from_secs(1 << 25);

/// The request, as ureq takes it.
pub(super) fn write(request: HttpRequest) -> Result<Request<Vec<u8>>, TransportError> {
    let method = match request.method {
        HttpMethod::Get => http::Method::GET,
        HttpMethod::Post => http::Method::POST,
    };
    let mut sent = Request::builder()
        .method(method)
        .uri(request.url.expose_secret().as_str());
    for (name, value) in request.headers {
        sent = sent.header(name, &*value);
    }
    sent.body(request.body).map_err(|_| malformed())
}

/// The error does not say why, since that may show the address.
pub(super) fn malformed() -> TransportError {
    TransportError::connect("the request has an invalid header or address")
}

pub(super) fn run(
    agent: &Agent,
    request: Request<Vec<u8>>,
    timeout: Duration,
) -> Result<Response<Body>, Error> {
    let request = agent
        .configure_request(request)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(timeout.min(LONGEST)));
    agent.run(request.build())
}

/// The same for an agent of [`connector`](super::connector): ureq does not see path and query.
pub(super) fn run_hidden(
    agent: &Agent,
    mut request: Request<Vec<u8>>,
    timeout: Duration,
) -> Result<Response<Body>, TransportError> {
    let mut parts = request.uri().clone().into_parts();
    let root = PathAndQuery::from_static("/");
    let target = parts.path_and_query.replace(root).ok_or_else(malformed)?;
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| malformed())?;
    let answer = target::with(target.to_string(), || run(agent, request, timeout));
    answer.map_err(failure)
}

/// The response without its body, and its body.
pub(super) fn head(answer: Response<Body>) -> (HttpResponse, Body) {
    let (head, body) = answer.into_parts();
    let mut response = HttpResponse::new(head.status.as_u16(), "");
    for (name, value) in &head.headers {
        if let Ok(value) = value.to_str() {
            response = response.header(name.as_str(), value);
        }
    }
    (response, body)
}

/// Why the body is incomplete.
pub(super) fn broken(error: Error, limit: usize) -> TransportError {
    match error {
        Error::BodyExceedsLimit(_) => TransportError::too_large(limit),
        error => failure(error),
    }
}

/// ureq's error of a request that may have been sent, without the address. Connecting failures come from the crate's own
/// connector.
pub(super) fn failure(error: Error) -> TransportError {
    match error {
        Error::Other(inner) => match inner.downcast::<TransportError>() {
            Ok(connecting) => *connecting,
            Err(_) => TransportError::interrupted("the exchange failed"),
        },
        // ureq starts the handshake when it sends the request, so nothing was sent before the handshake ends.
        Error::Io(problem) if is_untrusted(&problem) => {
            TransportError::certificate(problem.to_string())
        }
        Error::Timeout(_) => TransportError::timeout("no response in time"),
        Error::Io(problem) => {
            TransportError::interrupted(format!("the connection broke: {problem}"))
        }
        Error::Protocol(problem) => {
            TransportError::interrupted(format!("the answer is not HTTP: {problem}"))
        }
        _ => TransportError::interrupted("the exchange failed"),
    }
}

/// Whether rustls or OpenSSL blames the certificate. Tested by text: the error types belong to versions that only the program
/// knows.
fn is_untrusted(problem: &std::io::Error) -> bool {
    let problem = problem.to_string();
    problem.contains("invalid peer certificate") || problem.contains("certificate verify failed")
}
