//! Builders.

/// The setters of `Builder`, given its defaults and what a client runs on, and the ways to a client.
macro_rules! builder {
    ($transport:ident, $feature:literal, $timer:ident, $io:ident) => {
        impl Bitrix24 {
            /// Creates a client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
            ///
            /// # Errors
            ///
            /// The address has another form, or uses plain HTTP for a host that is neither this machine nor
            /// [allowed](Builder::danger_allow_http); or a transport is missing.
            pub fn webhook(url: impl AsRef<str>) -> Result<Self, crate::client::BuildError> {
                Self::builder().webhook(url)
            }

            /// Creates a client that calls for an application, with its tokens. To keep them beyond this process,
            /// [build](Self::builder) it with a [`TokenStore`](super::TokenStore); tokens come from [`Builder::exchange_code`],
            /// or from [`Tokens::from_event`](crate::client::Tokens::from_event).
            ///
            /// # Errors
            ///
            /// `client_endpoint` is not a URL, or uses plain HTTP for a host that is neither this machine nor
            /// [allowed](Builder::danger_allow_http); or a transport is missing.
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
            /// Sets how many calls the portal accepts. From now on it is the limit of all clients of this portal in this
            /// process. Default: [`RateLimit::STANDARD`](crate::client::RateLimit::STANDARD).
            #[must_use]
            pub fn rate_limit(mut self, limit: crate::client::RateLimit) -> Self {
                self.config.limit = Some(limit);
                self
            }

            /// Sets how calls are retried.
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

            /// Sets the maximum length of a response, in bytes after decompression. A longer one is not read to its end, and is
            /// an error, [`CallError::TooLarge`](crate::CallError::TooLarge). Default: 64 MiB.
            #[must_use]
            pub fn max_response_size(mut self, bytes: usize) -> Self {
                self.config.max_response_size = bytes;
                self
            }

            /// Leaves an optional field absent if its value is of another kind than documented; otherwise such a value fails
            /// the whole call, or the row of a list. Required fields still fail. Applies to all calls of the client, including
            /// batches and lists.
            ///
            /// What was left out is reported in [`Response::mistakes`](crate::Response::mistakes), in
            /// [`Page::mistakes`](crate::client::Page::mistakes), to `on_mistake` of a list, and as a `tracing` event.
            #[must_use]
            pub fn tolerant(mut self) -> Self {
                self.config.tolerant = true;
                self
            }

            /// Sets the `User-Agent` header: `name/version`.
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
            /// **Dangerous.** Anyone between this machine and the host can read the credentials. Hosts are named one by one;
            /// you cannot allow all. The crate's own transports reach such a host without a proxy.
            #[must_use]
            pub fn danger_allow_http(mut self, host: impl Into<String>) -> Self {
                self.config.http_hosts.push(host.into());
                self
            }

            /// Sets a function that is called with the old and the new host when a portal says that it has moved. It can refuse
            /// the move; it cannot allow one to other hosts than those allowed anyway.
            #[must_use]
            pub fn on_redirect(
                mut self,
                hook: impl Fn(&str, &str) -> bool + Send + Sync + 'static,
            ) -> Self {
                self.config.on_redirect = Some(::std::sync::Arc::new(hook));
                self
            }

            /// Sets a function that is called whenever this client has renewed the tokens, after they are saved.
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
            /// `exchange_code` has no tokens yet: for a portal of another authorisation server, set it here.
            #[must_use]
            pub fn oauth_server(mut self, url: impl Into<String>) -> Self {
                self.config.oauth_server = Some(url.into());
                self
            }

            /// Sets the HTTP method for the authorisation server. Default: [`Get`](crate::client::HttpMethod::Get), as
            /// documented, with the secrets in the query of the address, which this crate never shows. With
            /// [`Post`](crate::client::HttpMethod::Post) they are in a form in the body, so that no proxy logs them with the
            /// address. If the server does not accept it (404, 405, `invalid_request`), it is asked once more, by GET.
            #[must_use]
            pub fn oauth_method(mut self, method: crate::client::HttpMethod) -> Self {
                self.config.oauth_method = method;
                self
            }

            /// Adds a parameter to every call that does not set it itself, in batches too: see
            /// [`Request::with_param`](crate::Request::with_param). With `auth_connector`, an application does not receive the
            /// [offline events](https://apidocs.bitrix24.com/api-reference/events/offline-events.html) of its own changes.
            /// Methods that reject unknown parameters, such as those of `biconnector`, fail.
            #[must_use]
            pub fn param(mut self, path: &str, value: impl crate::IntoParam) -> Self {
                self.config.params.push(crate::runtime::Param::new(path, value));
                self
            }

            /// Refuses every call that writes with [`CallError::ReadOnly`](crate::CallError::ReadOnly), before anything is
            /// sent: for reports, trial runs, and credentials that allow more than the program should do.
            ///
            /// [`Method::EFFECT`](crate::Method::EFFECT) decides. A call [without a spec](crate::Untyped) is sent only if it is
            /// marked with [`reads`](crate::Untyped::reads); so is the vendor's method `batch` called by name. In a
            /// [`Batch`](crate::client::Batch) only the calls that write are refused. A call that removes what it returns, such
            /// as `event.offline.get`, counts as a delete whatever its parameters.
            ///
            /// Tokens of an application are still renewed and saved.
            #[must_use]
            pub fn read_only(mut self) -> Self {
                self.config.read_only = true;
                self
            }

            /// Sets the transport, which sends the requests. Default:
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

            /// Sets where the tokens of an application are kept. When the access token expires, the client saves new tokens
            /// there before it uses them, or takes those that another process has saved. It does not save the tokens it is
            /// built with: see [`TokenStore`](super::TokenStore). Default: none, so tokens end with this client.
            #[must_use]
            pub fn token_store(mut self, store: impl super::TokenStore) -> Self {
                self.store = Some(::std::sync::Arc::new(store));
                self
            }

            /// Sets the limiter that several processes share, see [`Limiter`](super::Limiter). Default: none, so each process
            /// has a limit of its own.
            #[must_use]
            pub fn limiter(mut self, limiter: impl super::Limiter) -> Self {
                self.config.shares_limit = true;
                self.limiter = Some(::std::sync::Arc::new(limiter));
                self
            }

            /// Creates a client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
            ///
            /// # Errors
            ///
            /// The address has another form, or uses plain HTTP for a host that is neither this machine nor
            /// [allowed](Builder::danger_allow_http); or a transport is missing.
            pub fn webhook(self, url: impl AsRef<str>) -> Result<Bitrix24, crate::client::BuildError> {
                let config = self.config.clone();
                self.build(crate::policy::Session::webhook(url.as_ref(), config)?)
            }

            /// Creates a client that calls for an application, with its tokens.
            ///
            /// # Errors
            ///
            /// `client_endpoint` or the address of the authorisation server is not a URL, or uses plain HTTP for a host that is
            /// neither this machine nor [allowed](Self::danger_allow_http); or a transport is missing.
            pub fn oauth(
                self,
                app: crate::client::App,
                tokens: crate::client::Tokens,
            ) -> Result<Bitrix24, crate::client::BuildError> {
                let config = self.config.clone();
                self.build(crate::policy::Session::oauth(app, tokens, config)?)
            }

            fn build(self, session: crate::policy::Session) -> Result<Bitrix24, crate::client::BuildError> {
                let driver = crate::driver::Driver::new(session, self.io()?);
                Ok(Bitrix24(::std::sync::Arc::new(driver)))
            }

            fn io(&self) -> Result<$io, crate::client::BuildError> {
                let Self {
                    transport,
                    timer,
                    store,
                    limiter,
                    ..
                } = self.clone();
                Ok($io {
                    transport: match transport {
                        Some(transport) => transport,
                        #[cfg(feature = $feature)]
                        None => ::std::sync::Arc::new(super::$transport::new()?),
                        #[cfg(not(feature = $feature))]
                        None => return Err(crate::driver::no_transport($feature)),
                    },
                    timer: timer.unwrap_or_else(|| ::std::sync::Arc::new(super::$timer)),
                    store,
                    limiter,
                })
            }

            pub(super) fn config(&self) -> &crate::policy::Config {
                &self.config
            }

            /// What the clients of many portals have in common.
            pub(super) fn shelf(
                &self,
                store: ::std::sync::Arc<dyn super::PortalStore>,
            ) -> Result<super::portals::Common, crate::client::BuildError> {
                if self.store.is_some() {
                    let problem =
                        "`token_store` is for a single portal; `portals` takes a store for all";
                    return Err(crate::client::BuildError::new(problem));
                }
                let $io {
                    transport,
                    timer,
                    limiter,
                    ..
                } = self.io()?;
                Ok(super::portals::Common {
                    transport,
                    timer,
                    limiter,
                    store,
                })
            }
        }
    };
}

pub(crate) use builder;
