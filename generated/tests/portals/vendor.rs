//! A server with many portals on it, and the authorisation server of all.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bitrix24::client::{App, Tokens};
use serde_json::json;

use crate::support::{Portal, Reply, Request, error, ok};

/// The n-th tokens of the portal `m1` are `access-m1-n` and `refresh-m1-n`. Those with the number 0 have been issued, and are valid.
/// A refresh token is good for once.
pub(crate) struct Vendor {
    portal: Portal,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    issued: BTreeMap<String, u32>,
    expired: BTreeMap<String, u32>,
    log: Vec<String>,
}

impl Vendor {
    pub(crate) fn start() -> Self {
        Self::with(|_| None)
    }

    /// Answers by `hook` first, if it has an answer.
    pub(crate) fn with(hook: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let portal = Portal::start({
            let state = Arc::clone(&state);
            move |request| hook(request).unwrap_or_else(|| state.lock().unwrap().answer(request))
        });
        Self { portal, state }
    }

    pub(crate) fn url(&self) -> String {
        self.portal.url()
    }

    pub(crate) fn host(&self) -> String {
        self.portal.host()
    }

    pub(crate) fn tokens(&self, member_id: &str, number: u32) -> Tokens {
        let mut tokens = Tokens::new(
            format!("access-{member_id}-{number}"),
            format!("refresh-{member_id}-{number}"),
            format!("{}/rest/", self.url()),
        );
        tokens.member_id = Some(member_id.to_owned());
        tokens.application_token = Some(format!("secret-{member_id}"));
        tokens
    }

    /// Lets the token of a portal expire.
    pub(crate) fn expire(&self, member_id: &str) {
        let mut state = self.state.lock().unwrap();
        let issued = state.issued.get(member_id).copied().unwrap_or_default();
        state.expired.insert(member_id.to_owned(), issued);
    }

    /// Calls and refreshes so far, with the tokens that they carried.
    pub(crate) fn log(&self) -> Vec<String> {
        self.state.lock().unwrap().log.clone()
    }

    pub(crate) fn count(&self, what: &str) -> usize {
        let log = self.log();
        log.iter().filter(|event| event.starts_with(what)).count()
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Reply {
        if is_refresh(request) {
            let (_, token) = request.path.split_once("refresh_token=refresh%2D").unwrap();
            let token = token.split('&').next().unwrap().replace("%2D", "-");
            self.log.push(format!("refresh {token}"));
            let (member_id, number) = token.rsplit_once('-').unwrap();
            let issued = self.issued.entry(member_id.to_owned()).or_default();
            if number != issued.to_string() {
                return error(400, "invalid_grant", "");
            }
            *issued += 1;
            let host = request.header("host").unwrap();
            return Reply::Json(
                200,
                json!({
                    "access_token": format!("access-{member_id}-{issued}"),
                    "refresh_token": format!("refresh-{member_id}-{issued}"),
                    "expires_in": 3600,
                    "client_endpoint": format!("http://{host}/rest/"),
                    "member_id": member_id,
                }),
            );
        }
        let auth = request.json()["auth"].as_str().unwrap().to_owned();
        self.log.push(format!("call {auth}"));
        let (member_id, number) = auth
            .strip_prefix("access-")
            .unwrap()
            .rsplit_once('-')
            .unwrap();
        let number: u32 = number.parse().unwrap();
        let issued = self.issued.get(member_id).copied().unwrap_or_default();
        if number != issued || self.expired.get(member_id) == Some(&number) {
            return error(401, "expired_token", "");
        }
        ok(json!(true))
    }
}

pub(crate) fn is_refresh(request: &Request) -> bool {
    request.path.starts_with("/oauth/token/")
}

pub(crate) fn app() -> App {
    App::new("app.1", "c11ent+secret")
}

/// The body of an event.
pub(crate) fn event(name: &str, auth: &[(&str, &str)]) -> String {
    let mut body = format!("event={name}&ts=1747042200&data%5BID%5D=7");
    for (name, value) in auth {
        let value =
            percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        body += &format!("&auth%5B{name}%5D={value}");
    }
    body
}

/// What `ONAPPINSTALL` brings with these tokens.
pub(crate) fn installation(tokens: &Tokens) -> String {
    let auth = [
        ("access_token", Some(&tokens.access_token)),
        ("refresh_token", tokens.refresh_token.as_ref()),
        ("client_endpoint", Some(&tokens.client_endpoint)),
        ("member_id", tokens.member_id.as_ref()),
        ("application_token", tokens.application_token.as_ref()),
    ];
    let auth = auth.map(|(name, value)| value.map(|value| (name, value.as_str())));
    let auth: Vec<_> = auth.into_iter().flatten().collect();
    event("ONAPPINSTALL", &auth)
}
