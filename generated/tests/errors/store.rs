//! The error of a store of tokens is the cause of all errors that come of it.

use std::error::Error as _;
use std::io;

use bitrix24::biconnector::source;
use bitrix24::client::{App, BoxFuture, FileStore, Retry, StoreError, Stored, TokenStore, Tokens};
use bitrix24::{AuthErrorKind, Bitrix24, CallError, Error, blocking};
use serde_json::json;

use crate::support::{Portal, error};

const SECRET: &str = "https://portal.bitrix24.com/rest/1/s3cretc0de/";

/// A database that is not there.
struct Failing;

fn fails<T>() -> Result<T, StoreError> {
    let text = format!("no connection to\n{SECRET}");
    Err(io::Error::new(io::ErrorKind::NotConnected, text))?
}

impl TokenStore for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        Box::pin(async { fails() })
    }

    fn compare_and_swap(&self, _: i64, _: Stored) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async { fails() })
    }
}

impl blocking::TokenStore for Failing {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        fails()
    }

    fn compare_and_swap(&self, _: i64, _: Stored) -> Result<bool, StoreError> {
        fails()
    }
}

#[test]
fn it_is_made_from_a_text_or_from_any_error() {
    for error in [StoreError::new("full"), StoreError::new("full".to_owned())] {
        assert_eq!(
            (error.to_string().as_str(), error.source().is_none()),
            ("full", true)
        );
    }
    let error = StoreError::new("x".parse::<u64>().unwrap_err());
    assert!(error.source().unwrap().is::<std::num::ParseIntError>());
    let error = StoreError::from(serde_json::from_str::<u64>("x").unwrap_err());
    assert!(error.source().unwrap().is::<serde_json::Error>());
    let boxed: Box<dyn std::error::Error + Send + Sync> = "x".parse::<bool>().unwrap_err().into();
    let error = StoreError::from(boxed).clone();
    assert!(error.source().unwrap().is::<std::str::ParseBoolError>());
}

#[test]
fn it_shows_nothing_that_looks_like_a_secret_and_no_line_break() {
    let error = fails::<()>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no connection to\\nhttps://portal.bitrix24.com/rest/1/***/"
    );
    assert!(!format!("{error:?}").contains("s3cretc0de"));
    let cause = error.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(cause.kind(), io::ErrorKind::NotConnected);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_told_with_its_cause() {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::new(folder.path());
    let error = TokenStore::load(&store).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&folder.path().display().to_string())
    );
    assert!(error.source().unwrap().is::<io::Error>());
    let again = blocking::TokenStore::load(&store).unwrap_err();
    assert_eq!(again, error);
}

fn app() -> App {
    App::new("app.1", "s3cret-of-the-app")
}

fn tokens(portal: &Portal) -> Tokens {
    let endpoint = format!("{}/rest/", portal.url());
    serde_json::from_value(json!({
        "access_token": "access-0", "refresh_token": "refresh-0", "client_endpoint": endpoint,
    }))
    .unwrap()
}

fn check<E: std::fmt::Debug>(error: CallError<E>)
where
    Error: From<CallError<E>>,
    CallError<E>: std::error::Error,
{
    let CallError::Auth(auth) = &error else {
        panic!("{error}")
    };
    assert_eq!(auth.kind, AuthErrorKind::Store);
    assert!(auth.source().unwrap().is::<io::Error>());
    assert!(error.source().unwrap().is::<io::Error>());
    let error = Error::from(error);
    assert!(error.source().unwrap().is::<io::Error>());
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("no connection to") && !shown.contains("s3cretc0de"),
        "{shown}"
    );
}

#[tokio::test]
async fn it_is_the_cause_of_a_call_that_fails_for_it() {
    let portal = Portal::start(|_| error(401, "expired_token", ""));
    let builder = Bitrix24::builder()
        .token_store(Failing)
        .retry(Retry::never());
    let bitrix = builder.oauth(app(), tokens(&portal)).unwrap();
    check(bitrix.send(source::Delete::new(6)).await.unwrap_err());
}

#[test]
fn it_is_the_cause_in_the_blocking_client_as_well() {
    let portal = Portal::start(|_| error(401, "expired_token", ""));
    let builder = blocking::Bitrix24::builder()
        .token_store(Failing)
        .retry(Retry::never());
    let bitrix = builder.oauth(app(), tokens(&portal)).unwrap();
    check(bitrix.send(source::Delete::new(6)).unwrap_err());
}
