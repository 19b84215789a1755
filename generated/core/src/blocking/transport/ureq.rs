//! The transport over ureq: an agent of the caller's own, or those of `own.rs`.

use std::fmt;

use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Error, Timeout};

use super::exchange::{broken, failure, head, run, run_hidden, write};
use super::{Transport, connector};
use crate::TransportError;
use crate::client::{HttpRequest, HttpResponse};

/// Sends requests with `ureq`, over HTTP/1.1.
///
/// With the feature `blocking` it brings its own TLS, rustls:
///
/// ```
/// use std::time::Duration;
///
/// use bitrix24::blocking::{Bitrix24, UreqTransport};
/// use bitrix24::client::Proxy;
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = UreqTransport::builder()
///     .proxy(Proxy::new("http://proxy.example:3128")?)
///     .pool_idle_timeout(Duration::from_secs(10))
///     .build()?;
/// let bitrix = Bitrix24::builder().transport(transport).webhook("https://PORTAL/rest/USER/CODE/")?;
/// # Ok(())
/// # }
/// ```
///
/// Proxies and certificates come from [the environment](crate::client#the-http-client) unless the
/// [builder](super::UreqTransportBuilder) sets others.
///
/// `ureq` reports each request to the crate `log`. It is not told path and query, so it logs neither a webhook's code nor a token that
/// is sent; at the level `TRACE` it logs responses, which contain tokens when they are renewed.
///
/// # Your own configuration or agent
///
/// The feature `ureq` alone brings no TLS: requests are sent with the configuration you pass, and TLS needs one of ureq's features in
/// your own `Cargo.toml`.
///
/// ```
/// use bitrix24::blocking::{Bitrix24, UreqTransport};
///
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let config = ureq::Agent::config_builder().max_idle_connections_per_host(16).build();
/// let bitrix = Bitrix24::builder()
///     .transport(UreqTransport::from_config(config))
///     .webhook("https://PORTAL/rest/USER/CODE/")?;
/// # Ok(())
/// # }
/// ```
///
/// An agent with a custom connector is passed as `UreqTransport::from(agent)`. **Such an agent logs the whole address, including a
/// webhook's code, at the level `DEBUG` as soon as any logger enables `TRACE`**: make that logger drop the targets `ureq` and
/// `ureq_proto`.
///
/// Either way redirects are not followed, a status is not an error, and the timeout is the client's, whatever ureq was configured to
/// do. Where ureq does not say whether a request had been sent, it is reported as possibly sent, so fewer calls are retried than with
/// the crate's own connections; fewest with an agent.
#[derive(Clone)]
pub struct UreqTransport(pub(super) Agents);

#[derive(Clone)]
pub(super) enum Agents {
    #[cfg(feature = "blocking")]
    Own(super::own::Own),
    /// It does not see addresses.
    Configured(Agent),
    /// It does.
    Given(Agent),
}

impl fmt::Debug for UreqTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UreqTransport").finish_non_exhaustive()
    }
}

impl UreqTransport {
    /// Sends requests with ureq's own connections, configured by `config`, and with the TLS of ureq's features.
    #[must_use]
    pub fn from_config(config: Config) -> Self {
        let connector = DefaultConnector::new();
        Self(Agents::Configured(connector::agent(config, connector)))
    }
}

/// Such an agent logs addresses, see [`UreqTransport`].
impl From<Agent> for UreqTransport {
    fn from(agent: Agent) -> Self {
        Self(Agents::Given(agent))
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (timeout, limit) = (request.timeout, request.max_response_size);
        let answer = match &self.0 {
            #[cfg(feature = "blocking")]
            Agents::Own(own) => return own.send(request),
            Agents::Configured(agent) => run_hidden(agent, write(request)?, timeout)?,
            Agents::Given(agent) => run(agent, write(request)?, timeout).map_err(judge)?,
        };
        let (response, mut body) = head(answer);
        let body = body.with_config().limit(limit as u64).read_to_vec();
        let body = body.map_err(|error| broken(error, limit))?;
        Ok(HttpResponse { body, ..response })
    }
}

/// The error of an agent; all that is known of its connector's failure.
fn judge(error: ureq::Error) -> TransportError {
    use std::io::ErrorKind;
    let problem = match &error {
        Error::HostNotFound => "there is no such host",
        Error::ConnectionFailed => "there is no connection",
        Error::ConnectProxyFailed(_) => "the proxy refuses the connection",
        Error::InvalidProxyUrl => "the proxy's address cannot be used",
        Error::TlsRequired => "the agent has no TLS: turn on a feature of ureq for it",
        Error::Tls(_) => "there is no TLS",
        Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => {
            "ureq rejected the request"
        }
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => "there was no connection in time",
        Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => {
            "the connection was refused"
        }
        _ => return failure(error),
    };
    TransportError::connect(problem)
}
