//! Portals that have moved, and pages that only look like one.

use bitrix24::CallError;
use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, Builder};
use bitrix24::client::{RateLimit, Retry};
use serde_json::json;

use crate::common::redirect;
use crate::support::{Portal, ok};
use crate::time::Jumps;

fn builder() -> Builder {
    let builder = Bitrix24::builder().timer(Jumps::new());
    let builder = builder.retry(Retry::never());
    builder.rate_limit(RateLimit::UNLIMITED)
}

fn moved(status: u16, to: &Portal) -> Portal {
    let to = to.url();
    Portal::start(move |request| redirect(status, &format!("{to}{}", request.path)))
}

#[test]
fn a_call_follows_the_portal_with_its_body_and_so_do_all_later_ones() {
    for status in [301, 302, 303, 307, 308] {
        let new = Portal::start(|_| ok(json!(true)));
        let old = moved(status, &new);
        let bitrix = builder().allow_host(new.host());
        let bitrix = bitrix.webhook(old.webhook()).unwrap();
        let response = bitrix.send_full(source::Delete::new(6)).unwrap();
        assert_eq!(response.attempts, 2);
        bitrix.clone().send(source::Delete::new(7)).unwrap();
        assert_eq!(old.received().len(), 1, "{status}");
        let [first, second] = new.received().try_into().unwrap();
        assert_eq!(first.verb, "POST", "{status}");
        assert_eq!(first.path, "/rest/1/s3cret/biconnector.source.delete");
        assert_eq!(first.json(), json!({ "id": 6 }));
        assert_eq!(second.json(), json!({ "id": 7 }));
    }
}

#[test]
fn a_redirect_to_anywhere_else_is_no_answer() {
    let evil = Portal::start(|_| ok(json!(true)));
    let path = "/rest/1/s3cret/biconnector.source.delete";
    for (location, allowed) in [
        (format!("{}{path}", evil.url()), None),
        (
            format!("{}/auth/?backurl={path}", evil.url()),
            Some(evil.host()),
        ),
        (path.to_owned(), Some(evil.host())),
    ] {
        let old = Portal::start(move |_| redirect(302, &location));
        let builder = match allowed {
            Some(host) => builder().allow_host(host),
            None => builder(),
        };
        let bitrix = builder.webhook(old.webhook()).unwrap();
        let error = bitrix.send(source::Delete::new(6)).unwrap_err();
        let CallError::Unexpected(error) = error else {
            panic!("{error}")
        };
        assert!(error.problem.contains("redirect"), "{error}");
        assert_eq!(old.received().len(), 1);
    }
    assert!(evil.received().is_empty());
}
