//! How a blocking client is built.

use std::sync::Arc;

use super::bitrix24::Bitrix24;
use super::block_on::block_on;
use super::threads::Threads;
use super::{Limiter, Timer, TokenStore, Transport};
use crate::client::{App, BuildError, Tokens};
use crate::driver::{self, exchange};
use crate::policy::Config;
use crate::{AuthError, AuthErrorKind};

/// Builds a [`Bitrix24`], created by [`Bitrix24::builder`].
#[derive(Clone, Default)]
pub struct Builder {
    config: Config,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    store: Option<Arc<dyn TokenStore>>,
    limiter: Option<Arc<dyn Limiter>>,
}

driver::builder!(UreqTransport, "blocking", SystemTimer, Threads);

impl Builder {
    /// Exchanges the `code` that a user came back with from [`App::authorize_url`] for the first tokens of an application. The
    /// code is valid for 30 seconds.
    ///
    /// # Errors
    ///
    /// The authorisation server refuses, or cannot be reached.
    pub fn exchange_code(&self, app: &App, code: &str) -> Result<Tokens, AuthError> {
        let failed = |error: BuildError| AuthError::new(AuthErrorKind::Network, error.to_string());
        let io = self.io().map_err(failed)?;
        block_on(exchange(&io, &self.config, app, code))
    }
}
