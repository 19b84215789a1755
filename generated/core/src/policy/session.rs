//! A client's portal and credentials.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::address::Address;
use super::build_error::BuildError;
use super::config::Config;
use super::http::{HttpMethod, HttpRequest};
use super::limit::RateLimit;
use super::load::{Load, OperatingTime};
use super::lock;
use super::oauth::{App, Done, Held, Renewal, Renewed, Tokens};
use super::plan::Plan;
use super::portal::Portal;
use crate::runtime::Secrets;
use crate::{AuthError, Secret, Version};

/// What the clones of a client share.
pub(crate) struct Session {
    pub(crate) config: Config,
    /// None for a webhook.
    pub(crate) app: Option<App>,
    pub(super) load: Load,
    state: Mutex<State>,
}

struct State {
    address: Address,
    portal: Arc<Portal>,
    held: Option<Held>,
    /// The last renewal that failed.
    failure: Option<Failure>,
}

struct Failure {
    /// The access token that was not renewed.
    token: String,
    error: AuthError,
    at: Instant,
}

/// How long a failed renewal counts for all calls with the same token: those that were under way together learn one after the
/// other that it has expired.
const FAILED: Duration = Duration::from_secs(5);

impl Session {
    pub(crate) fn webhook(url: &str, config: Config) -> Result<Self, BuildError> {
        config.check()?;
        let address = Address::webhook(url, config.plain())?;
        Ok(Self::new(address, None, config))
    }

    pub(crate) fn oauth(app: App, tokens: Tokens, config: Config) -> Result<Self, BuildError> {
        config.check()?;
        let address = Address::endpoint(&tokens.client_endpoint, config.plain())?;
        // The secret of the application goes there.
        if let Some(server) = &config.oauth_server {
            Address::endpoint(server, config.plain())?;
        }
        Ok(Self::new(address, Some((app, tokens)), config))
    }

    fn new(address: Address, app: Option<(App, Tokens)>, config: Config) -> Self {
        let portal = Portal::of(address.host(), config.limit);
        let (app, tokens) = app.unzip();
        Self {
            config,
            app,
            load: Load::default(),
            state: Mutex::new(State {
                address,
                portal,
                held: tokens.map(Held::given),
                failure: None,
            }),
        }
    }

    /// When something that begins now has to end: by a deadline of its own, or else by the client's.
    pub(crate) fn until(&self, deadline: Option<Duration>, now: Instant) -> Option<Instant> {
        now.checked_add(deadline.or(self.config.deadline)?)
    }

    pub(crate) fn portal(&self) -> Arc<Portal> {
        Arc::clone(&lock(&self.state).portal)
    }

    pub(crate) fn operating(&self, method: &str, now: Instant) -> Option<OperatingTime> {
        self.load.get(method, now)
    }

    pub(crate) fn tokens(&self) -> Option<Tokens> {
        lock(&self.state).tokens().cloned()
    }

    /// The renewal of the token that calls carry; none for a webhook.
    pub(crate) fn renewal(&self) -> Option<Renewal<'_>> {
        let held = lock(&self.state).held.clone()?;
        Some(Renewal::new(self.app.as_ref()?, &self.config, held))
    }

    /// What no error and no log may show, although a server repeats it.
    pub(crate) fn secrets(&self) -> Secrets {
        let state = lock(&self.state);
        let tokens = state.tokens();
        let secrets = [
            state.address.code(),
            self.app.as_ref().map(App::client_secret),
            tokens.map(|tokens| tokens.access_token.as_str()),
            tokens.and_then(|tokens| tokens.refresh_token.as_deref()),
            tokens.and_then(|tokens| tokens.application_token.as_deref()),
        ];
        Secrets::new(secrets.into_iter().flatten())
    }

    /// What a renewal of the token that a call carried would come to, if that is known without one.
    pub(crate) fn renewal_known(
        &self,
        carried: Option<&str>,
        now: Instant,
    ) -> Option<Result<Renewed, AuthError>> {
        let state = lock(&self.state);
        let token = state.tokens().map(|tokens| tokens.access_token.as_str());
        if token != carried {
            return Some(Ok(Renewed::Found));
        }
        let failure = state.failure.as_ref()?;
        let counts = now.saturating_duration_since(failure.at) < FAILED;
        let is_same = Some(failure.token.as_str()) == token;
        (counts && is_same).then(|| Err(failure.error.clone()))
    }

    /// Takes what a renewal came to; the portal may have another address since.
    pub(crate) fn finish_renewal(&self, done: Done, now: Instant) -> Result<Renewed, AuthError> {
        let mut state = lock(&self.state);
        let Some(held) = &mut state.held else {
            return Ok(Renewed::Found);
        };
        let failed = matches!(done, Done::Failed(_));
        let outcome = held.take(done);
        let tokens = held.tokens().clone();
        if let (true, Err(error)) = (failed, &outcome) {
            state.failure = Some(Failure {
                token: tokens.access_token,
                error: error.clone(),
                at: now,
            });
            return outcome;
        }
        if let Ok(address) = Address::endpoint(&tokens.client_endpoint, self.config.plain()) {
            state.move_to(address, self.config.limit);
        }
        drop(state);
        let is_new = !matches!(outcome, Ok(Renewed::Found));
        if let Some(hook) = self.config.on_renewal.as_ref().filter(|_| is_new) {
            hook(&tokens);
        }
        outcome
    }

    /// The request with today's address and credentials; and the access token in it.
    pub(crate) fn request(&self, plan: &Plan, timeout: Duration) -> (HttpRequest, Option<String>) {
        let (mut url, token) = {
            let state = lock(&self.state);
            let token = state.tokens();
            let token = token.map(|tokens| tokens.access_token.clone());
            (state.address.url(plan.version, &plan.method), token)
        };
        let body = match &token {
            None => plan.body.clone(),
            Some(token) => with_auth(&plan.body, token).unwrap_or_else(|| {
                // Parameters without names leave no place for one.
                let token = super::batch::encoded(token);
                url.push_str(&format!("?auth={token}"));
                plan.body.clone()
            }),
        };
        let mut headers = vec![
            ("Content-Type", Cow::Borrowed("application/json")),
            ("Accept", Cow::Borrowed("application/json")),
            ("User-Agent", self.config.user_agent.clone()),
        ];
        if let Some(key) = &plan.idempotency_key {
            headers.push((Version::IDEMPOTENCY_KEY, Cow::Owned(key.clone())));
        }
        let request = HttpRequest {
            method: HttpMethod::Post,
            url: Secret::from(url),
            headers,
            body,
            timeout,
            max_response_size: self.config.max_response_size,
        };
        (request, token)
    }

    /// Follows the portal to its new address, for this and all later calls. The error says why not.
    pub(crate) fn follow(&self, sent: &str, location: &str) -> Result<Arc<Portal>, String> {
        let (old, portal) = {
            let state = lock(&self.state);
            (state.address.clone(), Arc::clone(&state.portal))
        };
        let new = match old.moved(sent, location, &self.config.hosts, self.config.plain()) {
            // Another call has followed already.
            Err(_) if !old.has(sent) => return Ok(portal),
            new => new?,
        };
        if let Some(hook) = &self.config.on_redirect {
            if !hook(old.host(), new.host()) {
                let host = new.host();
                return Err(format!("a redirect to {host}, which the hook refused"));
            }
        }
        let mut state = lock(&self.state);
        state.move_to(new, self.config.limit);
        Ok(Arc::clone(&state.portal))
    }
}

impl State {
    fn tokens(&self) -> Option<&Tokens> {
        self.held.as_ref().map(Held::tokens)
    }

    fn move_to(&mut self, address: Address, limit: Option<RateLimit>) {
        if address.host() != self.address.host() {
            self.portal = Portal::of(address.host(), limit);
        }
        self.address = address;
    }
}

/// The parameters with the access token behind them, where it counts whatever they are called; none if they have no names.
fn with_auth(body: &[u8], token: &str) -> Option<Vec<u8>> {
    let rest = body.strip_suffix(b"}")?;
    let mut with = Vec::with_capacity(body.len() + token.len() + 16);
    with.extend_from_slice(rest);
    if rest != b"{" {
        with.push(b',');
    }
    with.extend_from_slice(b"\"auth\":");
    with.extend(serde_json::to_vec(token).ok()?);
    with.push(b'}');
    Some(with)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_one_more_parameter() {
        let with = |body: &str| {
            let with = with_auth(body.as_bytes(), "a\"b");
            with.map(|with| String::from_utf8(with).unwrap())
        };
        assert_eq!(with("{}").unwrap(), r#"{"auth":"a\"b"}"#);
        assert_eq!(with(r#"{"id":1}"#).unwrap(), r#"{"id":1,"auth":"a\"b"}"#);
        assert_eq!(with("[1]"), None);
    }
}
