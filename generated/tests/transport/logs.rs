//! What libraries tell logs of requests.

use std::sync::Mutex;

use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, UreqTransport};
use bitrix24::client::{App, RateLimit, Tokens};
use log::{Level, LevelFilter, Log, Metadata, Record};
use serde_json::json;

use crate::support::{Portal, error, ok};
use crate::time::Jumps;

/// Keeps everything, at each level.
struct Logger;

static KEPT: Mutex<Vec<(Level, String)>> = Mutex::new(Vec::new());

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let text = format!("{}: {}", record.target(), record.args());
        KEPT.lock().unwrap().push((record.level(), text));
    }

    fn flush(&self) {}
}

const CODE: &str = "wEbhOOkc0de";
const ACCESS: &str = "acce55t0ken";
const REFRESH: &str = "refre5ht0ken";
const CLIENT: &str = "cl1ent5ecret";

/// A logger that wants `TRACE` makes ureq show at `DEBUG` what it keeps to itself otherwise.
#[test]
fn no_line_of_any_level_shows_a_secret_that_is_sent() {
    log::set_logger(&Logger).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let portal = Portal::start(|request| match request.verb.as_str() {
        "GET" => error(400, "invalid_grant", ""),
        _ if request.json()["auth"] == ACCESS => error(401, "expired_token", ""),
        _ => ok(json!(true)),
    });
    let builder = Bitrix24::builder()
        .timer(Jumps::new())
        .rate_limit(RateLimit::UNLIMITED)
        .oauth_server(portal.url());
    let bitrix = builder.clone();
    let bitrix = bitrix.webhook(format!("{}/rest/1/{CODE}/", portal.url()));
    assert!(bitrix.unwrap().send(source::Delete::new(1)).unwrap());
    let tokens = Tokens::new(ACCESS, REFRESH, format!("{}/rest/", portal.url()));
    let bitrix = builder.oauth(App::new("app.1", CLIENT), tokens).unwrap();
    bitrix.send(source::Delete::new(1)).unwrap_err();
    // By connections that the caller has set up.
    let config = ureq::Agent::config_builder().build();
    let bitrix = Bitrix24::builder().transport(UreqTransport::from_config(config));
    let bitrix = bitrix.webhook(format!("{}/rest/1/{CODE}/", portal.url()));
    assert!(bitrix.unwrap().send(source::Delete::new(1)).unwrap());

    // What was sent is what was to be sent.
    let [webhook, expired, renewal, configured] = portal.received().try_into().unwrap();
    assert_eq!(configured.path, webhook.path);
    assert_eq!(
        webhook.path,
        format!("/rest/1/{CODE}/biconnector.source.delete")
    );
    assert_eq!(expired.json()["auth"], ACCESS);
    assert!(renewal.path.contains(REFRESH) && renewal.path.contains(CLIENT));

    let kept = KEPT.lock().unwrap().clone();
    let of = |level| kept.iter().filter(move |(kept, _)| *kept == level);
    assert!(of(Level::Debug).any(|(_, text)| text.contains("POST http://127.0.0.1")));
    // Bytes are shown by sixteen.
    let rows = of(Level::Trace).filter_map(|(_, text)| {
        let row = text.strip_prefix("ureq_proto::util: ")?;
        row.get(row.len() - 16..)
    });
    let rows: String = rows.collect();
    assert!(rows.contains("POST./.HTTP/1.1"), "{rows}");
    let lines = kept.iter().map(|(_, text)| text.as_str());
    for text in lines.chain([rows.as_str()]) {
        for secret in [CODE, ACCESS, REFRESH, CLIENT] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
