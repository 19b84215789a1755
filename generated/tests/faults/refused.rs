//! What the portal refuses because of the application or its token: an error of the system, at once.

use bitrix24::biconnector::source;
use bitrix24::client::{App, RateLimit, Tokens};
use bitrix24::{Bitrix24, CallError, SystemCode, blocking};

use super::run::Clock;
use super::support::{Portal, error};

const CODES: [(&str, SystemCode); 6] = [
    ("authorization_error", SystemCode::AuthorizationError),
    ("APPLICATION_NOT_FOUND", SystemCode::ApplicationNotFound),
    ("ERROR_OAUTH", SystemCode::ErrorOauth),
    ("invalid_token", SystemCode::InvalidToken),
    ("PAYMENT_REQUIRED", SystemCode::PaymentRequired),
    ("NOT_INSTALLED", SystemCode::NotInstalled),
];

macro_rules! client {
    ($client:ty, $portal:expr) => {
        <$client>::builder()
            .timer(Clock::new())
            .rate_limit(RateLimit::UNLIMITED)
            .oauth_server($portal.url())
            .oauth(
                App::new("app.1", "secret"),
                Tokens::new("access", "refresh", format!("{}/rest/", $portal.url())),
            )
            .unwrap()
    };
}

#[track_caller]
fn is_of_the_system<E: bitrix24::ErrorCode>(error: &CallError<E>, code: &SystemCode) {
    let CallError::System(found) = error else {
        panic!("{error}")
    };
    assert_eq!(found.code, *code);
    assert!(!error.may_have_run() && !error.is_rate_limited());
    // It is not what the call is about that is missing.
    assert!(!error.is_not_found(), "{error}");
}

#[tokio::test]
async fn a_refusal_of_the_application_is_the_systems_and_not_repeated() {
    for status in [200, 401, 403, 500] {
        for (text, code) in &CODES {
            let portal = Portal::start(move |_| error(status, text, ""));
            let call = client!(Bitrix24, portal).send(source::Get::new(6)).await;
            is_of_the_system(&call.unwrap_err(), code);
            let call = client!(blocking::Bitrix24, portal).send(source::Get::new(6));
            is_of_the_system(&call.unwrap_err(), code);
            let method = "biconnector.source.get";
            assert_eq!(portal.methods(), [method, method], "nothing is renewed");
        }
    }
}
