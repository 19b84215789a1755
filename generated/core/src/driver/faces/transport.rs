//! The crate's own transports.

/// What both transports can be told, given their names. Each is built by its function `with`.
macro_rules! transport {
    ($transport:ident, $builder:ident) => {
        impl $transport {
            /// Creates a transport with the defaults.
            ///
            /// # Errors
            ///
            /// The system has no usable certificates.
            pub fn new() -> Result<Self, crate::client::BuildError> {
                Self::builder().build()
            }

            /// Creates a transport with other proxies, certificates, connections or compression.
            #[must_use]
            pub fn builder() -> $builder {
                $builder::default()
            }
        }

        #[doc = concat!("Builds a [`", stringify!($transport), "`]; created by [`", stringify!($transport), "::builder`].")]
        #[derive(Clone, Default)]
        pub struct $builder(crate::policy::TransportConfig);

        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($builder)).finish_non_exhaustive()
            }
        }

        impl $builder {
            /// Sets the proxy for `https` portals, instead of the one that the environment names. Plain HTTP and this machine are always
            /// reached directly.
            #[must_use]
            pub fn proxy(mut self, proxy: crate::client::Proxy) -> Self {
                self.0.proxy = crate::policy::proxy::ProxyChoice::Given(proxy);
                self
            }

            /// Uses no proxy, not even one that the environment names.
            #[must_use]
            pub fn no_proxy(mut self) -> Self {
                self.0.proxy = crate::policy::proxy::ProxyChoice::Nothing;
                self
            }

            /// Trusts one more certificate: that of a company's own authority, of a proxy that inspects TLS, or a self-signed one.
            #[must_use]
            pub fn add_root_certificate(mut self, certificate: crate::client::Certificate) -> Self {
                self.0.trust.certificates.push(certificate);
                self
            }

            /// Sets whether to trust the system's certificates. Default: `true`. With `false` only those of
            /// [`add_root_certificate`](Self::add_root_certificate) are trusted.
            #[must_use]
            pub fn tls_built_in_root_certs(mut self, trusted: bool) -> Self {
                self.0.trust.built_in = trusted;
                self
            }

            /// Accepts any certificate from this host, even one that has expired or belongs to another host. The host is a name or an IP
            /// address, without port.
            ///
            /// **Dangerous.** Anyone between this machine and the host can read and change what is sent, including the
            /// credentials. Prefer [`add_root_certificate`](Self::add_root_certificate). Hosts are named one by one; you cannot
            /// accept the certificates of all.
            #[must_use]
            pub fn danger_accept_invalid_certs(mut self, host: impl Into<String>) -> Self {
                self.0.trust.unchecked.push(host.into());
                self
            }

            /// Sets how long connecting may take, including name resolution, proxy and TLS. Default: 20 seconds. A request that timed
            /// out while connecting was not sent, so it is retried.
            #[must_use]
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0.connect_timeout = timeout;
                self
            }

            /// Sets how long an idle connection is kept. Default: 15 seconds. If the server closes it first, a call that is just being
            /// sent may fail without it being known whether it ran.
            #[must_use]
            pub fn pool_idle_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0.pool_idle_timeout = timeout;
                self
            }

            /// Sets how many idle connections are kept for each host. Default: as many as were in use at once. With 0 each call opens
            /// its own.
            #[must_use]
            pub fn pool_max_idle_per_host(mut self, max: usize) -> Self {
                self.0.pool_max_idle_per_host = max;
                self
            }

            /// Sets whether to ask for responses compressed with gzip. Default: `true`. `max_response_size` limits the decompressed body.
            #[must_use]
            pub fn gzip(mut self, gzip: bool) -> Self {
                self.0.gzip = gzip;
                self
            }

            /// Creates the transport.
            ///
            /// # Errors
            ///
            /// The system has no usable certificates, the proxy cannot be used, or a host of
            /// [`danger_accept_invalid_certs`](Self::danger_accept_invalid_certs) is not the name of one host.
            pub fn build(self) -> Result<$transport, crate::client::BuildError> {
                $transport::with(&self.0)
            }
        }
    };
}

pub(crate) use transport;
