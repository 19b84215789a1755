//! A request and its answer, for any transport.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::Secret;

/// A request for a transport to send.
///
/// `Debug` shows neither the address nor the body: both contain secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The whole address. It is a secret: that of a webhook has its code in it.
    pub url: Secret<String>,
    /// The headers: name and value.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body; empty for `GET`.
    pub body: Vec<u8>,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// Maximum length of the response body, in bytes after decompression. A transport reads no more than that, and reports a
    /// longer one with [`TransportError::too_large`](crate::TransportError::too_large).
    pub max_response_size: usize,
}

/// The methods that the API needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HttpMethod {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The response that a transport returns, with any status; redirects are not followed.
///
/// `Debug` shows no body.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The whole body.
    pub body: Vec<u8>,
    /// The header `Location`.
    pub location: Option<String>,
    /// The header `X-Request-Id`.
    pub request_id: Option<String>,
    /// The header `Retry-After`, if it is a number of seconds.
    pub retry_after: Option<Duration>,
}

impl HttpResponse {
    /// Creates a response without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            ..Self::default()
        }
    }

    /// Adds a header, if the client uses it.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match name {
            _ if name.eq_ignore_ascii_case("location") => self.location = Some(value.to_owned()),
            _ if name.eq_ignore_ascii_case("x-request-id") => {
                self.request_id = Some(value.to_owned());
            }
            _ if name.eq_ignore_ascii_case("retry-after") => {
                self.retry_after = value.trim().parse().ok().map(Duration::from_secs);
            }
            _ => {}
        }
        self
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
