//! Any error of the crate turns into one, and that into an error of the caller's own.

use std::error::Error as _;

use bitrix24::biconnector::{connector, source};
use bitrix24::client::{BuildError, PortalError, StoreError};
use bitrix24::crm::item::{EntityType, Get, GetError};
use bitrix24::{
    Bitrix24, CallError, DateError, DateTime, Decimal, DecimalError, EncodeError, Error, ErrorCode,
    ErrorKind, ItemError, Method, RowError, ValidationError, decode, decode_partial, encode,
};

const NOT_FOUND: &str = r#"{"error":"SOURCE_NOT_FOUND","error_description":"Nothing there."}"#;

/// What a function that does nothing else turns an error into by `?`.
fn into<E>(error: E) -> Error
where
    Error: From<E>,
{
    fn fail<E>(error: E) -> Result<(), Error>
    where
        Error: From<E>,
    {
        Err(error)?;
        Ok(())
    }
    fail(error).unwrap_err()
}

fn build_error() -> BuildError {
    Bitrix24::webhook("https://portal.bitrix24.com/s3cret").unwrap_err()
}

fn validation_error() -> ValidationError {
    source::Get::new(0).validate().unwrap_err()
}

fn date_error() -> DateError {
    DateTime::from("2025-02-30").parts().unwrap_err()
}

fn decimal_error() -> DecimalError {
    "1,5".parse::<Decimal>().unwrap_err()
}

fn encode_error() -> EncodeError {
    let filter = bitrix24::crm::item::ListFilter::new();
    let filter = filter.opportunity(bitrix24::filter::gt(f64::NAN));
    let list = bitrix24::crm::item::List::new(EntityType::Deal).filter(filter);
    encode(&list).unwrap_err()
}

fn row_error() -> RowError {
    let body = r#"{"result":[{"ID":"1","OPPORTUNITY":"s3cret"}]}"#;
    let page = decode_partial::<bitrix24::crm::deal::List>(200, body).unwrap();
    page.row_errors[0].clone()
}

#[test]
fn each_becomes_the_same_by_a_question_mark() {
    let call = decode::<source::Get>(404, NOT_FOUND).unwrap_err();
    let shown = call.to_string();
    let error = into(call);
    assert_eq!(error.code(), Some("SOURCE_NOT_FOUND"));
    assert!(error.is_not_found() && !error.may_have_run());
    assert_eq!((error.http_status(), error.to_string()), (Some(404), shown));
    assert!(matches!(
        error.kind(),
        ErrorKind::Call(CallError::Method(_))
    ));
    assert!(matches!(error.into_call_error(), Ok(CallError::Method(_))));

    let error = into(encode_error());
    assert!(matches!(error.as_call_error(), Some(CallError::Encode(_))));
    assert_eq!(error.to_string(), encode_error().to_string());

    let error = into(row_error());
    assert!(matches!(error.as_call_error(), Some(CallError::Decode(_))));
    let error = into(ItemError::<GetError>::from(row_error()));
    assert!(matches!(error.as_call_error(), Some(CallError::Decode(_))));
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}

#[test]
fn what_is_no_error_of_a_call_says_so() {
    let errors = [
        (into(build_error()), build_error().to_string()),
        (into(validation_error()), validation_error().to_string()),
        (into(StoreError::new("full")), "full".to_owned()),
        (into(date_error()), date_error().to_string()),
        (into(decimal_error()), decimal_error().to_string()),
        (
            into(PortalError::NotInstalled("m".to_owned())),
            "the application is not installed on the portal m".to_owned(),
        ),
    ];
    for (error, shown) in errors {
        assert_eq!(error.to_string(), shown);
        assert!(error.as_call_error().is_none() && error.body().is_none());
        assert!(error.code().is_none() && error.http_status().is_none());
        assert!(!error.may_have_run() && !error.is_not_found() && !error.is_rate_limited());
        assert!(!format!("{error} {error:?}").contains("s3cret"));
        let kept = error.into_call_error().unwrap_err();
        assert_eq!(kept.to_string(), shown);
    }
    assert!(matches!(
        into(build_error()).into_kind(),
        ErrorKind::Build(_)
    ));
    assert!(matches!(
        into(validation_error()).kind(),
        ErrorKind::Validation(_)
    ));
    assert!(matches!(
        into(StoreError::new("full")).kind(),
        ErrorKind::Store(_)
    ));
    assert!(matches!(into(date_error()).kind(), ErrorKind::Date(_)));
    assert!(matches!(
        into(decimal_error()).kind(),
        ErrorKind::Decimal(_)
    ));
    let portal = PortalError::NotInstalled("m".to_owned());
    assert!(matches!(into(portal).kind(), ErrorKind::Portal(_)));
}

#[derive(Debug, thiserror::Error)]
enum SyncError {
    #[error(transparent)]
    Bitrix24(#[from] Error),
    #[error("no settings")]
    Settings(#[from] std::io::Error),
}

impl<E: ErrorCode> From<CallError<E>> for SyncError {
    fn from(error: CallError<E>) -> Self {
        Self::Bitrix24(error.into())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no source")]
struct SourceError(#[from] CallError<source::GetError>);

#[test]
fn an_error_of_the_callers_own_takes_those_of_calls_in_one_step() {
    fn sync() -> Result<(), SyncError> {
        decode::<connector::Get>(200, r#"{"result":{"item":{}}}"#).unwrap_err();
        decode::<source::Get>(200, NOT_FOUND)?;
        Ok(())
    }
    fn settings() -> Result<(), SyncError> {
        std::fs::read("nowhere/settings")?;
        Ok(())
    }
    fn one() -> Result<(), SourceError> {
        decode::<source::Get>(200, NOT_FOUND)?;
        Ok(())
    }
    fn other(error: Error) -> Result<(), SyncError> {
        Err(error)?
    }
    let SyncError::Bitrix24(error) = sync().unwrap_err() else {
        panic!("it is an error of a call")
    };
    assert!(error.is_not_found());
    assert!(matches!(settings(), Err(SyncError::Settings(_))));
    assert!(matches!(
        other(into(validation_error())),
        Err(SyncError::Bitrix24(_))
    ));
    let error = one().unwrap_err();
    let CallError::Method(method) = &error.0 else {
        panic!("it is the method's")
    };
    assert_eq!(method.code, source::GetError::SourceNotFound);
    // Those who show the causes too find the error of the call.
    assert!(error.source().unwrap().is::<CallError<source::GetError>>());
}

#[test]
fn a_call_by_a_client_needs_no_more() {
    async fn read(bitrix: &Bitrix24) -> Result<Option<String>, SyncError> {
        Ok(bitrix.send(Get::new(EntityType::Deal, 7)).await?.title)
    }
    fn blocking(bitrix: &bitrix24::blocking::Bitrix24) -> Result<Option<String>, Error> {
        let deal = Get::new(EntityType::Deal, 7);
        deal.validate()?;
        Ok(bitrix.send(deal)?.title)
    }
    fn build(url: &str) -> Result<bitrix24::blocking::Bitrix24, Error> {
        Ok(bitrix24::blocking::Bitrix24::webhook(url)?)
    }
    let _ = (read, blocking);
    assert!(matches!(
        build("portal").unwrap_err().kind(),
        ErrorKind::Build(_)
    ));
}
