//! What carries the bytes.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use http::header::HeaderName;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::connect::Connector;
use super::{BoxFuture, BuildError, HttpMethod, HttpRequest, HttpResponse};
use crate::policy::connect::{IDLE, too_slow};
use crate::{TransportError, tls};

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

/// Carries by `hyper`, over HTTP/1.1 and rustls, the roots being those of the system.
///
/// An `https` portal is reached by the proxy that `HTTPS_PROXY`, or else `ALL_PROXY`, names: `http` or `https`, with name and password
/// if it wants them. `NO_PROXY` excepts hosts, separated by commas: `example.com` and all below it, `10.1.2.3`, `10.0.0.0/8`, or all
/// by `*`. Each may be in lower case. This machine is always reached without a proxy. The environment is read by `new`.
#[derive(Clone)]
pub struct HyperTransport(Client<Connector, Full<Bytes>>);

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

impl HyperTransport {
    /// A transport with connections of its own.
    ///
    /// # Errors
    ///
    /// The system has no usable certificates.
    pub fn new() -> Result<Self, BuildError> {
        let verified = tls::builder().and_then(|builder| builder.with_platform_verifier());
        let verified = verified.map_err(|error| BuildError::new(format!("no TLS: {error}")))?;
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(Connector::new(Arc::new(verified.with_no_client_auth())));
        Ok(Self(client))
    }

    async fn exchange(
        &self,
        request: http::Request<Full<Bytes>>,
        limit: usize,
    ) -> Result<HttpResponse, TransportError> {
        let answer = self
            .0
            .request(request)
            .await
            .map_err(|error| failure(&error))?;
        let mut response = HttpResponse::new(answer.status().as_u16(), "");
        for (name, value) in answer.headers() {
            if let Ok(value) = value.to_str() {
                response = response.header(name.as_str(), value);
            }
        }
        let mut body = answer.into_body();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| TransportError::interrupted(told(&error)))?;
            let chunk = frame.data_ref().map_or(&[][..], |data| data);
            if chunk.len() > limit.saturating_sub(response.body.len()) {
                return Err(TransportError::too_large(limit));
            }
            response.body.extend_from_slice(chunk);
        }
        Ok(response)
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (timeout, limit) = (request.timeout, request.max_response_size);
            let mut request = write(request)?;
            let connection = capture_connection(&mut request);
            match tokio::time::timeout(timeout, self.exchange(request, limit)).await {
                Ok(answer) => answer,
                // What has a connection may have left by it.
                Err(_) if connection.connection_metadata().is_some() => {
                    Err(TransportError::timeout("there was no answer in time"))
                }
                Err(_) => Err(too_slow()),
            }
        })
    }
}

/// The request, as hyper takes it.
fn write(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, TransportError> {
    // What is wrong may be the address, so it is not told.
    let wrong = || TransportError::connect("the request has an invalid header or address");
    let mut sent = http::Request::new(Full::from(request.body));
    *sent.method_mut() = match request.method {
        HttpMethod::Get => http::Method::GET,
        HttpMethod::Post => http::Method::POST,
    };
    *sent.uri_mut() = request.url.expose_secret().parse().map_err(|_| wrong())?;
    for (name, value) in request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        let value = match value {
            // Not copied, neither here nor whenever the request is cloned on its way.
            Cow::Borrowed(text) if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
                HeaderValue::from_static(text)
            }
            value => HeaderValue::from_str(&value).map_err(|_| wrong())?,
        };
        sent.headers_mut().append(name, value);
    }
    Ok(sent)
}

/// Why there is no answer. What is wrong with a connection, the connector has said.
fn failure(error: &legacy::Error) -> TransportError {
    let connecting = error.source().and_then(|source| source.downcast_ref());
    match connecting {
        Some(error) => TransportError::clone(error),
        None if error.is_connect() => TransportError::connect(told(error)),
        None => TransportError::interrupted(told(error)),
    }
}

/// An error and its causes. hyper shows no address.
fn told(error: &dyn Error) -> String {
    let mut problem = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        problem += &format!(": {cause}");
        source = cause.source();
    }
    problem
}
