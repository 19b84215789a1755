//! Plain HTTP to hosts that the caller names.

use std::sync::{Arc, Mutex};

use bitrix24::biconnector::source;
use bitrix24::client::{App, BoxFuture, HttpRequest, HttpResponse, Tokens};
use bitrix24::{Bitrix24, TransportError, blocking, client};

use crate::gzip::block_on;

/// Keeps the addresses that are called, and goes nowhere.
#[derive(Clone, Default)]
struct Called(Arc<Mutex<Vec<String>>>);

impl Called {
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let url = request.url.expose_secret().clone();
        self.0.lock().unwrap().push(url);
        HttpResponse::new(200, r#"{"result":true}"#)
    }
}

impl client::Transport for Called {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let answer = self.answer(&request);
        Box::pin(async { Ok(answer) })
    }
}

impl blocking::Transport for Called {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(self.answer(&request))
    }
}

const WEBHOOK: &str = "http://portal:8080/rest/1/s3cret/";

fn tokens(endpoint: &str) -> Tokens {
    Tokens::new("access", "refresh", endpoint)
}

macro_rules! hosts_are_named_one_by_one {
    ($client:ty, $block_on:expr) => {{
        let app = || App::new("app.1", "secret");
        let called = Called::default();
        let builder = || <$client>::builder().transport(called.clone());
        let allowed = || builder().danger_allow_http("portal");

        // Nobody is, unless the caller says so.
        for builder in [builder(), builder().danger_allow_http("other")] {
            let error = builder.clone().webhook(WEBHOOK).unwrap_err().to_string();
            assert!(error.contains("danger_allow_http"), "{error}");
            assert!(
                builder
                    .clone()
                    .oauth(app(), tokens("http://portal/rest/"))
                    .is_err()
            );
            let builder = builder.oauth_server("http://portal");
            assert!(
                builder
                    .oauth(app(), tokens("https://portal/rest/"))
                    .is_err()
            );
        }
        let bitrix = allowed().webhook(WEBHOOK).unwrap();
        assert!($block_on(bitrix.send(source::Delete::new(1))).unwrap());
        let bitrix = allowed()
            .oauth(app(), tokens("http://portal/rest/"))
            .unwrap();
        assert!($block_on(bitrix.send(source::Delete::new(1))).unwrap());
        let with_server = allowed().oauth_server("http://portal");
        assert!(
            with_server
                .oauth(app(), tokens("https://portal/rest/"))
                .is_ok()
        );
        // Others are not by that.
        assert!(allowed().webhook("http://a.portal/rest/1/s3cret/").is_err());
        let with_password = "user:s3cret@portal";
        for all in ["*", "", "*.example", WEBHOOK, with_password, "portal:8080"] {
            let error = builder()
                .danger_allow_http(all)
                .webhook(WEBHOOK)
                .unwrap_err();
            assert!(error.to_string().contains("one host"), "{error}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
        assert_eq!(
            *called.0.lock().unwrap(),
            [
                "http://portal:8080/rest/1/s3cret/biconnector.source.delete",
                "http://portal/rest/biconnector.source.delete",
            ]
        );
    }};
}

#[test]
fn hosts_are_named_one_by_one() {
    hosts_are_named_one_by_one!(Bitrix24, block_on);
    hosts_are_named_one_by_one!(blocking::Bitrix24, std::convert::identity);
}
