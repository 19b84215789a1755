//! No secret is shown, and a call is a span.

use std::fmt::Write as _;

use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, Builder};
use bitrix24::client::{App, RateLimit, Tokens};
use log::LevelFilter;

use crate::collector::{Collector, collect_log, logged};
use crate::common::{Closed, SHORT, lost, over_the_limit, redirect, settled};
use crate::support::{Portal, Reply, error};
use crate::time::Jumps;

const CODE: &str = "wEbhOOkc0de";
const ACCESS: &str = "acce55t0ken";
const REFRESH: &str = "refre5ht0ken";
const CLIENT: &str = "cl1ent5ecret";

fn builder() -> Builder {
    let builder = Bitrix24::builder().timer(Jumps::new()).timeout(SHORT);
    builder.rate_limit(RateLimit::UNLIMITED)
}

fn show<E: std::error::Error>(shown: &mut String, error: &E) {
    write!(shown, "{error} {error:?} {error:#?} ").unwrap();
    let mut source = error.source();
    while let Some(error) = source {
        write!(shown, "{error} {error:?} {error:#?} ").unwrap();
        source = error.source();
    }
}

/// At the level of `TRACE`, which is not meant for more than to look for faults, ureq tells the log the address.
#[test]
fn no_failure_shows_a_secret() {
    collect_log(LevelFilter::Debug);
    let collector = Collector::default();
    let _guard = tracing::subscriber::set_default(collector.clone());
    let (app, mut shown) = (App::new("app.1", CLIENT), String::new());
    let replies = lost().into_iter().chain(settled()).map(|(_, reply)| reply);
    let mut replies: Vec<_> = replies
        .filter(|reply| !matches!(reply, Reply::Late(..)))
        .collect();
    replies.extend([
        over_the_limit(),
        error(401, "expired_token", ""),
        redirect(
            302,
            &format!("https://evil.example/rest/1/{CODE}/x?auth={ACCESS}"),
        ),
    ]);
    let portals: Vec<_> = replies
        .into_iter()
        .map(|reply| Portal::start(move |_| reply.clone()))
        .collect();
    let mut urls: Vec<_> = portals.iter().map(Portal::url).collect();
    urls.push(urls[0].replace("http://", "https://"));
    urls.push("https://nowhere.invalid".to_owned());
    let closed = Closed::new();
    urls.push(closed.webhook().replace("/rest/1/s3cret/", ""));
    for url in urls {
        let builder = builder().oauth_server(url.clone());
        let tokens = Tokens::new(ACCESS, REFRESH, format!("{url}/rest/"));
        let webhook = builder.clone().webhook(format!("{url}/rest/1/{CODE}/"));
        for bitrix in [
            webhook.unwrap(),
            builder.clone().oauth(app.clone(), tokens).unwrap(),
        ] {
            show(
                &mut shown,
                &bitrix.send(source::Delete::new(6)).unwrap_err(),
            );
            let (batch,) = bitrix.batch((source::Delete::new(6),));
            show(&mut shown, &batch.unwrap_err());
            let page = bitrix.pages(source::List::new()).next();
            show(&mut shown, &page.unwrap().unwrap_err());
            let call = bitrix.request(source::Delete::new(6));
            write!(shown, "{call:?} {bitrix:?} {:?}", bitrix.tokens()).unwrap();
        }
        if let Err(error) = builder.exchange_code(&app, CODE) {
            show(&mut shown, &error);
        }
        write!(shown, "{builder:?}").unwrap();
    }
    show(
        &mut shown,
        &Bitrix24::webhook(format!("http://x/rest/1/{CODE}/")).unwrap_err(),
    );
    assert!(logged().contains("ureq"));
    shown += &collector.text();
    shown += &logged();
    for secret in [CODE, ACCESS, REFRESH, CLIENT] {
        assert!(!shown.contains(secret), "{secret} is shown");
    }
}
