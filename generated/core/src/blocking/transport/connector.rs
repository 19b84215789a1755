//! A wrapper for any connector of ureq: keeps addresses out of its logs, and makes its errors say that nothing was sent.

use http::Uri;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout};
use ureq::{Agent, Error};

use super::target;
use crate::TransportError;
use crate::policy::connect::{failed, too_slow};

/// An agent that connects by this.
pub(super) fn agent(config: Config, connector: impl Connector) -> Agent {
    Agent::with_parts(config, Connecting(connector), Names::default())
}

/// Connecting failed: the request was not sent.
fn never_left(error: Error) -> Error {
    let failure = match error {
        // Said by the connection to a proxy.
        Error::Other(inner) if inner.is::<TransportError>() => return Error::Other(inner),
        Error::Timeout(_) => too_slow(),
        Error::Io(error) => failed(&error),
        error => failed(&error),
    };
    Error::Other(Box::new(failure))
}

/// Finds the addresses of names as ureq does.
#[derive(Debug, Default)]
struct Names(DefaultResolver);

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        self.0.resolve(uri, config, timeout).map_err(never_left)
    }
}

/// The whole way to a connection.
#[derive(Debug)]
struct Connecting<C>(C);

impl<C: Connector> Connector for Connecting<C> {
    type Out = target::Hidden<C::Out>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        let connected = target::without(|| self.0.connect(details, chained));
        let connected = connected.map_err(never_left)?;
        Ok(connected.map(target::Hidden))
    }
}
