//! How an async client is built.

use std::sync::Arc;

use super::bitrix24::Bitrix24;
use super::tasks::Tasks;
use super::{App, Limiter, Timer, TokenStore, Tokens, Transport};
use crate::driver::{self, Io as _, exchange, flight};
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

driver::builder!(HyperTransport, "client", TokioTimer, Tasks);

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
}
