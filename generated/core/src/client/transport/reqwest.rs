//! The transport over a `reqwest::Client` of the caller's own.

use std::fmt;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, Request, Url};

use super::{Transport, malformed, told};
use crate::TransportError;
use crate::client::{BoxFuture, BuildError, HttpMethod, HttpRequest, HttpResponse};
use crate::policy::body::Bounded;

/// Sends requests with the caller's own [`reqwest::Client`], and so with its TLS, proxies, DNS and connections.
///
/// The client must not follow redirects: reqwest would turn a redirected `POST` into a `GET` without parameters, or send the
/// credentials wherever the redirect points. [`from_builder`](Self::from_builder) turns redirects off. With any other client, a
/// response that was reached by a redirect is an error.
///
/// ```
/// use bitrix24::Bitrix24;
/// use bitrix24::client::ReqwestTransport;
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = ReqwestTransport::from_builder(reqwest::Client::builder())?;
/// let bitrix = Bitrix24::builder().transport(transport).webhook("https://PORTAL/rest/USER/CODE/")?;
/// # Ok(())
/// # }
/// ```
///
/// This crate turns on no feature of reqwest, so TLS needs one of reqwest's features in your own `Cargo.toml`. With its feature `gzip`
/// reqwest decompresses responses; `max_response_size` then limits the decompressed body.
/// [`Builder::timeout`](crate::client::Builder::timeout) overrides the client's timeout. Set a `connect_timeout`: a request that timed
/// out while connecting is known not to have been sent, and is retried; after any other timeout that is unknown.
#[derive(Clone)]
pub struct ReqwestTransport(Client);

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Builds the client, with redirects turned off.
    ///
    /// # Errors
    ///
    /// The client cannot be built.
    pub fn from_builder(builder: ClientBuilder) -> Result<Self, BuildError> {
        let client = builder.redirect(Policy::none()).referer(false).build();
        let wrong = |error: reqwest::Error| BuildError::new(told(&error.without_url()));
        client.map(Self).map_err(wrong)
    }

    async fn exchange(
        &self,
        request: Request,
        limit: usize,
    ) -> Result<HttpResponse, TransportError> {
        let sent = request.url().clone();
        let mut answer = self.0.execute(request).await.map_err(failure)?;
        if *answer.url() != sent {
            let problem =
                "the reqwest client followed a redirect: build it with `redirect::Policy::none()`";
            return Err(TransportError::interrupted(problem));
        }
        let mut response = HttpResponse::new(answer.status().as_u16(), "");
        for (name, value) in answer.headers() {
            if let Ok(value) = value.to_str() {
                response = response.header(name.as_str(), value);
            }
        }
        let mut body = Bounded::new(limit);
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            body.push(&chunk)?;
        }
        response.body = body.into_bytes();
        Ok(response)
    }
}

/// The client must not follow redirects, see [`ReqwestTransport`].
impl From<Client> for ReqwestTransport {
    fn from(client: Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let limit = request.max_response_size;
            self.exchange(write(request)?, limit).await
        })
    }
}

/// The request, as reqwest takes it.
fn write(request: HttpRequest) -> Result<Request, TransportError> {
    let method = match request.method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
    };
    let url = request.url.expose_secret();
    let url = url.parse::<Url>().map_err(|_| malformed())?;
    let mut sent = Request::new(method, url);
    for (name, value) in request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed())?;
        let value = HeaderValue::from_str(&value).map_err(|_| malformed())?;
        sent.headers_mut().append(name, value);
    }
    *sent.timeout_mut() = Some(request.timeout);
    *sent.body_mut() = Some(request.body.into());
    Ok(sent)
}

/// Why there is no response, without the address.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let problem = told(&error);
    match () {
        // The error's type belongs to a library whose version only the program knows.
        () if error.is_connect() && is_untrusted(&problem) => TransportError::certificate(problem),
        () if error.is_connect() => TransportError::connect(problem),
        // It was never started: TLS is missing, or reqwest rejects the address.
        () if error.is_builder() => TransportError::connect(problem),
        () if error.is_timeout() => TransportError::timeout("no response in time"),
        () => TransportError::interrupted(problem),
    }
}

/// Whether rustls or OpenSSL blames the certificate, by its text. If it is not recognized, the call is retried in vain.
fn is_untrusted(problem: &str) -> bool {
    problem.contains("invalid peer certificate") || problem.contains("certificate verify failed")
}
