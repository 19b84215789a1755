//! Makes connections: through a proxy or directly, with TLS or without.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use crate::TransportError;
use crate::client::{BoxFuture, BuildError};
use crate::policy::TransportConfig;
use crate::policy::connect::{failed, too_slow};
use crate::policy::proxy::Route;
use crate::tls::Tls;

/// How long a connection is silent before it is pinged.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Makes connections to portals. Its errors say that nothing was sent.
#[derive(Clone)]
pub(super) struct Connector {
    /// To portals.
    direct: Direct,
    /// To proxies, over HTTP/1.1.
    to_proxy: Direct,
    proxy: Arc<Route<Intercept>>,
    timeout: Duration,
}

impl Connector {
    pub(super) fn new(tls: &Tls, config: &TransportConfig) -> Result<Self, BuildError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(config.connect_timeout));
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(3));
        let tls = tls.clone();
        let to_proxy = Direct { tcp, tls };
        #[allow(unused_mut)]
        let mut direct = to_proxy.clone();
        #[cfg(feature = "http2")]
        if !config.http1_only {
            direct.tls = direct.tls.offering(&[b"h2", b"http/1.1"]);
        }
        let proxy = Route::new(&config.proxy, |address| {
            let matcher = Matcher::builder().all(address).build();
            matcher.intercept(&Uri::from_static("https://portal"))
        })?;
        Ok(Self {
            direct,
            to_proxy,
            proxy: Arc::new(proxy),
            timeout: config.connect_timeout,
        })
    }

    async fn connect(mut self, portal: Uri) -> Result<Stream, TransportError> {
        let Some(proxy) = self.proxy.of(&portal)? else {
            return self.direct.call(portal).await;
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(user) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(user.clone());
        }
        let stream = tunnel.call(portal.clone()).await;
        let stream = stream.map_err(|error| failed(&error))?;
        self.direct.secure(&portal, stream.io.into_inner()).await
    }
}

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Stream, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, portal: Uri) -> Self::Future {
        let timeout = self.timeout;
        let connecting = self.clone().connect(portal);
        Box::pin(async move {
            let connected = tokio::time::timeout(timeout, connecting).await;
            connected.unwrap_or_else(|_| Err(too_slow()))
        })
    }
}

/// Makes connections without a proxy: to a portal, or to a proxy.
#[derive(Clone)]
struct Direct {
    tcp: HttpConnector,
    tls: Tls,
}

impl Direct {
    /// Speaks TLS over a stream, if the scheme is `https`.
    async fn secure(&self, to: &Uri, stream: Box<dyn Io>) -> Result<Stream, TransportError> {
        if to.scheme_str() != Some("https") {
            return Ok(Stream::new(stream));
        }
        let host = to.host().unwrap_or_default();
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(name.to_owned());
        let name = name.map_err(|error| TransportError::connect(error.to_string()))?;
        let connector = TlsConnector::from(Arc::clone(self.tls.for_host(host)));
        let secured = connector.connect(name, stream).await;
        let secured = secured.map_err(|error| failed(&error))?;
        let is_h2 = secured.get_ref().1.alpn_protocol() == Some(b"h2");
        let mut stream = Stream::new(Box::new(secured));
        stream.is_h2 = is_h2;
        Ok(stream)
    }
}

impl Service<Uri> for Direct {
    type Response = Stream;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Stream, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let mut this = self.clone();
        Box::pin(async move {
            let stream = this.tcp.call(to.clone()).await;
            let stream = stream.map_err(|error| failed(&error))?;
            this.secure(&to, Box::new(stream.into_inner())).await
        })
    }
}

trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A connection to a portal, however it was made.
pub(super) struct Stream {
    io: TokioIo<Box<dyn Io>>,
    is_h2: bool,
}

impl Stream {
    fn new(stream: Box<dyn Io>) -> Self {
        Self {
            io: TokioIo::new(stream),
            is_h2: false,
        }
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        match self.is_h2 {
            true => Connected::new().negotiated_h2(),
            false => Connected::new(),
        }
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write_vectored(context, bytes)
    }
}
