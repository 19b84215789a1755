//! The settings of the crate's own transports.

use std::time::Duration;

use super::connect::{CONNECT, IDLE};
use super::proxy::ProxyChoice;
use crate::tls::Trust;

/// The settings of both transports.
#[derive(Clone)]
pub(crate) struct TransportConfig {
    pub(crate) proxy: ProxyChoice,
    pub(crate) trust: Trust,
    pub(crate) connect_timeout: Duration,
    pub(crate) pool_idle_timeout: Duration,
    pub(crate) pool_max_idle_per_host: usize,
    pub(crate) gzip: bool,
    /// The async client's alone.
    #[cfg(feature = "http2")]
    pub(crate) http1_only: bool,
}

impl Default for TransportConfig {
    fn default() -> Self {
        Self {
            proxy: ProxyChoice::default(),
            trust: Trust::default(),
            connect_timeout: CONNECT,
            pool_idle_timeout: IDLE,
            // As many as are in use at once, which the rate limit bounds.
            pool_max_idle_per_host: usize::MAX,
            gzip: true,
            #[cfg(feature = "http2")]
            http1_only: false,
        }
    }
}
