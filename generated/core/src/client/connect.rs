//! Makes a connection: by a proxy or straight, with TLS or without.

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
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tower_service::Service;

use super::BoxFuture;
use crate::TransportError;
use crate::policy::connect::{CONNECT, failed, too_slow};
use crate::policy::proxy::Proxy;

/// Makes connections to portals. Its errors say that nothing has left.
#[derive(Clone)]
pub(super) struct Connector {
    direct: Direct,
    proxy: Arc<Proxy<Intercept>>,
}

impl Connector {
    pub(super) fn new(tls: Arc<ClientConfig>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_keepalive(Some(Duration::from_secs(15)));
        tcp.set_keepalive_interval(Some(Duration::from_secs(15)));
        tcp.set_keepalive_retries(Some(3));
        Self {
            direct: Direct {
                tcp,
                tls: TlsConnector::from(tls),
            },
            proxy: Arc::new(Proxy::from_env(|address| {
                let matcher = Matcher::builder().all(address).build();
                matcher.intercept(&Uri::from_static("https://portal"))
            })),
        }
    }

    async fn connect(mut self, portal: Uri) -> Result<Stream, TransportError> {
        let Some(proxy) = self.proxy.of(&portal)? else {
            return self.direct.call(portal).await;
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.direct.clone());
        if let Some(user) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(user.clone());
        }
        let stream = tunnel.call(portal.clone()).await;
        let stream = stream.map_err(|error| failed(&error))?;
        self.direct.secure(&portal, stream.0.into_inner()).await
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
        let connecting = self.clone().connect(portal);
        Box::pin(async move {
            let connected = tokio::time::timeout(CONNECT, connecting).await;
            connected.unwrap_or_else(|_| Err(too_slow()))
        })
    }
}

/// Makes connections without a proxy: to a portal, or to a proxy.
#[derive(Clone)]
struct Direct {
    tcp: HttpConnector,
    tls: TlsConnector,
}

impl Direct {
    /// Speaks TLS over a stream, if the address is one of `https`.
    async fn secure(&self, to: &Uri, stream: Box<dyn Io>) -> Result<Stream, TransportError> {
        if to.scheme_str() != Some("https") {
            return Ok(Stream(TokioIo::new(stream)));
        }
        let host = to.host().unwrap_or_default();
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(name.to_owned());
        let name = name.map_err(|error| TransportError::connect(error.to_string()))?;
        let secured = self.tls.connect(name, stream).await;
        let secured = secured.map_err(|error| failed(&error))?;
        Ok(Stream(TokioIo::new(Box::new(secured))))
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
pub(super) struct Stream(TokioIo<Box<dyn Io>>);

impl Connection for Stream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, bytes)
    }
}
