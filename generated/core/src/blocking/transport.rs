//! What carries the bytes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::uri::PathAndQuery;
use rustls::RootCertStore;
use ureq::Agent;

use super::{connect, target};
use crate::client::{HttpMethod, HttpRequest, HttpResponse};
use crate::policy::connect::{CONNECT, IDLE};
use crate::policy::proxy::Proxy;
use crate::{TransportError, tls};

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

/// Carries by `ureq`, over rustls, the roots being those of Mozilla.
///
/// An `https` portal is reached by the proxy that `HTTPS_PROXY`, or else `ALL_PROXY`, names: `http` or `https`, with name and password
/// if it wants them. `NO_PROXY` excepts hosts, separated by commas: `example.com` and all below it, `10.1.2.3`, `10.0.0.0/8`, or all
/// by `*`. Each may be in lower case. This machine is always reached without a proxy. The environment is read by `new`.
///
/// `ureq` tells the crate `log` of each request. It knows neither path nor query, so it shows no code of a webhook and no token
/// that is sent; at the level `TRACE` it shows answers, in which there are tokens when they are renewed.
#[derive(Clone)]
pub struct UreqTransport {
    direct: Agent,
    proxied: Arc<Proxy<Agent>>,
}

impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqTransport").finish_non_exhaustive()
    }
}

impl Default for UreqTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl UreqTransport {
    /// A transport with connections of its own.
    #[must_use]
    pub fn new() -> Self {
        let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let tls = tls::builder().map(|builder| {
            let config = builder.with_root_certificates(roots);
            Arc::new(config.with_no_client_auth())
        });
        let config = || {
            Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_idle_age(IDLE)
                .timeout_connect(Some(CONNECT))
        };
        Self {
            direct: connect::agent(config().proxy(None).build(), &tls),
            proxied: Arc::new(Proxy::from_env(|address| {
                let proxy = ureq::Proxy::new(address).ok()?;
                Some(connect::agent(config().proxy(Some(proxy)).build(), &tls))
            })),
        }
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        // What is wrong may be the address, so it is not told.
        let wrong = || TransportError::connect("the request has an invalid header or address");
        let uri: Uri = request.url.expose_secret().parse().map_err(|_| wrong())?;
        let agent = self.proxied.of(&uri)?.unwrap_or(&self.direct);
        let mut parts = uri.into_parts();
        let root = PathAndQuery::from_static("/");
        let target = parts.path_and_query.replace(root).ok_or_else(wrong)?;
        let mut sent = http::Request::builder()
            .method(match request.method {
                HttpMethod::Get => http::Method::GET,
                HttpMethod::Post => http::Method::POST,
            })
            .uri(Uri::from_parts(parts).map_err(|_| wrong())?);
        for (name, value) in request.headers {
            sent = sent.header(name, &*value);
        }
        let sent = sent.body(request.body).map_err(|_| wrong())?;
        let sent = agent
            .configure_request(sent)
            .timeout_global(Some(request.timeout.min(LONGEST)))
            .build();
        let answer = target::with(target.to_string(), || agent.run(sent));
        let mut answer = answer.map_err(failure)?;
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
        response.body = body.map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => TransportError::too_large(limit),
            error => failure(error),
        })?;
        Ok(response)
    }
}

/// What ureq says, without the address. What is wrong with a connection, the connector has said; after it the request may have left.
fn failure(error: ureq::Error) -> TransportError {
    use ureq::Error;
    match error {
        Error::Other(inner) => match inner.downcast::<TransportError>() {
            Ok(connecting) => *connecting,
            Err(_) => TransportError::interrupted("the exchange failed"),
        },
        Error::Timeout(_) => TransportError::timeout("there was no answer in time"),
        Error::Io(problem) => {
            TransportError::interrupted(format!("the connection broke: {problem}"))
        }
        Error::Protocol(problem) => {
            TransportError::interrupted(format!("the answer is not HTTP: {problem}"))
        }
        _ => TransportError::interrupted("the exchange failed"),
    }
}
