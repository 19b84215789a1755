//! How an async client is built.

use std::sync::Arc;

use super::bitrix24::Bitrix24;
use super::portals::Common;
use super::tasks::Tasks;
use super::{
    App, BuildError, Limiter, PortalStore, Timer, TokenStore, Tokens, TokioTimer, Transport,
};
use crate::driver::{self, Driver, Io as _, exchange, flight};
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

driver::builder!(HyperTransport, "client", TokioTimer);

impl Builder {
    /// Exchanges the `code` that a user came back with from [`App::authorize_url`] for the first tokens of an application. The
    /// code is valid for 30 seconds.
    ///
    /// # Errors
    ///
    /// The authorisation server refuses, or cannot be reached.
    pub async fn exchange_code(&self, app: &App, code: &str) -> Result<Tokens, AuthError> {
        let failed = |problem: String| AuthError::new(AuthErrorKind::Network, problem);
        let io = self.io().map_err(|error| failed(error.to_string()))?;
        let (config, app, code) = (self.config.clone(), app.clone(), code.to_owned());
        let (landing, exchanged) = flight();
        Tasks::spawn(async move { landing.land(exchange(&io, &config, &app, &code).await) });
        let given_up = || Err(failed("the exchange was given up".to_owned()));
        exchanged.wait().await.unwrap_or_else(given_up)
    }

    fn io(&self) -> Result<Tasks, BuildError> {
        let Self {
            transport,
            timer,
            store,
            limiter,
            ..
        } = self.clone();
        Ok(Tasks {
            transport: match transport {
                Some(transport) => transport,
                #[cfg(feature = "client")]
                None => Arc::new(super::HyperTransport::new()?),
                #[cfg(not(feature = "client"))]
                None => return Err(driver::no_transport("client")),
            },
            timer: timer.unwrap_or_else(|| Arc::new(TokioTimer)),
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
        let Tasks {
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
