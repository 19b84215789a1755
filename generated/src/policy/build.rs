//! What a client is built of.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::http::HttpMethod;
use super::limit::RateLimit;
use super::retry::Retry;
use crate::client::Tokens;
use crate::runtime::Shown;

/// A client that cannot be built.
///
/// It does not show the address, for that of a webhook is a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError(String);

impl BuildError {
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(Shown::text(&problem.into()).to_string())
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BuildError {}

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
        let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
        if self.user_agent.bytes().all(is_printable) {
            return Ok(());
        }
        Err(BuildError::new("the user agent is no printable ASCII"))
    }
}

/// The setters that the builders of both clients have.
macro_rules! setters {
    () => {
        /// Sets how many calls the portal takes. It is from now on the limit of all clients of this portal in this process.
        /// Default: [`RateLimit::STANDARD`](crate::client::RateLimit::STANDARD).
        #[must_use]
        pub fn rate_limit(mut self, limit: crate::client::RateLimit) -> Self {
            self.config.limit = Some(limit);
            self
        }

        /// Sets how calls are repeated.
        #[must_use]
        pub fn retry(mut self, retry: crate::client::Retry) -> Self {
            self.config.retry = retry;
            self
        }

        /// Sets how long one attempt may take. Default: 65 seconds; the portal gives up after 60.
        #[must_use]
        pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
            self.config.timeout = timeout;
            self
        }

        /// Sets how long a whole call may take: waiting, all attempts, a renewal of the token. A batch has this time for all of
        /// its requests together, and a list for all of its pages. Default: no limit.
        #[must_use]
        pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
            self.config.deadline = Some(deadline);
            self
        }

        /// Sets how long a response may be, in bytes. A longer one is not read to its end, and is an error,
        /// [`CallError::TooLarge`](crate::CallError::TooLarge). Default: 64 MiB.
        #[must_use]
        pub fn max_response_size(mut self, bytes: usize) -> Self {
            self.config.max_response_size = bytes;
            self
        }

        /// Sets what the client calls itself: `name/version`.
        #[must_use]
        pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
            self.config.user_agent = ::std::borrow::Cow::Owned(user_agent.into());
            self
        }

        /// Lets a portal move to this host. Without it a portal may move to the vendor's domains, such as `bitrix24.com`, and
        /// within its own zone: from `a.bitrix24.ZONE` to `b.bitrix24.ZONE`.
        #[must_use]
        pub fn allow_host(mut self, host: impl Into<String>) -> Self {
            self.config.hosts.push(host.into());
            self
        }

        /// Sets what is asked when a portal says that it has moved, with the old and the new host; it may refuse. What it allows
        /// is still bound to the hosts that are allowed.
        #[must_use]
        pub fn on_redirect(
            mut self,
            hook: impl Fn(&str, &str) -> bool + Send + Sync + 'static,
        ) -> Self {
            self.config.on_redirect = Some(::std::sync::Arc::new(hook));
            self
        }

        /// Sets what is told whenever this client has renewed the tokens, after they are saved.
        #[must_use]
        pub fn on_renewal(
            mut self,
            hook: impl Fn(&crate::client::Tokens) + Send + Sync + 'static,
        ) -> Self {
            self.config.on_renewal = Some(::std::sync::Arc::new(hook));
            self
        }

        /// Sets the authorisation server. Default: the one that the tokens name as
        /// [`server_endpoint`](crate::client::Tokens::server_endpoint) if it is one of the vendor's, `oauth.bitrix.info` or
        /// `oauth.bitrix24.tech`; otherwise `https://oauth.bitrix.info`.
        ///
        /// A code is exchanged before there are tokens: for a portal of another authorisation server, set it here.
        #[must_use]
        pub fn oauth_server(mut self, url: impl Into<String>) -> Self {
            self.config.oauth_server = Some(url.into());
            self
        }

        /// Sets how the authorisation server is asked. Default: [`Get`](crate::client::HttpMethod::Get), as documented, with the
        /// secrets in the query of the address, which this crate never shows. With [`Post`](crate::client::HttpMethod::Post) they
        /// are in a form in the body, so that no proxy logs them with the address. A server that does not take it (404, 405,
        /// `invalid_request`) is asked once more, by GET.
        #[must_use]
        pub fn oauth_method(mut self, method: crate::client::HttpMethod) -> Self {
            self.config.oauth_method = method;
            self
        }
    };
}

pub(crate) use setters;
