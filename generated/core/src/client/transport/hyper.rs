//! The transport over hyper.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderName};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::connect::capture_connection;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connect::Connector;
use super::{Transport, malformed, told};
use crate::TransportError;
use crate::client::{BoxFuture, BuildError, HttpMethod, HttpRequest, HttpResponse};
use crate::driver;
use crate::policy::TransportConfig;
use crate::policy::body::{ENCODING, Unpacked};
use crate::policy::connect::too_slow;
use crate::tls::Tls;

/// Sends requests with `hyper` and rustls over HTTP/1.1, or, with the feature `http2`, over HTTP/2 if the server chooses it.
///
/// ```
/// use std::time::Duration;
///
/// use bitrix24::Bitrix24;
/// use bitrix24::client::{HyperTransport, Proxy};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = HyperTransport::builder()
///     .proxy(Proxy::new("http://proxy.example:3128")?)
///     .pool_idle_timeout(Duration::from_secs(10))
///     .build()?;
/// let bitrix = Bitrix24::builder().transport(transport).webhook("https://PORTAL/rest/USER/CODE/")?;
/// # Ok(())
/// # }
/// ```
///
/// Proxies and certificates come from [the environment](crate::client#the-http-client) unless the
/// [builder](HyperTransportBuilder) sets others.
#[derive(Clone)]
pub struct HyperTransport {
    client: Client<Connector, Full<Bytes>>,
    gzip: bool,
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

driver::transport!(HyperTransport, HyperTransportBuilder);

/// Settings that exist only with HTTP/2.
#[cfg(feature = "http2")]
impl HyperTransportBuilder {
    /// Uses HTTP/1.1 only. Default: HTTP/2 with servers that choose it in the TLS handshake (ALPN), where all calls share one
    /// connection; HTTP/1.1 with other servers, and always without TLS.
    #[must_use]
    pub fn http1_only(mut self) -> Self {
        self.0.http1_only = true;
        self
    }
}

impl HyperTransport {
    fn with(config: &TransportConfig) -> Result<Self, BuildError> {
        let connector = Connector::new(&Tls::new(&config.trust)?, config)?;
        let mut client = Client::builder(TokioExecutor::new());
        client
            .pool_idle_timeout(config.pool_idle_timeout)
            .pool_max_idle_per_host(config.pool_max_idle_per_host)
            .pool_timer(TokioTimer::new());
        // All calls share a connection, so a silently dead one must be detected.
        #[cfg(feature = "http2")]
        client
            .timer(TokioTimer::new())
            .http2_keep_alive_interval(super::connect::KEEP_ALIVE)
            .http2_keep_alive_timeout(super::connect::KEEP_ALIVE);
        Ok(Self {
            client: client.build(connector),
            gzip: config.gzip,
        })
    }

    async fn exchange(
        &self,
        request: http::Request<Full<Bytes>>,
        limit: usize,
    ) -> Result<HttpResponse, TransportError> {
        let answer = self
            .client
            .request(request)
            .await
            .map_err(|error| failure(&error))?;
        let mut response = HttpResponse::new(answer.status().as_u16(), "");
        for (name, value) in answer.headers() {
            if let Ok(value) = value.to_str() {
                response = response.header(name.as_str(), value);
            }
        }
        let encoding = answer.headers().get(CONTENT_ENCODING);
        let encoding = encoding.and_then(|encoding| encoding.to_str().ok());
        let mut unpacked = Unpacked::new(limit, encoding);
        let mut body = answer.into_body();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| TransportError::interrupted(told(&error)))?;
            unpacked.push(frame.data_ref().map_or(&[][..], |data| data))?;
        }
        response.body = unpacked.finish()?;
        Ok(response)
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (timeout, limit) = (request.timeout, request.max_response_size);
            let mut request = write(request)?;
            if self.gzip {
                let encoding = HeaderValue::from_static(ENCODING);
                request.headers_mut().insert(ACCEPT_ENCODING, encoding);
            }
            let connection = capture_connection(&mut request);
            match tokio::time::timeout(timeout, self.exchange(request, limit)).await {
                Ok(answer) => answer,
                // With a connection, the request may have been sent.
                Err(_) if connection.connection_metadata().is_some() => {
                    Err(TransportError::timeout("no response in time"))
                }
                Err(_) => Err(too_slow()),
            }
        })
    }
}

/// The request, as hyper takes it.
fn write(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, TransportError> {
    let mut sent = http::Request::new(Full::from(request.body));
    *sent.method_mut() = match request.method {
        HttpMethod::Get => http::Method::GET,
        HttpMethod::Post => http::Method::POST,
    };
    *sent.uri_mut() = request
        .url
        .expose_secret()
        .parse()
        .map_err(|_| malformed())?;
    for (name, value) in request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed())?;
        let value = match value {
            // Not copied, neither here nor whenever the request is cloned on its way.
            Cow::Borrowed(text) if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
                HeaderValue::from_static(text)
            }
            value => HeaderValue::from_str(&value).map_err(|_| malformed())?,
        };
        sent.headers_mut().append(name, value);
    }
    Ok(sent)
}

/// Why there is no response. Connecting failures come from the connector.
fn failure(error: &legacy::Error) -> TransportError {
    let connecting = error.source().and_then(|source| source.downcast_ref());
    match connecting {
        Some(error) => TransportError::clone(error),
        None if error.is_connect() => TransportError::connect(told(error)),
        None => TransportError::interrupted(told(error)),
    }
}
