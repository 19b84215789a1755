//! A portal and the authorisation server in one, with tokens that expire.

#![allow(dead_code)]

use std::sync::{Arc, Mutex};

use bitrix24::Secret;
use bitrix24::client::{App, HttpRequest, Tokens};
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
    request.path.starts_with("/oauth/token/")
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

/// Bodies of a renewal that hold `access-9` and `refresh-9` next to something odd, each with what is odd about it.
pub(crate) fn odd_answers() -> Vec<(&'static str, String)> {
    let pair = r#""access_token":"access-9","refresh_token":"refresh-9""#;
    let with = |rest: &str| format!("{{{pair},{rest}}}");
    let good = with(r#""expires_in":3600"#);
    let warning = "<br />\n<b>Warning</b>: Undefined array key {0} in <b>/www/a.php</b> on line <b>7</b><br />\n";
    vec![
        ("a byte order mark", format!("\u{feff}{good}")),
        ("a PHP warning before it", format!("{warning}{good}")),
        (
            "a comment behind it",
            format!("{good}\n<!-- 0.12 s, 14 queries {{}} -->"),
        ),
        ("an empty error", with(r#""error":"","expires_in":3600"#)),
        ("the error 0", with(r#""error":"0","error_description":"""#)),
        ("the number 0 as error", with(r#""error":0"#)),
        ("an error of null", with(r#""error":null"#)),
        ("scopes as a list", with(r#""scope":["crm","task"]"#)),
        ("a user that is no number", with(r#""user_id":"u_1""#)),
        ("a fraction of a second", with(r#""expires_in":3600.5"#)),
        ("a time as text", with(r#""expires":"1747045800""#)),
        (
            "a huge number",
            with(r#""expires":1e300,"expires_in":1e400"#),
        ),
        (
            "a long number",
            with(r#""expires_in":1000000000000000000000000000000"#),
        ),
        ("half a character", with(r#""domain":"\ud83d","status":7"#)),
        (
            "an address without TLS",
            with(r#""client_endpoint":"http://portal.example/rest/""#),
        ),
        (
            "an address of another scheme",
            with(r#""client_endpoint":"ftp://portal.example/rest/""#),
        ),
        ("no address", with(r#""client_endpoint":[]"#)),
    ]
}

/// A parameter of the query.
pub(crate) fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.path.split_once('?')?;
    pair(query, name)
}

/// A parameter of a form in the body.
pub(crate) fn form(request: &Request, name: &str) -> Option<String> {
    pair(&request.body, name)
}

fn pair(pairs: &str, name: &str) -> Option<String> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let value = percent_encoding::percent_decode_str(value);
    Some(value.decode_utf8().unwrap().into_owned())
}

/// Carries what goes to the vendor's authorisation servers to an office on this machine, and notes their hosts.
pub(crate) struct Reroute<T> {
    pub(crate) to: String,
    pub(crate) hosts: Log,
    pub(crate) by: T,
}

impl<T> Reroute<T> {
    fn route(&self, mut request: HttpRequest) -> HttpRequest {
        let url = request.url.expose_secret();
        let path = url
            .strip_prefix("https://oauth.")
            .map(|rest| rest.split_once('/').unwrap());
        if let Some((host, path)) = path {
            self.hosts.add(format!("oauth.{host}"));
            request.url = Secret::from(format!("{}/{path}", self.to));
        }
        request
    }
}

#[cfg(feature = "client")]
impl<T: bitrix24::client::Transport> bitrix24::client::Transport for Reroute<T> {
    fn send(
        &self,
        request: HttpRequest,
    ) -> bitrix24::client::BoxFuture<
        '_,
        Result<bitrix24::client::HttpResponse, bitrix24::TransportError>,
    > {
        self.by.send(self.route(request))
    }
}

/// What a server answers that does not take a form, and whether it is asked again by GET.
pub(crate) fn refused_forms() -> Vec<(Reply, bool)> {
    let page = |status| Reply::Raw(status, Vec::new(), "<html>Sorry!</html>".to_owned());
    vec![
        (page(404), true),
        (page(405), true),
        (error(400, "invalid_request", ""), true),
        (error(200, "INVALID_REQUEST", ""), true),
        (error(404, "ERROR_METHOD_NOT_FOUND", ""), true),
        // It has looked at the token.
        (error(405, "invalid_grant", ""), false),
        (error(404, "wrong_client", ""), false),
        (error(400, "invalid_grant", ""), false),
        (page(403), false),
        (page(302), false),
    ]
}

impl State {
    fn answer(&self, request: &Request, hook: &dyn Fn(&Request) -> Option<Reply>) -> Reply {
        if is_refresh(request) {
            let token = query(request, "refresh_token").or_else(|| form(request, "refresh_token"));
            let token = token.unwrap_or_default();
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

/// What the tokens say of their authorisation server, and which one is asked.
pub(crate) const SERVERS: [(&str, &str); 9] = [
    ("https://oauth.bitrix24.tech/rest/", "oauth.bitrix24.tech"),
    (
        "https://OAuth.Bitrix24.tech:443/rest",
        "oauth.bitrix24.tech",
    ),
    ("https://oauth.bitrix.info/rest/", "oauth.bitrix.info"),
    ("", "oauth.bitrix.info"),
    ("nonsense", "oauth.bitrix.info"),
    ("http://oauth.bitrix24.tech/rest/", "oauth.bitrix.info"),
    (
        "https://oauth.bitrix24.tech:8443/rest/",
        "oauth.bitrix.info",
    ),
    (
        "https://oauth.bitrix24.tech.evil.example/rest/",
        "oauth.bitrix.info",
    ),
    ("https://oauth.evil.example/rest/", "oauth.bitrix.info"),
];
