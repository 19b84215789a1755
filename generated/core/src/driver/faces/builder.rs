//! Builders.

/// The setters of `Builder`, given its defaults, and the ways to a client.
macro_rules! builder {
    ($transport:ident, $feature:literal, $timer:ident) => {
        impl Bitrix24 {
            /// A client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
            ///
            /// # Errors
            ///
            /// The address has another form, or is not `https://` although it is neither of this machine nor
            /// [allowed](Builder::danger_allow_http) to be. There is no transport.
            pub fn webhook(url: impl AsRef<str>) -> Result<Self, crate::client::BuildError> {
                Self::builder().webhook(url)
            }

            /// A client that calls for an application, by its tokens. To keep them beyond this process,
            /// [build](Self::builder) it with a [`TokenStore`](super::TokenStore); tokens come from
            /// [`Builder::exchange_code`], or from [`Tokens::from_event`](crate::client::Tokens::from_event).
            ///
            /// # Errors
            ///
            /// The portal's address, `client_endpoint`, is none, or is not `https://` although it is neither of this machine nor
            /// [allowed](Builder::danger_allow_http) to be. There is no transport.
            pub fn oauth(
                app: crate::client::App,
                tokens: crate::client::Tokens,
            ) -> Result<Self, crate::client::BuildError> {
                Self::builder().oauth(app, tokens)
            }

            /// A client with more to set: limits, retries, deadlines, a store for tokens, a transport.
            #[must_use]
            pub fn builder() -> Builder {
                Builder::default()
            }
        }

        impl ::std::fmt::Debug for Builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Builder").finish_non_exhaustive()
            }
        }

        impl Builder {
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

            /// Sets how long a response may be, in bytes, decompressed if it arrives compressed. A longer one is not read to its end, and is an error,
            /// [`CallError::TooLarge`](crate::CallError::TooLarge). Default: 64 MiB.
            #[must_use]
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.config.max_response_size = bytes;
                self
            }

            /// Leaves optional fields absent whose values are of another kind than documented; otherwise such a value makes the whole
            /// call, or the row of a list, fail. What is required fails as ever. It holds for all calls of the client, also those of
            /// batches and lists.
            ///
            /// What was left out is told by [`Response::mistakes`](crate::Response::mistakes), by
            /// [`Page::mistakes`](crate::client::Page::mistakes), by `on_mistake` of a list, and as an event of `tracing`.
            #[must_use]
            pub fn tolerant(mut self) -> Self {
                self.config.tolerant = true;
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

            /// Allows `http://` addresses of this host: a portal or an authorisation server in a private network. The host is a name or
            /// an IP address, without port. This machine is always allowed.
            ///
            /// **Dangerous.** Anyone between this machine and the host can read the credentials. Hosts are named one by one; there is no
            /// way to allow all. The crate's own transports reach such a host without a proxy.
            #[must_use]
            pub fn danger_allow_http(mut self, host: impl Into<String>) -> Self {
                self.config.http_hosts.push(host.into());
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

            /// Sends one more parameter with every call that does not say it itself, in batches too: see
            /// [`Request::with_param`](crate::Request::with_param). By `auth_connector`, an application does not get the
            /// [offline events](https://apidocs.bitrix24.com/api-reference/events/offline-events.html) of its own changes.
            /// Methods that refuse parameters they do not know, such as those of `biconnector`, fail.
            #[must_use]
            pub fn param(mut self, path: &str, value: impl crate::IntoParam) -> Self {
                self.config.params.push(crate::runtime::Param::new(path, value));
                self
            }

            /// Refuses whatever writes, before anything is sent, by [`CallError::ReadOnly`](crate::CallError::ReadOnly): for reports, for
            /// programs that are tried out, and for credentials that can do more than they are meant to.
            ///
            /// What counts is [`Method::EFFECT`](crate::Method::EFFECT). A call [without a spec](crate::Untyped) is let through only if it
            /// says that it [`reads`](crate::Untyped::reads); so is the vendor's method `batch`, called by its name. Of a
            /// [`Batch`](crate::client::Batch) each call that writes is refused by itself, and the others are made. A call that reads but
            /// takes something along counts as one that deletes, such as `event.offline.get`, whatever its parameters are.
            ///
            /// The tokens of an application are renewed and saved all the same.
            #[must_use]
            pub fn read_only(mut self) -> Self {
                self.config.read_only = true;
                self
            }

            /// Sets what carries the bytes. Default:
            #[doc = concat!("[`", stringify!($transport), "`](super::", stringify!($transport), "),")]
            #[doc = concat!("with the feature `", $feature, "`; without that feature a transport is required.")]
            #[must_use]
            pub fn transport(mut self, transport: impl super::Transport) -> Self {
                self.transport = Some(::std::sync::Arc::new(transport));
                self
            }

            /// Sets the clock. Default:
            #[doc = concat!("[`", stringify!($timer), "`](super::", stringify!($timer), ").")]
            #[must_use]
            pub fn timer(mut self, timer: impl super::Timer) -> Self {
                self.timer = Some(::std::sync::Arc::new(timer));
                self
            }

            /// Sets where the tokens of an application are kept. When the access token expires, new ones are saved there before they
            /// are used, or those are taken that another process has saved. The tokens that a client is built with are not: the first
            /// ones are saved by who gets them, see [`TokenStore`](super::TokenStore). Default: nowhere, so that they end with this
            /// client.
            #[must_use]
            pub fn token_store(mut self, store: impl super::TokenStore) -> Self {
                self.store = Some(::std::sync::Arc::new(store));
                self
            }

            /// Sets who keeps the rate limit for several processes, see [`Limiter`](super::Limiter). Default: nobody, so that each
            /// process has a limit of its own.
            #[must_use]
            pub fn limiter(mut self, limiter: impl super::Limiter) -> Self {
                self.config.shares_limit = true;
                self.limiter = Some(::std::sync::Arc::new(limiter));
                self
            }

            /// A client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
            ///
            /// # Errors
            ///
            /// The address has another form, or is not `https://` although it is neither of this machine nor
            /// [allowed](Builder::danger_allow_http) to be. There is no transport.
            pub fn webhook(self, url: impl AsRef<str>) -> Result<Bitrix24, crate::client::BuildError> {
                let config = self.config.clone();
                self.build(crate::policy::Session::webhook(url.as_ref(), config)?)
            }

            /// A client that calls for an application, by its tokens.
            ///
            /// # Errors
            ///
            /// The portal's address, `client_endpoint`, or that of the authorisation server is none, or is not `https://` although it
            /// is neither of this machine nor [allowed](Self::danger_allow_http) to be. There is no transport.
            pub fn oauth(
                self,
                app: crate::client::App,
                tokens: crate::client::Tokens,
            ) -> Result<Bitrix24, crate::client::BuildError> {
                let config = self.config.clone();
                self.build(crate::policy::Session::oauth(app, tokens, config)?)
            }
        }
    };
}

pub(crate) use builder;
