//! Agents of the crate's own, whose connections it makes itself.

use std::io::Read as _;
use std::sync::Arc;

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};
use ureq::Agent;
use ureq::config::AutoHeaderValue;

use super::connect;
use super::exchange::{broken, failure, head, run_hidden, write};
use super::ureq::{Agents, UreqTransport};
use crate::TransportError;
use crate::client::{BuildError, HttpRequest, HttpResponse};
use crate::driver;
use crate::policy::TransportConfig;
use crate::policy::body::{ENCODING, Unpacked};
use crate::policy::proxy::Route;
use crate::tls::Tls;

driver::transport!(UreqTransport, UreqTransportBuilder);

impl UreqTransport {
    fn with(config: &TransportConfig) -> Result<Self, BuildError> {
        Own::new(config).map(|own| Self(Agents::Own(own)))
    }
}

/// An agent without a proxy, and one with.
#[derive(Clone)]
pub(super) struct Own {
    direct: Agent,
    proxied: Arc<Route<Agent>>,
    gzip: bool,
}

impl Own {
    fn new(config: &TransportConfig) -> Result<Self, BuildError> {
        let tls = Tls::new(&config.trust)?;
        let agent = |proxy| {
            let config = Agent::config_builder()
                .proxy(proxy)
                // All hosts together may keep what each of them may.
                .max_idle_connections(usize::MAX)
                .max_idle_connections_per_host(config.pool_max_idle_per_host)
                .max_idle_age(config.pool_idle_timeout)
                .timeout_connect(Some(config.connect_timeout))
                // ureq would offer the encodings that its features decompress, which depend on the program.
                .accept_encoding(AutoHeaderValue::None);
            connect::agent(config.build(), &tls)
        };
        let proxied = Route::new(&config.proxy, |address| {
            let proxy = ureq::Proxy::new(address).ok()?;
            Some(agent(Some(proxy)))
        })?;
        Ok(Self {
            direct: agent(None),
            proxied: Arc::new(proxied),
            gzip: config.gzip,
        })
    }

    pub(super) fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (timeout, limit) = (request.timeout, request.max_response_size);
        let mut sent = write(request)?;
        let agent = self.proxied.of(sent.uri())?.unwrap_or(&self.direct);
        if self.gzip {
            let encoding = HeaderValue::from_static(ENCODING);
            sent.headers_mut().insert(ACCEPT_ENCODING, encoding);
        }
        let answer = run_hidden(agent, sent, timeout)?;
        // ureq removes the header of a body that it has decompressed itself.
        let encoding = answer.headers().get(CONTENT_ENCODING);
        let encoding = encoding.and_then(|encoding| encoding.to_str().ok());
        let mut unpacked = Unpacked::new(limit, encoding);
        let (mut response, mut body) = head(answer);
        if let Unpacked::Plain(_) = unpacked {
            let body = body.with_config().limit(limit as u64).read_to_vec();
            response.body = body.map_err(|error| broken(error, limit))?;
            return Ok(response);
        }
        let (mut reader, mut buffer) = (body.as_reader(), [0; 8 << 10]);
        loop {
            let read = reader.read(&mut buffer);
            match read.map_err(|error| failure(ureq::Error::from(error)))? {
                0 => break,
                read => unpacked.push(buffer.get(..read).unwrap_or_default())?,
            }
        }
        response.body = unpacked.finish()?;
        Ok(response)
    }
}
