//! How a blocking client is built.

use std::sync::Arc;

use super::bitrix24::Bitrix24;
use super::block_on::block_on;
use super::portals::Common;
use super::threads::Threads;
use super::{Limiter, PortalStore, SystemTimer, Timer, TokenStore, Transport};
use crate::client::{App, BuildError, Tokens};
use crate::driver::{self, Driver, exchange};
use crate::policy::{Config, Session};
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

driver::builder!(UreqTransport, "blocking", SystemTimer);

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

    fn io(&self) -> Result<Threads, BuildError> {
        let Self {
            transport,
            timer,
            store,
            limiter,
            ..
        } = self.clone();
        Ok(Threads {
            transport: match transport {
                Some(transport) => transport,
                #[cfg(feature = "blocking")]
                None => Arc::new(super::UreqTransport::new()?),
                #[cfg(not(feature = "blocking"))]
                None => return Err(driver::no_transport("blocking")),
            },
            timer: timer.unwrap_or_else(|| Arc::new(SystemTimer)),
            store,
            limiter,
        })
    }

    fn build(self, session: Session) -> Result<Bitrix24, BuildError> {
        Ok(Bitrix24(Arc::new(Driver::new(session, self.io()?))))
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// What the clients of many portals have in common.
    pub(super) fn shelf(&self, store: Arc<dyn PortalStore>) -> Result<Common, BuildError> {
        if self.store.is_some() {
            let problem = "`token_store` is for a single portal; `portals` takes a store for all";
            return Err(BuildError::new(problem));
        }
        let Threads {
            transport,
            timer,
            limiter,
            ..
        } = self.io()?;
        Ok(Common {
            transport,
            timer,
            limiter,
            store,
        })
    }
}
