//! No secret is shown by anything that can be shown.

use std::error::Error;
use std::fmt::{Debug, Display};
use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{
    App, Batch, BoxFuture, Builder, FileStore, HttpRequest, HttpResponse, HyperTransport,
    MemoryStore, RateLimit, StoreError, Stored, TokenStore, Tokens, Transport,
};
use bitrix24::{Bitrix24, TransportError};
use log::LevelFilter;
use serde_json::{Value, json};

use crate::collector::{Collector, collect_log, logged};
use crate::common::{
    Closed, SHORT, html, http_transport, lost, never, over_the_limit, redirect, settled,
};
use crate::support::{Portal, Reply, error, ok};
use crate::time::Jumps;

const CODE: &str = "wEbhOOkc0de";
const ACCESS: &str = "acce55t0ken";
const REFRESH: &str = "refre5ht0ken";
const CLIENT: &str = "cl1ent5ecret";
const EXCHANGED: &str = "exchangec0de";
const SETTING: &str = "pa55w0rd";

/// Everything that was shown.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, value: &dyn Debug) {
        self.0 += &format!("{value:?}\n{value:#?}\n");
    }

    fn error<E: Error + Debug + Display>(&mut self, error: &E) {
        self.debug(error);
        self.0 += &format!("{error} {error:#}\n");
        let mut source = error.source();
        while let Some(error) = source {
            self.0 += &format!("{error} {error:?} {error:#?}\n");
            source = error.source();
        }
    }

    fn call<E: bitrix24::ErrorCode>(&mut self, error: bitrix24::CallError<E>) {
        self.error(&error);
        self.error(&bitrix24::Error::from(error));
    }

    #[track_caller]
    fn has_no_secret(&self) {
        for secret in [CODE, ACCESS, REFRESH, CLIENT, EXCHANGED, SETTING] {
            let found = self.0.find(secret);
            let around = found.map(|at| {
                let from = self.0[..at].char_indices().rev().nth(200);
                &self.0[from.map_or(0, |(from, _)| from)..at + secret.len()]
            });
            assert_eq!(around, None, "{secret} is shown");
        }
        assert!(!self.0.is_empty());
    }
}

fn builder() -> Builder {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    builder.rate_limit(RateLimit::UNLIMITED)
}

fn webhook(portal: &Portal) -> String {
    format!("{}/rest/1/{CODE}/", portal.url())
}

fn app() -> App {
    App::new("app.1", CLIENT)
}

fn tokens(portal: &Portal) -> Tokens {
    let mut tokens = Tokens::new(ACCESS, REFRESH, format!("{}/rest/", portal.url()));
    tokens.application_token = Some(CODE.to_owned());
    tokens
}

/// What a portal may answer, each of which is a failure; pages repeat the address, as they do.
fn failures() -> Vec<Reply> {
    let page = format!("<html>/rest/1/{CODE}/x?auth={ACCESS}</html>");
    let mut failures: Vec<_> = lost()
        .into_iter()
        .chain(settled())
        .map(|(_, reply)| reply)
        .collect();
    failures.retain(|reply| !matches!(reply, Reply::Late(..)));
    failures.extend([
        over_the_limit(),
        html(200),
        Reply::Raw(200, Vec::new(), page.clone()),
        Reply::Raw(500, Vec::new(), page),
        Reply::Raw(200, Vec::new(), format!(r#"{{"result":"{CODE}"}}"#)),
        Reply::Raw(200, Vec::new(), format!(r#"{{"{CODE}":"#)),
        redirect(
            302,
            &format!("https://evil.example/rest/1/{CODE}/x?auth={ACCESS}"),
        ),
        redirect(302, &format!("https://{CODE}@x.bitrix24.com/")),
        redirect(302, &format!("/{CODE}")),
        redirect(302, CODE),
    ]);
    failures
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    collect_log(LevelFilter::Trace);
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let mut shown = Shown::default();
    for reply in failures() {
        let portal = Portal::start(move |_| reply.clone());
        for bitrix in [
            builder().webhook(webhook(&portal)).unwrap(),
            builder()
                .oauth_server(portal.url())
                .oauth(app(), tokens(&portal))
                .unwrap(),
        ] {
            shown.call(bitrix.send(source::Get::new(6)).await.unwrap_err());
            let call = bitrix.untyped("user.current", json!([1]));
            // `true` and a text are results of a method that nobody knows.
            if let Err(error) = call.await {
                shown.call(error);
            }
            let batch = bitrix
                .batch((source::Get::new(6), source::Delete::new(7)))
                .await;
            batch.0.map_err(|error| shown.call(error)).unwrap_err();
            let mut pages = bitrix.pages(source::List::new());
            shown.call(pages.next().await.unwrap().unwrap_err());
            shown.debug(&bitrix);
            shown.debug(&pages);
        }
    }
    shown.0 += &collector.text();
    shown.0 += &logged();
    shown.has_no_secret();
    assert!(collector.text().contains("hyper_util"));
}

#[tokio::test]
async fn no_lack_of_an_answer_shows_a_secret() {
    collect_log(LevelFilter::Trace);
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let mut shown = Shown::default();

    let closed = Closed::new();
    let refused = closed.webhook().replace("s3cret", CODE);
    let portal = Portal::start(|_| never());
    // It answers a greeting of TLS by nothing that is any.
    let tls = webhook(&portal).replace("http://", "https://");
    let nowhere = format!("https://nowhere.invalid/rest/1/{CODE}/");
    for webhook in [refused, tls, nowhere, webhook(&portal)] {
        let bitrix = builder().timeout(SHORT).webhook(webhook).unwrap();
        shown.call(bitrix.send(source::Delete::new(6)).await.unwrap_err());
        let call = bitrix.request(source::Delete::new(6));
        shown.call(call.deadline(SHORT).send().await.unwrap_err());
    }
    let bitrix = builder().webhook(webhook(&portal)).unwrap();
    shown.call(bitrix.untyped(CODE, json!(CODE)).await.unwrap_err());
    shown.call(
        bitrix
            .untyped(format!("../{CODE}"), Value::Null)
            .await
            .unwrap_err(),
    );
    let call = bitrix.request(source::Delete::new(6)).idempotency_key("\n");
    shown.debug(&call);
    shown.call(call.send().await.unwrap_err());
    shown.0 += &collector.text();
    shown.0 += &logged();
    shown.has_no_secret();
}

struct Failing(&'static str);

impl TokenStore for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        Box::pin(async { Ok(None) })
    }

    fn compare_and_swap(&self, _: i64, new: Stored) -> BoxFuture<'_, Result<bool, StoreError>> {
        let what = new.renewing_until.map_or("save", |_| "claim");
        Box::pin(async move {
            if what == self.0 {
                Err(StoreError::new("full"))
            } else {
                Ok(true)
            }
        })
    }
}

#[tokio::test]
async fn no_renewal_shows_a_secret() {
    collect_log(LevelFilter::Trace);
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let mut shown = Shown::default();
    let answer = json!({ "access_token": ACCESS, "refresh_token": REFRESH, "client_endpoint": "" });
    let page = format!("<html>{CLIENT} {REFRESH} {EXCHANGED}</html>");
    let mut answers = vec![
        Reply::Json(200, answer),
        Reply::Raw(200, Vec::new(), page.clone()),
        Reply::Raw(400, Vec::new(), page),
        error(400, "invalid_grant", &format!("{REFRESH} is not valid")),
        error(400, "invalid_client", CLIENT),
        error(400, "something", REFRESH),
        Reply::Json(200, json!({ "access_token": { REFRESH: 1 } })),
        Reply::Json(200, json!({ "error": { REFRESH: 1 } })),
        redirect(
            302,
            &format!("https://evil.example/?client_secret={CLIENT}"),
        ),
    ];
    answers.extend(failures());
    for reply in answers {
        let portal = Portal::start(move |request| match request.verb.as_str() {
            "GET" => reply.clone(),
            _ => error(401, "expired_token", ""),
        });
        let builder = builder().oauth_server(portal.url());
        if let Err(error) = builder.exchange_code(&app(), EXCHANGED).await {
            shown.error(&error);
        }
        for store in ["claim", "save", "never"] {
            let builder = builder.clone().token_store(Failing(store));
            let bitrix = builder.oauth(app(), tokens(&portal)).unwrap();
            shown.call(bitrix.send(source::Get::new(6)).await.unwrap_err());
            shown.debug(&bitrix);
        }
        shown.debug(&builder);
    }
    let closed = Closed::new().webhook().replace("/rest/1/s3cret/", "");
    let unreachable = builder().oauth_server(closed);
    let error = unreachable.exchange_code(&app(), EXCHANGED).await;
    shown.error(&error.unwrap_err());
    shown.0 += &collector.text();
    shown.0 += &logged();
    shown.has_no_secret();
}

#[tokio::test]
async fn what_cannot_be_built_shows_no_secret() {
    let mut shown = Shown::default();
    for url in [
        format!("http://portal.bitrix24.com/rest/1/{CODE}/"),
        format!("https://portal.bitrix24.com/rest/{CODE}/"),
        format!("https://{CODE}@portal.bitrix24.com/rest/1/{CODE}/"),
        format!("https://portal.bitrix24.com/{CODE}"),
        format!("https://[{CODE}/rest/1/{CODE}/"),
        format!("{CODE}://portal/rest/1/{CODE}/"),
        format!("https://portal.bitrix24.com/rest/1/{CODE}/x?{CODE}"),
        CODE.to_owned(),
    ] {
        shown.error(&Bitrix24::webhook(&url).unwrap_err());
        let tokens = Tokens::new(ACCESS, REFRESH, format!("http://x/{CODE}"));
        shown.error(&Bitrix24::oauth(app(), tokens).unwrap_err());
    }
    let error = Tokens::from_event(format!("auth[refresh_token]={REFRESH}"));
    shown.error(&error.unwrap_err());
    let path = std::env::temp_dir().join(format!("bitrix24-secret-{}", std::process::id()));
    std::fs::write(&path, format!("{{\"tokens\":\"{ACCESS}\"}}")).unwrap();
    let store = FileStore::new(&path);
    shown.error(&store.load().await.unwrap_err());
    std::fs::remove_file(&path).unwrap();
    shown.debug(&store);
    shown.has_no_secret();
}

/// Keeps what it is given.
struct Keeping(HyperTransport, Arc<Mutex<String>>);

impl Transport for Keeping {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let kept = Arc::clone(&self.1);
        *kept.lock().unwrap() += &format!("{request:?} {request:#?}");
        Box::pin(async move {
            let answer = self.0.send(request).await;
            *kept.lock().unwrap() += &format!("{answer:?} {answer:#?}");
            answer
        })
    }
}

#[tokio::test]
async fn no_value_shows_a_secret() {
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (mut shown, kept) = (Shown::default(), Arc::default());
    let portal = Portal::start(|request| match request.method() {
        "biconnector.source.get" => ok(json!({ "item": {
            "connection": { "id": 6, "title": "x", "type": "rest", "code": "c", "active": true },
            "connectorId": 4,
            "settings": [{ "code": "password", "name": "Password", "type": "STRING", "value": SETTING, "id": 1 }],
        } })),
        _ => ok(json!(CODE)),
    });
    let transport = Keeping(http_transport(), Arc::clone(&kept));
    let builder = builder().transport(transport).oauth_server(portal.url());
    let store = Arc::new(MemoryStore::new());
    let stored = Stored::new(tokens(&portal));
    shown.debug(&stored);
    store.compare_and_swap(0, stored).await.unwrap();
    let builder = builder.token_store(Arc::clone(&store));
    for bitrix in [
        builder.clone().webhook(webhook(&portal)).unwrap(),
        builder.clone().oauth(app(), tokens(&portal)).unwrap(),
    ] {
        let response = bitrix.send_full(source::Get::new(6)).await.unwrap();
        shown.debug(&response);
        bitrix.untyped("user.current", json!([CODE])).await.unwrap();
        let mut batch = Batch::new();
        let call = batch.add(source::Get::new(6));
        shown.debug(&batch);
        shown.debug(&call);
        shown.debug(&bitrix.send_batch(batch).await);
        shown.debug(&bitrix.request(source::Get::new(6)));
        shown.debug(&bitrix.items(source::List::new()));
        shown.debug(&bitrix);
        shown.debug(&bitrix.tokens());
    }
    shown.debug(&builder);
    shown.debug(&app());
    shown.debug(&tokens(&portal));
    shown.debug(&store);
    shown.debug(&http_transport());
    shown.0 += &kept.lock().unwrap();
    shown.0 += &collector.text();
    shown.has_no_secret();
    assert!(collector.text().contains("***"), "results are told");
}
