//! What an application asks of the authorisation server.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::answer;
use super::tokens::Tokens;
use crate::policy::address::{Address, Plain};
use crate::policy::vendor::OAUTH_SERVERS;
use crate::policy::{BuildError, Config, HttpMethod, HttpRequest, HttpResponse};
use crate::{AuthError, AuthErrorKind, Secret};

/// An application: what identifies it to the authorisation server.
#[derive(Clone)]
pub struct App {
    // Each client has one, and there may be many clients.
    client_id: Arc<str>,
    client_secret: Secret<Arc<str>>,
}

impl App {
    /// The application with this `client_id` and `client_secret`; its card in Bitrix24 shows both.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into().into(),
            client_secret: Secret::from(Arc::from(client_secret.into())),
        }
    }

    pub(crate) fn client_secret(&self) -> &str {
        self.client_secret.expose_secret()
    }

    /// Where a user of the portal allows the application to act for them. Afterwards the browser comes back to the application's
    /// own address with a `code`, valid for 30 seconds, and with `state`: compare it. The code buys the first tokens, by
    /// [`exchange_code`](crate::client::Builder::exchange_code).
    ///
    /// # Errors
    ///
    /// `portal` is no host.
    ///
    /// ```
    /// use bitrix24::client::App;
    ///
    /// let app = App::new("app.1", "secret");
    /// assert_eq!(
    ///     app.authorize_url("portal.bitrix24.com", "x y")?,
    ///     "https://portal.bitrix24.com/oauth/authorize/?client_id=app%2E1&state=x%20y"
    /// );
    /// # Ok::<(), bitrix24::client::BuildError>(())
    /// ```
    pub fn authorize_url(&self, portal: &str, state: &str) -> Result<String, BuildError> {
        let origin = Address::endpoint(portal, Plain::Hosts(&[]))?.origin();
        let query = query(&[("client_id", &self.client_id), ("state", state)]);
        Ok(format!("{origin}/oauth/authorize/?{query}"))
    }
}

/// A question to the authorisation server: for tokens, by a code or by a refresh token.
pub(crate) struct Question<'q> {
    app: &'q App,
    server: Cow<'q, str>,
    method: HttpMethod,
    grant: &'static str,
    name: &'static str,
    value: String,
}

impl<'q> Question<'q> {
    /// Asks for the first pair of tokens.
    pub(crate) fn code(app: &'q App, config: &'q Config, code: &str) -> Result<Self, AuthError> {
        let server = server(config, &[]);
        // The secret of the application goes there.
        Address::endpoint(&server, config.plain())
            .map_err(|error| AuthError::new(AuthErrorKind::Network, error.to_string()))?;
        Ok(Self {
            app,
            server,
            method: config.oauth_method,
            grant: "authorization_code",
            name: "code",
            value: code.to_owned(),
        })
    }

    /// Asks for the next pair of the tokens that an event brought. The answer tells whether they are of the application, and of
    /// which portal.
    pub(crate) fn verify(app: &'q App, config: &'q Config, tokens: &Tokens) -> Option<Self> {
        let refresh_token = tokens.refresh_token.as_deref()?;
        Some(Self::refresh(app, config, refresh_token, &[tokens]))
    }

    /// Asks for the next pair of tokens, at the server that the first of `tokens` names which names one.
    pub(super) fn refresh(
        app: &'q App,
        config: &'q Config,
        refresh_token: &str,
        tokens: &[&Tokens],
    ) -> Self {
        Self {
            app,
            server: server(config, tokens),
            method: config.oauth_method,
            grant: "refresh_token",
            name: "refresh_token",
            value: refresh_token.to_owned(),
        }
    }

    pub(crate) fn request(&self) -> HttpRequest {
        let form = query(&[
            ("grant_type", self.grant),
            ("client_id", &self.app.client_id),
            ("client_secret", self.app.client_secret.expose_secret()),
            (self.name, &self.value),
        ]);
        let url = format!("{}/oauth/token/", self.server.trim_end_matches('/'));
        let mut headers = vec![("Accept", Cow::Borrowed("application/json"))];
        let (url, body) = match self.method {
            HttpMethod::Get => (format!("{url}?{form}"), Vec::new()),
            HttpMethod::Post => {
                let form_encoded = Cow::Borrowed("application/x-www-form-urlencoded");
                headers.push(("Content-Type", form_encoded));
                (url, form.into_bytes())
            }
        };
        HttpRequest {
            method: self.method,
            url: Secret::from(url),
            headers,
            body,
            timeout: Duration::from_secs(30),
            // A pair of tokens takes less than 1 KiB.
            max_response_size: 1 << 20,
        }
    }

    /// Reads the answer, which came at this time; nothing if the server does not take a form, and is to be asked again: it has
    /// not looked at what it was sent, so that is not used up. `old` are the tokens that are renewed.
    pub(crate) fn read(
        &mut self,
        response: &HttpResponse,
        old: Option<&Tokens>,
        unix: i64,
    ) -> Option<Result<Tokens, AuthError>> {
        let answer = answer(response, old, unix);
        let is_unread = answer.as_ref().is_err_and(|error| match error.kind {
            AuthErrorKind::InvalidRequest => true,
            AuthErrorKind::Unexpected => matches!(response.status, 404 | 405),
            _ => false,
        });
        if is_unread && self.method == HttpMethod::Post {
            self.method = HttpMethod::Get;
            return None;
        }
        Some(answer)
    }
}

/// Where the authorisation server is: where the caller says, or where the tokens do, if that is one of the vendor's.
fn server<'c>(config: &'c Config, tokens: &[&Tokens]) -> Cow<'c, str> {
    if let Some(server) = &config.oauth_server {
        return Cow::Borrowed(server);
    }
    let mut named = tokens.iter().filter_map(|tokens| {
        let address =
            Address::endpoint(tokens.server_endpoint.as_deref()?, Plain::Hosts(&[])).ok()?;
        let is_vendors = |host: &&&str| !address.is_plain() && **host == address.host();
        OAUTH_SERVERS.iter().find(is_vendors)
    });
    let host = named.next().unwrap_or(&OAUTH_SERVERS[0]);
    Cow::Owned(format!("https://{host}"))
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .finish()
    }
}

fn query(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| {
        format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}
