//! What carries the bytes.

use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;

use super::{BoxFuture, BuildError, HttpMethod, HttpRequest, HttpResponse};
use crate::TransportError;

/// Carries a request to the server, and its answer back: an HTTP library behind a small wall.
///
/// It follows no redirect and repeats nothing, for it does not know what is safe. Whatever status an answer has, it is an answer.
/// An error must say truly whether the request may have left: [`TransportError::connect`] if it provably did not. No error may
/// show the address. A response that is longer than the request allows is not read to its end, and is the error
/// [`TransportError::too_large`].
pub trait Transport: Send + Sync + 'static {
    /// Sends the request, within its time.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// How long a connection may take to be made. What fails by then has not left, so it can be repeated.
const CONNECT: Duration = Duration::from_secs(20);

/// Carries by `reqwest` with rustls, the roots being those of the system.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// A transport with connections of its own.
    ///
    /// # Errors
    ///
    /// The system has no usable certificates.
    pub fn new() -> Result<Self, BuildError> {
        let failed = |error: &dyn Error| BuildError::new(format!("no TLS: {error}"));
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(|error| failed(&error))?
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT)
            // What is idle for longer may be closed at the other end, which costs a write its certainty.
            .pool_idle_timeout(Duration::from_secs(15))
            .build();
        client.map(Self).map_err(|error| failed(&error))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let method = match request.method {
                HttpMethod::Get => reqwest::Method::GET,
                HttpMethod::Post => reqwest::Method::POST,
            };
            let mut builder = self
                .0
                .request(method, request.url.expose_secret())
                .timeout(request.timeout)
                .body(request.body);
            for (name, value) in request.headers {
                builder = match value {
                    // Not copied, neither here nor whenever the request is cloned on its way.
                    Cow::Borrowed(text)
                        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) =>
                    {
                        builder.header(name, HeaderValue::from_static(text))
                    }
                    value => builder.header(name, &*value),
                };
            }
            let mut answer = builder.send().await.map_err(failure)?;
            let mut response = HttpResponse::new(answer.status().as_u16(), "");
            for (name, value) in answer.headers() {
                if let Ok(value) = value.to_str() {
                    response = response.header(name.as_str(), value);
                }
            }
            let limit = request.max_response_size;
            while let Some(chunk) = answer.chunk().await.map_err(failure)? {
                if chunk.len() > limit - response.body.len() {
                    return Err(TransportError::too_large(limit));
                }
                response.body.extend_from_slice(&chunk);
            }
            Ok(response)
        })
    }
}

/// What reqwest says, without the address.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let mut problem = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        problem += &format!(": {cause}");
        source = cause.source();
    }
    if error.is_connect() || error.is_builder() {
        TransportError::connect(problem)
    } else if error.is_timeout() {
        TransportError::timeout(problem)
    } else {
        TransportError::interrupted(problem)
    }
}
