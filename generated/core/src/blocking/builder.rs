//! How a blocking client is built.

use std::sync::Arc;

use super::bitrix24::Bitrix24;
use super::block_on::block_on;
use super::portals::Common;
use super::threads::Threads;
use super::{Limiter, PortalStore, SystemTimer, Timer, TokenStore, Transport, UreqTransport};
use crate::AuthError;
use crate::client::{App, BuildError, Tokens};
use crate::driver::{self, Driver, exchange};
use crate::policy::{Config, Session};

/// Builds a [`Bitrix24`]; made by [`Bitrix24::builder`].
#[derive(Clone, Default)]
pub struct Builder {
    config: Config,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    store: Option<Arc<dyn TokenStore>>,
    limiter: Option<Arc<dyn Limiter>>,
}

driver::builder!(UreqTransport, SystemTimer);

impl Builder {
    /// Gets the first tokens of an application, for the `code` that a user came back with from
    /// [`App::authorize_url`]; it is valid for 30 seconds.
    ///
    /// # Errors
    ///
    /// The authorisation server refuses, or cannot be reached.
    pub fn exchange_code(&self, app: &App, code: &str) -> Result<Tokens, AuthError> {
        block_on(exchange(&self.io(), &self.config, app, code))
    }

    fn io(&self) -> Threads {
        let Self {
            transport,
            timer,
            store,
            limiter,
            ..
        } = self.clone();
        Threads {
            transport: transport.unwrap_or_else(|| Arc::new(UreqTransport::new())),
            timer: timer.unwrap_or_else(|| Arc::new(SystemTimer)),
            store,
            limiter,
        }
    }

    fn build(self, session: Session) -> Result<Bitrix24, BuildError> {
        Ok(Bitrix24(Arc::new(Driver::new(session, self.io()))))
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
        } = self.io();
        Ok(Common {
            transport,
            timer,
            limiter,
            store,
        })
    }
}
