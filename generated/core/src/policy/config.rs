//! The settings of a client.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::address::{Address, Plain};
use super::build_error::BuildError;
use super::host;
use super::http::HttpMethod;
use super::limit::RateLimit;
use super::oauth::Tokens;
use super::retry::Retry;
use crate::runtime::{MethodDef, Param, Unsent};
use crate::{Effect, EncodeError};

type RedirectHook = Arc<dyn Fn(&str, &str) -> bool + Send + Sync>;
type RenewalHook = Arc<dyn Fn(&Tokens) + Send + Sync>;

/// What both clients can be told.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) limit: Option<RateLimit>,
    /// Whether a limiter is to be asked that other processes share.
    pub(crate) shares_limit: bool,
    pub(crate) retry: Retry,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_response_size: usize,
    /// Whether optional fields that do not decode are left absent.
    pub(crate) tolerant: bool,
    pub(crate) user_agent: Cow<'static, str>,
    pub(crate) hosts: Vec<String>,
    /// Those that are reached by plain HTTP.
    pub(crate) http_hosts: Vec<String>,
    pub(crate) on_redirect: Option<RedirectHook>,
    pub(crate) on_renewal: Option<RenewalHook>,
    /// None for the one that the tokens name.
    pub(crate) oauth_server: Option<String>,
    pub(crate) oauth_method: HttpMethod,
    /// Whether nothing is sent that writes.
    pub(crate) read_only: bool,
    /// What each call sends beside its own parameters.
    pub(crate) params: Vec<Param>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limit: None,
            shares_limit: false,
            retry: Retry::default(),
            // The portal gives up after a minute.
            timeout: Duration::from_secs(65),
            deadline: None,
            max_response_size: 64 << 20,
            tolerant: false,
            user_agent: Cow::Borrowed(concat!("bitrix24-rs/", env!("CARGO_PKG_VERSION"))),
            hosts: Vec::new(),
            http_hosts: Vec::new(),
            on_redirect: None,
            on_renewal: None,
            oauth_server: None,
            oauth_method: HttpMethod::Get,
            read_only: false,
            params: Vec::new(),
        }
    }
}

impl Config {
    /// Refuses a call that writes, if the client is read-only.
    pub(crate) fn admit(&self, method: &MethodDef) -> Result<(), Unsent> {
        if self.read_only && method.effect != Effect::Read {
            return Err(Unsent::read_only(method.name.clone()));
        }
        Ok(())
    }

    /// The parameters of a call, as JSON, with those that every call sends.
    pub(crate) fn with_params(&self, body: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
        match self.params.is_empty() {
            true => Ok(body),
            false => Param::add_all(&self.params, body),
        }
    }

    /// Refuses what could not be sent.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        host::check(&self.http_hosts, "danger_allow_http")?;
        let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
        if self.user_agent.bytes().all(is_printable) {
            return Ok(());
        }
        Err(BuildError::new("the user agent is no printable ASCII"))
    }

    /// Refuses what could not be sent for an application.
    pub(crate) fn check_oauth(&self) -> Result<(), BuildError> {
        self.check()?;
        // The secret of the application goes there.
        if let Some(server) = &self.oauth_server {
            Address::endpoint(server, self.plain())?;
        }
        Ok(())
    }

    /// Where plain HTTP may lead.
    pub(super) fn plain(&self) -> Plain<'_> {
        Plain::Hosts(&self.http_hosts)
    }
}
