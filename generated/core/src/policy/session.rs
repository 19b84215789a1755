//! A client's portal and credentials.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::address::{Address, Plain};
use super::build_error::BuildError;
use super::config::Config;
use super::http::{HttpMethod, HttpRequest};
use super::limit::RateLimit;
use super::load::{Load, OperatingTime};
use super::lock;
use super::oauth::{App, Done, Held, Renewal, Renewed, Stored, Tokens};
use super::plan::Plan;
use super::portal::Portal;
use crate::runtime::Secrets;
use crate::{AuthError, AuthErrorKind, Secret, Version};

/// What the clones of a client share.
pub(crate) struct Session {
    pub(crate) config: Arc<Config>,
    /// None for a webhook.
    pub(crate) app: Option<App>,
    pub(super) load: Load,
    /// Whether the store has the tokens as long as the application is installed.
    is_kept: bool,
    /// Whether the application was uninstalled.
    is_gone: AtomicBool,
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
        Ok(Self::new(address, None, config.into()))
    }

    pub(crate) fn oauth(app: App, tokens: Tokens, config: Config) -> Result<Self, BuildError> {
        config.check_oauth()?;
        let address = Address::endpoint(&tokens.client_endpoint, config.plain())?;
        let held = Held::given(tokens);
        Ok(Self::new(address, Some((app, held)), config.into()))
    }

    /// The session of a portal whose tokens are in the store as long as the application is installed. The settings are those of
    /// all portals, and have been checked.
    pub(crate) fn stored(
        app: &App,
        tokens: Tokens,
        config: &Arc<Config>,
    ) -> Result<Self, BuildError> {
        let address = Address::endpoint(&tokens.client_endpoint, config.plain())?;
        let held = Held::stored(tokens);
        let mut session = Self::new(address, Some((app.clone(), held)), Arc::clone(config));
        session.is_kept = true;
        Ok(session)
    }

    /// Whether there can be a session with these tokens.
    pub(crate) fn check(tokens: &Tokens, config: &Config) -> Result<(), BuildError> {
        Address::endpoint(&tokens.client_endpoint, config.plain()).map(drop)
    }

    fn new(address: Address, app: Option<(App, Held)>, config: Arc<Config>) -> Self {
        let portal = Portal::of(address.host(), config.limit);
        let (app, held) = app.unzip();
        Self {
            config,
            app,
            load: Load::default(),
            is_kept: false,
            is_gone: AtomicBool::new(false),
            state: Mutex::new(State {
                address,
                portal,
                held,
                failure: None,
            }),
        }
    }

    /// Takes the tokens of another installation, or of another login, which are stored.
    pub(crate) fn install(&self, tokens: Tokens) -> Result<(), BuildError> {
        let address = Address::endpoint(&tokens.client_endpoint, self.config.plain())?;
        let mut state = lock(&self.state);
        state.held = Some(Held::stored(tokens));
        state.failure = None;
        state.move_to(address, self.config.limit);
        Ok(())
    }

    /// No call is sent any more.
    pub(crate) fn uninstall(&self) {
        self.is_gone.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Relaxed)
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
        let mut renewal = Renewal::new(self.app.as_ref()?, &self.config, held);
        if self.is_kept {
            renewal = renewal.kept();
        }
        Some(renewal)
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
            if self.is_kept && error.kind == AuthErrorKind::NotInstalled {
                self.uninstall();
            }
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

    /// Today's address of a call, without the code of a webhook.
    pub(super) fn shown_url(&self, plan: &Plan) -> String {
        let address = lock(&self.state).address.clone();
        let url = address.url(plan.version, &plan.method);
        match address.code() {
            Some(code) => url.replace(&format!("/{code}/"), "/***/"),
            None => url,
        }
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

    /// What is to be stored, over what is, because the portal has moved from this address: tokens with the new one. Nothing if the
    /// store has another address, or if somebody is renewing the tokens, for the new ones will have the address.
    pub(crate) fn moved(&self, from: &Address, stored: &Stored) -> Option<Stored> {
        let state = lock(&self.state);
        let is_own = !state.tokens()?.is_of_another_portal(&stored.tokens);
        let is_old =
            Address::endpoint(&stored.tokens.client_endpoint, Plain::Anywhere).as_ref() == Ok(from);
        if !is_own || !is_old || stored.renewing_until.is_some() {
            return None;
        }
        let mut tokens = stored.tokens.clone();
        tokens.client_endpoint = state.address.client_endpoint();
        Some(Stored::after(stored.revision, tokens, None))
    }

    /// Follows the portal to its new address, for this and all later calls. Gives the old one as well, unless another call has
    /// followed already. The error says why not.
    pub(crate) fn follow(
        &self,
        sent: &str,
        location: &str,
    ) -> Result<(Arc<Portal>, Option<Address>), String> {
        let (old, portal) = {
            let state = lock(&self.state);
            (state.address.clone(), Arc::clone(&state.portal))
        };
        let new = match old.moved(sent, location, &self.config.hosts, self.config.plain()) {
            // Another call has followed already.
            Err(_) if !old.has(sent) => return Ok((portal, None)),
            new => new?,
        };
        if let Some(hook) = &self.config.on_redirect {
            if !hook(old.host(), new.host()) {
                let host = new.host();
                return Err(format!("a redirect to {host}, which the hook refused"));
            }
        }
        let mut state = lock(&self.state);
        if let Some(held) = &mut state.held {
            held.tokens_mut().client_endpoint = new.client_endpoint();
        }
        state.move_to(new, self.config.limit);
        Ok((Arc::clone(&state.portal), Some(old)))
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
