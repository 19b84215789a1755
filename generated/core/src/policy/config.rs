//! The settings of a client.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::address::Plain;
use super::build_error::BuildError;
use super::host;
use super::http::HttpMethod;
use super::limit::RateLimit;
use super::oauth::Tokens;
use super::retry::Retry;

type RedirectHook = Arc<dyn Fn(&str, &str) -> bool + Send + Sync>;
type RenewalHook = Arc<dyn Fn(&Tokens) + Send + Sync>;

/// What both clients can be told.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) limit: Option<RateLimit>,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_response_size: usize,
    pub(crate) user_agent: Cow<'static, str>,
    pub(crate) hosts: Vec<String>,
    /// Those that are reached by plain HTTP.
    pub(crate) http_hosts: Vec<String>,
    pub(crate) on_redirect: Option<RedirectHook>,
    pub(crate) on_renewal: Option<RenewalHook>,
    /// None for the one that the tokens name.
    pub(crate) oauth_server: Option<String>,
    pub(crate) oauth_method: HttpMethod,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limit: None,
            retry: Retry::default(),
            // The portal gives up after a minute.
            timeout: Duration::from_secs(65),
            deadline: None,
            max_response_size: 64 << 20,
            user_agent: Cow::Borrowed(concat!("bitrix24-rs/", env!("CARGO_PKG_VERSION"))),
            hosts: Vec::new(),
            http_hosts: Vec::new(),
            on_redirect: None,
            on_renewal: None,
            oauth_server: None,
            oauth_method: HttpMethod::Get,
        }
    }
}

impl Config {
    /// Refuses what could not be sent.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        host::check(&self.http_hosts)?;
        let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
        if self.user_agent.bytes().all(is_printable) {
            return Ok(());
        }
        Err(BuildError::new("the user agent is no printable ASCII"))
    }

    /// Where plain HTTP may lead.
    pub(super) fn plain(&self) -> Plain<'_> {
        Plain::Hosts(&self.http_hosts)
    }
}
