//! What an application asks of the authorisation server.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::policy::address::Address;
use crate::policy::{BuildError, HttpMethod, HttpRequest};
use crate::{AuthError, AuthErrorKind, Secret};

/// An application: what identifies it to the authorisation server.
#[derive(Clone)]
pub struct App {
    client_id: String,
    client_secret: Secret<String>,
}

impl App {
    /// The application with this `client_id` and `client_secret`; its card in Bitrix24 shows both.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: Secret::from(client_secret.into()),
        }
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
        let origin = Address::endpoint(portal)?.origin();
        let query = query(&[("client_id", &self.client_id), ("state", state)]);
        Ok(format!("{origin}/oauth/authorize/?{query}"))
    }

    fn request(&self, server: &str, grant: &str, name: &str, value: &str) -> HttpRequest {
        let query = query(&[
            ("grant_type", grant),
            ("client_id", &self.client_id),
            ("client_secret", self.client_secret.expose_secret()),
            (name, value),
        ]);
        let server = server.trim_end_matches('/');
        HttpRequest {
            method: HttpMethod::Get,
            url: Secret::from(format!("{server}/oauth/token/?{query}")),
            headers: vec![("Accept", Cow::Borrowed("application/json"))],
            body: Vec::new(),
            timeout: Duration::from_secs(30),
            // A pair of tokens takes less than 1 KiB.
            max_response_size: 1 << 20,
        }
    }

    /// Asks for the next pair of tokens.
    pub(super) fn refresh_request(&self, server: &str, refresh_token: &str) -> HttpRequest {
        self.request(server, "refresh_token", "refresh_token", refresh_token)
    }
}

/// Asks for the first pair of tokens.
pub(crate) fn code_request(app: &App, server: &str, code: &str) -> Result<HttpRequest, AuthError> {
    // The secret of the application goes there.
    Address::endpoint(server)
        .map_err(|error| AuthError::new(AuthErrorKind::Network, error.to_string()))?;
    Ok(app.request(server, "authorization_code", "code", code))
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
