//! Makes connections for ureq: through a proxy or directly, with TLS over them.

use std::io::{Read as _, Write as _};
use std::sync::{Arc, Weak};

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use ureq::config::Config;
use ureq::unversioned::transport::time::{Duration, Instant};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout,
    TcpConnector, Transport, TransportAdapter,
};
use ureq::{Agent, Error};

use super::connector;
use crate::tls::Tls;

/// An agent whose connections are made here.
pub(super) fn agent(config: Config, tls: &Tls) -> Agent {
    let chain = Tunnel::default()
        .chain(TcpConnector::default())
        .chain(Secure(tls.clone()));
    connector::agent(config, chain)
}

/// Reaches the portal by a proxy, if there is one.
#[derive(Debug, Default)]
struct Tunnel(ConnectProxyConnector);

impl Connector for Tunnel {
    type Out = Either<(), Box<dyn Transport>>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        if details.config.proxy().is_none() {
            return Ok(None);
        }
        // It holds for as long as this lives, which is until the tunnel stands.
        let limit = Arc::new((details.now, details.timeout));
        let (held, connect) = (Arc::downgrade(&limit), details.run_connector.clone());
        let run_connector = move |details: &ConnectionDetails<'_>| {
            let (transport, limit) = (connect(details)?, held.clone());
            Ok(Limited { transport, limit }.boxed())
        };
        let limited = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: Arc::new(run_connector),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.0.connect(&limited, chained)
    }
}

/// A connection to a proxy. ureq would give each read of the proxy's answer as much time as the whole connection may take.
#[derive(Debug)]
struct Limited {
    transport: Box<dyn Transport>,
    limit: Weak<(Instant, NextTimeout)>,
}

impl Limited {
    fn limit(&self, timeout: NextTimeout) -> Result<NextTimeout, Error> {
        let limit = self.limit.upgrade();
        let timeout = limit.map_or(timeout, |limit| left(limit.0, limit.1));
        match timeout.after.is_zero() {
            true => Err(Error::Timeout(timeout.reason)),
            false => Ok(timeout),
        }
    }
}

impl Transport for Limited {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let timeout = self.limit(timeout)?;
        self.transport.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = self.limit(timeout)?;
        self.transport.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

/// Speaks TLS over a connection, if the scheme is `https`.
struct Secure(Tls);

impl std::fmt::Debug for Secure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secure").finish_non_exhaustive()
    }
}

impl<In: Transport> Connector<In> for Secure {
    type Out = Either<In, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let transport = match chained {
            Some(transport) if details.needs_tls() && !transport.is_tls() => transport,
            chained => return Ok(chained.map(Either::A)),
        };
        let host = details.uri.host().unwrap_or_default();
        let name = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(name.to_owned());
        let name = name.map_err(|error| Error::Other(error.into()))?;
        let session = ClientConnection::new(Arc::clone(self.0.for_host(host)), name);
        let session = session.map_err(|error| Error::Other(error.into()))?;
        let socket = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        let mut stream = StreamOwned::new(session, socket);
        stream.sock.set_timeout(left(details.now, details.timeout));
        stream.conn.complete_io(&mut stream.sock)?;
        let config = details.config;
        let buffers = LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size());
        Ok(Some(Either::B(TlsTransport { buffers, stream })))
    }
}

/// What is left of the time that the connection may take.
fn left(began: Instant, mut timeout: NextTimeout) -> NextTimeout {
    if let (Instant::Exact(began), Duration::Exact(whole)) = (began, timeout.after) {
        timeout.after = Duration::Exact(whole.saturating_sub(began.elapsed()));
    }
    timeout
}

/// A connection by TLS.
struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl std::fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsTransport").finish_non_exhaustive()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.sock.set_timeout(timeout);
        self.stream.write_all(&self.buffers.output()[..amount])?;
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.sock.set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
