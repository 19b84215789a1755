//! A portal and the authorisation server in one, with tokens that expire.

#![allow(dead_code)]

use std::sync::{Arc, Mutex};

use bitrix24::client::{App, Tokens};
use serde_json::json;

use super::support::{Portal, Reply, Request, error, ok};

/// The n-th tokens are `access-n` and `refresh-n`. At first those with the number 0 have been issued, and have expired. A
/// refresh token is good for once.
pub(crate) struct Office {
    portal: Portal,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    issued: Mutex<u32>,
    expired: Mutex<u32>,
    log: Log,
}

/// What has happened, in its order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn add(&self, event: impl Into<String>) {
        self.0.lock().unwrap().push(event.into());
    }

    pub(crate) fn events(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// How many events begin so.
    pub(crate) fn count(&self, what: &str) -> usize {
        let events = self.events();
        events
            .iter()
            .filter(|event| event.starts_with(what))
            .count()
    }
}

impl Office {
    pub(crate) fn start() -> Self {
        Self::with(|_| None)
    }

    /// Answers by `hook` first, if it has an answer.
    pub(crate) fn with(hook: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let state = Arc::new(State::default());
        let portal = Portal::start({
            let state = Arc::clone(&state);
            move |request| state.answer(request, &hook)
        });
        Self { portal, state }
    }

    pub(crate) fn url(&self) -> String {
        self.portal.url()
    }

    pub(crate) fn received(&self) -> Vec<Request> {
        self.portal.received()
    }

    /// Calls and refreshes so far, with the tokens that they carried.
    pub(crate) fn log(&self) -> Log {
        self.state.log.clone()
    }

    /// Lets the token that is valid expire.
    pub(crate) fn expire(&self) {
        *self.state.expired.lock().unwrap() = *self.state.issued.lock().unwrap();
    }

    pub(crate) fn tokens(&self, number: u32) -> Tokens {
        let endpoint = format!("{}/rest/", self.url());
        Tokens::new(
            format!("access-{number}"),
            format!("refresh-{number}"),
            endpoint,
        )
    }
}

pub(crate) fn app() -> App {
    App::new("app.1", "c11ent+secret")
}

pub(crate) fn is_refresh(request: &Request) -> bool {
    request.path.starts_with("/oauth/token/?")
}

pub(crate) fn expired() -> Reply {
    error(
        401,
        "expired_token",
        "The access token provided has expired.",
    )
}

/// What the authorisation server says; PHP escapes slashes.
pub(crate) fn issue(request: &Request, number: u32) -> Reply {
    let host = request.header("host").unwrap();
    Reply::Json(
        200,
        json!({
            "access_token": format!("access-{number}"),
            "refresh_token": format!("refresh-{number}"),
            "expires_in": 3600,
            "client_endpoint": format!("http://{host}/rest/"),
            "server_endpoint": format!("http://{host}/rest/"),
            "domain": "oauth.bitrix.info",
            "member_id": "m1",
            "scope": "crm",
            "status": "L",
        }),
    )
}

/// A parameter of the query.
pub(crate) fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.path.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let value = percent_encoding::percent_decode_str(value);
    Some(value.decode_utf8().unwrap().into_owned())
}

impl State {
    fn answer(&self, request: &Request, hook: &dyn Fn(&Request) -> Option<Reply>) -> Reply {
        if is_refresh(request) {
            let token = query(request, "refresh_token").unwrap_or_default();
            self.log.add(format!("refresh {token}"));
            if let Some(reply) = hook(request) {
                return reply;
            }
            let mut issued = self.issued.lock().unwrap();
            if token != format!("refresh-{issued}") {
                return error(400, "invalid_grant", "");
            }
            *issued += 1;
            return issue(request, *issued);
        }
        let auth = request.json()["auth"].as_str().map(str::to_owned);
        let auth = auth.or_else(|| query(request, "auth"));
        let auth = auth.unwrap_or_default();
        self.log.add(format!("call {auth}"));
        if let Some(reply) = hook(request) {
            return reply;
        }
        let (issued, expired_at) = (*self.issued.lock().unwrap(), *self.expired.lock().unwrap());
        if auth != format!("access-{issued}") || issued == expired_at {
            return expired();
        }
        ok(json!(true))
    }
}
