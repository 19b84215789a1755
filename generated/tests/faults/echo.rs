//! What a server repeats of a request: no error and no log shows the secrets in it, or is forged or flooded by it.

use std::fmt::{Debug, Display};

use bitrix24::biconnector::source;
use bitrix24::client::{App, Batch, RateLimit, Tokens};
use bitrix24::crm::item;
use bitrix24::v3::tasks::task;
use bitrix24::{Bitrix24, CallError, Error, ErrorCode, blocking};
use serde_json::{Value, json};

use super::collector::Collector;
use super::run::Clock;
use super::support::{Portal, Reply, Request, error, ok};

const CODE: &str = "wEbhOOkc0de";
const ACCESS: &str = "acce55-t0ken";
const REFRESH: &str = "refre5ht0ken";
const CLIENT: &str = "cl1ent5ecret";

/// What a portal says that repeats all it knows, at length.
fn echo(request: &Request) -> String {
    let (path, body) = (&request.path, &request.body);
    let secrets = match path.contains(CODE) {
        true => CODE.to_owned(),
        false => format!("{ACCESS}x{REFRESH}x{CLIENT}"),
    };
    let encoded = path.replace('/', "%2F");
    let escaped = path.replace('/', "\\/");
    format!(
        "Wrong: {path} {encoded} {escaped} {body} x{secrets}x\r\nERROR forged \u{1b}[2J\u{202e}{}",
        "long ".repeat(10_000)
    )
}

/// A portal that repeats in each of the places where a server's text may stand, by the method that is called.
fn portal() -> Portal {
    Portal::start(|request| {
        let text = echo(request);
        match request.method() {
            "biconnector.source.get" => error(400, "SOURCE_NOT_FOUND", &text),
            "biconnector.source.delete" => {
                ok(json!({ "error": { "error": text, "error_description": text } }))
            }
            "biconnector.source.list" => error(503, &text, &text),

            "crm.item.list" => ok(json!({ "items": { text: 1 } })),
            "tasks.task.get" => {
                let row = json!({ "field": text, "message": text });
                let rows = vec![row; 20];
                let error = json!({ "code": text, "message": text, "validation": rows });
                Reply::Json(400, json!({ "error": error }))
            }
            "batch" if request.body.contains("source.list") => error(400, "ACCESS_DENIED", &text),
            "batch" => {
                let error = json!({ "error": "SOURCE_NOT_FOUND", "error_description": text });
                ok(json!({ "result": [], "result_error": { "c0": error } }))
            }
            _ => error(404, "ERROR_METHOD_NOT_FOUND", &text),
        }
    })
}

macro_rules! clients {
    ($client:ty, $portal:expr) => {{
        let builder = <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED);
        let url = $portal.url();
        let tokens = Tokens::new(ACCESS, REFRESH, format!("{url}/rest/"));
        [
            builder
                .clone()
                .webhook(format!("{url}/rest/1/{CODE}/"))
                .unwrap(),
            builder.oauth(App::new("app.1", CLIENT), tokens).unwrap(),
        ]
    }};
}

/// Everything that is shown of errors.
#[derive(Default)]
struct Shown(String);

impl Shown {
    #[track_caller]
    fn all(&mut self, value: &(impl Debug + Display)) {
        for text in [format!("{value}"), format!("{value:?}")] {
            assert!(text.len() < 20_000, "{} bytes", text.len());
            is_plain(&text);
            self.0 += &text;
        }
        // This one has line breaks of its own.
        self.0 += &format!("{value:#?}");
    }

    #[track_caller]
    fn error<E: ErrorCode>(&mut self, error: CallError<E>) {
        self.all(&error);
        if let CallError::Method(found) = &error {
            self.all(found);
            self.all(&found.code);
            for row in found.validation() {
                self.all(&row);
            }
        }
        self.all(&Error::from(error));
    }
}

#[track_caller]
fn is_plain(text: &str) {
    let bad = |char: char| char.is_control() || matches!(char, '\u{202a}'..='\u{202e}');
    assert!(!text.contains(bad), "{text:?}");
}

#[track_caller]
fn shows_no_secret(text: &str) {
    for secret in [CODE, ACCESS, REFRESH, CLIENT] {
        let (text, secret) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
        assert!(!text.contains(&secret), "{secret} is shown");
    }
}

/// The description is whole.
#[track_caller]
fn keeps<E: ErrorCode>(error: &CallError<E>) {
    let description = match error {
        CallError::Method(error) => &error.description,
        CallError::System(error) => &error.description,
        other => panic!("{other}"),
    };
    let has = |parts: &[&str]| parts.iter().all(|part| description.contains(part));
    assert!(has(&["\r\nERROR", "\u{1b}"]));
    assert!(has(&[CODE]) || has(&[ACCESS, REFRESH, CLIENT]));
    assert!(description.len() > 50_000);
}

macro_rules! calls {
    ($bitrix:ident, $shown:ident $(, $await:tt)?) => {
        let error = $bitrix.send(source::Get::new(6))$(.$await)?.unwrap_err();
        keeps(&error);
        $shown.error(error);
        let error = $bitrix.send(source::Delete::new(6))$(.$await)?.unwrap_err();
        keeps(&error);
        $shown.error(error);
        let error = $bitrix.send(source::List::new())$(.$await)?.unwrap_err();
        keeps(&error);
        $shown.error(error);
        let error = $bitrix.send(task::Get::new(6))$(.$await)?.unwrap_err();
        keeps(&error);
        $shown.error(error);
        let error = $bitrix.untyped("no.such", Value::Null).send()$(.$await)?.unwrap_err();
        keeps(&error);
        $shown.error(error);
        // The place of what is wrong is a key.
        let list = item::List::new(item::EntityType::Deal);
        let error = $bitrix.send(list)$(.$await)?.unwrap_err();
        assert!(matches!(error, CallError::Decode(_)), "{error}");
        $shown.error(error);
        let mut batch = Batch::new();
        let call = batch.add(source::Get::new(6));
        let mut results = $bitrix.send_batch(batch)$(.$await)?;
        $shown.0 += &format!("{results:?}");
        let error = results.take(call).unwrap_err();
        keeps(&error);
        $shown.error(error);
        let (error,) = $bitrix.batch((source::List::new(),))$(.$await)?;
        let error = error.unwrap_err();
        keeps(&error);
        $shown.error(error);
    };
}

#[tokio::test]
async fn no_error_shows_the_secrets_that_a_server_repeats() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (portal, mut shown) = (portal(), Shown::default());
    for bitrix in clients!(Bitrix24, portal) {
        calls!(bitrix, shown, await);
    }
    shows_no_secret(&shown.0);
    let told = collector.text();
    assert!(told.contains("SOURCE_NOT_FOUND"), "codes are told");
    shows_no_secret(&told);
    is_plain(&told);
}

#[test]
fn nor_does_one_of_the_blocking_client() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (portal, mut shown) = (portal(), Shown::default());
    for bitrix in clients!(blocking::Bitrix24, portal) {
        calls!(bitrix, shown);
    }
    shows_no_secret(&shown.0);
    let told = collector.text();
    assert!(told.contains("SOURCE_NOT_FOUND"), "codes are told");
    shows_no_secret(&told);
    is_plain(&told);
}

/// Without a client nothing is known of its secrets, but what addresses and tokens look like is.
#[test]
fn nor_does_one_that_was_decoded_without_a_client() {
    let text = format!("https://x.bitrix24.com/rest/1/{CODE}/a.get?auth={ACCESS}\n");
    let body = json!({ "error": text, "error_description": text }).to_string();
    let error = bitrix24::decode::<source::Get>(400, body).unwrap_err();
    let mut shown = Shown::default();
    shown.error(error);
    shows_no_secret(&shown.0);
    assert!(
        shown.0.contains("/rest/1/***/a.get?auth=***"),
        "{}",
        shown.0
    );
}
