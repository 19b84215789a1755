//! How an async client is built.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::background;
use super::bitrix24::{Bitrix24, Inner};
use super::{App, BuildError, HyperTransport, Timer, TokenStore, Tokens, TokioTimer, Transport};
use crate::policy::oauth::Question;
use crate::policy::{Config, Session, setters, unix};
use crate::{AuthError, AuthErrorKind};

/// Builds a [`Bitrix24`]; made by [`Bitrix24::builder`].
#[derive(Clone, Default)]
pub struct Builder {
    config: Config,
    transport: Option<Arc<dyn Transport>>,
    timer: Option<Arc<dyn Timer>>,
    store: Option<Arc<dyn TokenStore>>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

impl Builder {
    setters!();

    /// Sets what carries the bytes. Default: [`HyperTransport`].
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the clock. Default: [`TokioTimer`].
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Sets where the tokens of an application are kept. When the access token expires, new ones are saved there before they are
    /// used, or those are taken that another process has saved. The tokens that a client is built with are not: the first ones
    /// are saved by who gets them, see [`TokenStore`]. Default: nowhere, so that they end with this client.
    #[must_use]
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.store = Some(Arc::new(store));
        self
    }

    /// A client that calls by a webhook: `https://PORTAL/rest/USER/CODE/`.
    ///
    /// # Errors
    ///
    /// The address has another form, or is not `https://` although it is not of this machine.
    pub fn webhook(self, url: impl AsRef<str>) -> Result<Bitrix24, BuildError> {
        let session = Session::webhook(url.as_ref(), self.config.clone())?;
        self.build(session)
    }

    /// A client that calls for an application, by its tokens.
    ///
    /// # Errors
    ///
    /// The portal's address, `client_endpoint`, or that of the authorisation server is none, or is not `https://` although it is
    /// not of this machine.
    pub fn oauth(self, app: App, tokens: Tokens) -> Result<Bitrix24, BuildError> {
        let session = Session::oauth(app, tokens, self.config.clone())?;
        self.build(session)
    }

    /// Gets the first tokens of an application, for the `code` that a user came back with from
    /// [`App::authorize_url`]; it is valid for 30 seconds.
    ///
    /// # Errors
    ///
    /// The authorisation server refuses, or cannot be reached.
    pub async fn exchange_code(&self, app: &App, code: &str) -> Result<Tokens, AuthError> {
        let failed = |problem: String| AuthError::new(AuthErrorKind::Network, problem);
        let transport = self
            .clone_transport()
            .map_err(|error| failed(error.to_string()))?;
        let (app, code, this) = (app.clone(), code.to_owned(), self.clone());
        let exchange = background::spawn(async move {
            let mut question = Question::code(&app, &this.config, &code)?;
            loop {
                let response = transport.send(question.request()).await;
                let response = response.map_err(|error| failed(error.problem))?;
                let timer = this.timer.as_ref();
                let now = timer.map_or_else(SystemTime::now, |timer| timer.system_time());
                if let Some(answer) = question.read(&response, None, unix(now)) {
                    return answer;
                }
            }
        });
        let given_up = || failed("the exchange was given up".to_owned());
        exchange
            .ok_or_else(given_up)?
            .await
            .map_err(|_| given_up())?
    }

    fn clone_transport(&self) -> Result<Arc<dyn Transport>, BuildError> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => Ok(Arc::new(HyperTransport::new()?)),
        }
    }

    fn build(self, session: Session) -> Result<Bitrix24, BuildError> {
        let transport = self.clone_transport()?;
        let timer = self.timer.unwrap_or_else(|| Arc::new(TokioTimer));
        Ok(Bitrix24::new(Inner {
            session,
            transport,
            timer,
            store: self.store,
            renewal: Default::default(),
        }))
    }
}
