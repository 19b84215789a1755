//! Dates and amounts, from the values of a program to the wire and back.

#![allow(missing_docs, deprecated, clippy::unwrap_used, clippy::panic)]

#[path = "../examples/support/mod.rs"]
mod support;

use bitrix24::crm::{deal, item};
use bitrix24::filter::{ge, is_in, lt};
use bitrix24::{CallError, DateTime, Decimal, Method, Money, Rest};
use chrono::TimeZone as _;
use jiff::{civil, tz};
use serde_json::{Value, json};
use support::{Portal, Request, ok};

/// The deal that an answer of this text has.
fn decode(opportunity: &str) -> Result<Option<Decimal>, CallError<item::GetError>> {
    let text =
        format!(r#"{{"result":{{"item":{{"id":1,"opportunity":{opportunity}}}}},"time":{{}}}}"#);
    let answer = bitrix24::decode::<item::Get>(200, text)?;
    Ok(answer.result.opportunity)
}

fn sent<M: Method>(request: &M) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

#[test]
fn no_digit_of_an_amount_is_lost_whether_it_comes_as_a_number_or_as_text() {
    for digits in [
        "0",
        "1500.5",
        "1500.50",
        "-1500.50",
        "9007199254740993",
        "18446744073709551616",
        "12345678901234567890.1234567890123456789",
        "0.30000000000000004441",
        "1e3",
        "1.0e+25",
        "1E400",
    ] {
        let number = decode(digits).unwrap().unwrap();
        let text = decode(&format!("{digits:?}")).unwrap().unwrap();
        assert_eq!((number.as_str(), text.as_str()), (digits, digits));
        // The digits may be escaped.
        let (first, rest) = digits.split_at(1);
        let escaped = format!("\"\\u{:04x}{rest}\"", first.as_bytes()[0]);
        assert_eq!(decode(&escaped).unwrap().unwrap().as_str(), digits);
    }
}

#[test]
fn an_amount_is_absent_for_whatever_php_sends_for_nothing() {
    for empty in ["null", "\"\"", "false", "[]", "{}"] {
        assert_eq!(decode(empty).unwrap(), None, "{empty}");
    }
    for wrong in [
        "\"EUR\"",
        "true",
        "[1]",
        r#"{"a":1}"#,
        "\" \"",
        "1e99999999999",
        "\"1,5\"",
    ] {
        match decode(wrong) {
            Err(CallError::Decode(error)) => {
                assert_eq!(error.path, "result.item.opportunity", "{wrong}");
                assert!(
                    error.problem.contains("number"),
                    "{wrong}: {}",
                    error.problem
                );
            }
            other => panic!("{wrong}: {other:?}"),
        }
    }
}

#[test]
fn the_long_way_of_decoding_keeps_the_digits_too() {
    // A key that comes twice.
    let text = r#"{"result":{"item":{"id":1,"opportunity":9007199254740993}},"time":{},"time":{}}"#;
    let answer = bitrix24::decode::<item::Get>(200, text).unwrap();
    let amount = answer.result.opportunity.unwrap();
    assert_eq!(amount.as_str(), "9007199254740993");
    // A row that does not decode, beside one that does.
    let text = r#"{"result":{"items":[{"id":1,"opportunity":0.10000000000000000001},{"id":"x"}]}}"#;
    let answer = bitrix24::decode_partial::<item::List>(200, text).unwrap();
    assert_eq!((answer.result.len(), answer.row_errors.len()), (1, 1));
    let amount = answer.result[0].opportunity.clone().unwrap();
    assert_eq!(amount.as_str(), "0.10000000000000000001");
}

#[test]
fn an_answer_is_stored_and_restored_with_its_digits() {
    let text = r#"{"result":{"item":{"id":1,"opportunity":12345678901234567890.12}}}"#;
    let deal = bitrix24::decode::<item::Get>(200, text).unwrap().result;
    let stored = serde_json::to_string(&deal).unwrap();
    let restored: item::Item = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored, deal);
    assert_eq!(
        restored.opportunity.unwrap().as_str(),
        "12345678901234567890.12"
    );
    // Not an answer, but numbers of some other JSON, in which serde_json sees floats.
    let foreign: item::Item = serde_json::from_str(r#"{"id":1,"opportunity":1500.50}"#).unwrap();
    assert_eq!(foreign.opportunity, Some(Decimal::new(15_005, 1)));
}

#[test]
fn setters_take_numbers_of_all_kinds_and_send_their_digits() {
    let amount = |fields: deal::NewDeal| {
        sent(&deal::Add::new().fields(fields))["fields"]["OPPORTUNITY"].clone()
    };
    let new = deal::NewDeal::new;
    assert_eq!(amount(new().opportunity(1500)), "1500");
    assert_eq!(amount(new().opportunity(0.1)), "0.1");
    assert_eq!(
        amount(new().opportunity(Decimal::new(150_050, 2))),
        "1500.50"
    );
    let exact = rust_decimal::Decimal::new(150_050, 2);
    assert_eq!(amount(new().opportunity(exact)), "1500.50");
    let not_a_number = deal::Add::new().fields(new().opportunity(f64::NAN));
    assert!(bitrix24::encode(&not_a_number).is_err());
}

#[test]
fn filters_compare_with_numbers_of_all_kinds() {
    let filter =
        |filter| sent(&item::List::new(item::EntityType::Deal).filter(filter))["filter"].clone();
    let new = item::ListFilter::new;
    assert_eq!(
        filter(new().opportunity(ge(10_000))),
        json!({ ">=opportunity": "10000" })
    );
    assert_eq!(
        filter(new().opportunity(ge(10_000.0))),
        json!({ ">=opportunity": "10000" })
    );
    assert_eq!(
        filter(new().opportunity(is_in([Decimal::new(5, 1), 7.into()]))),
        json!({ "@opportunity": ["0.5", "7"] })
    );
    let spoilt =
        item::List::new(item::EntityType::Deal).filter(new().opportunity(ge(f64::INFINITY)));
    assert!(bitrix24::encode(&spoilt).is_err());
}

#[test]
fn setters_and_filters_take_dates_of_jiff_and_of_chrono() {
    let local = civil::date(2025, 3, 20).at(14, 50, 6, 0);
    let zone = tz::TimeZone::fixed(tz::offset(3));
    let zoned = local.to_zoned_datetime(zone).unwrap();
    let naive = chrono::NaiveDate::from_ymd_opt(2025, 4, 1).unwrap();
    let fixed = chrono::FixedOffset::east_opt(3_600).unwrap();
    let fixed = fixed.from_utc_datetime(&naive.and_hms_opt(0, 0, 0).unwrap());

    let fields = deal::NewDeal::new()
        .begindate(local.date())
        .closedate(naive);
    let fields = &sent(&deal::Add::new().fields(fields))["fields"];
    assert_eq!(
        (&fields["BEGINDATE"], &fields["CLOSEDATE"]),
        (&json!("2025-03-20"), &json!("2025-04-01"))
    );

    let filter = item::ListFilter::new()
        .created_time(ge(&zoned))
        .updated_time(is_in([DateTime::from(zoned.timestamp()), fixed.into()]))
        .moved_time(lt(local))
        .begindate(ge(local.date()));
    assert_eq!(
        sent(&item::List::new(item::EntityType::Deal).filter(filter))["filter"],
        json!({
            ">=createdTime": "2025-03-20T14:50:06+03:00",
            "@updatedTime": ["2025-03-20T11:50:06+00:00", "2025-04-01T01:00:00+01:00"],
            "<movedTime": "2025-03-20T14:50:06",
            ">=begindate": "2025-03-20"
        })
    );
}

/// A portal that has stored a deal, and answers it as PHP does.
fn portal() -> Portal {
    Portal::start(|request: &Request| match request.method() {
        "crm.deal.add" => ok(json!(7)),
        _ => ok(json!({ "item": {
            "id": 7,
            "opportunity": "1500.50",
            "createdTime": "2025-03-20T14:50:06+03:00",
            "closedate": "20.04.2025",
            "ufCrmDeposit": "300.00|EUR"
        } })),
    })
}

fn deal() -> deal::Add {
    let mut fields = deal::NewDeal::new()
        .opportunity(Decimal::new(150_050, 2))
        .closedate(civil::date(2025, 4, 20));
    let deposit = Money::new(Decimal::new(30_000, 2), "EUR");
    let mut user_fields = Rest::new();
    user_fields.set("UF_CRM_DEPOSIT", deposit).unwrap();
    fields.user_fields = user_fields;
    deal::Add::new().fields(fields)
}

fn check(portal: &Portal, read: &item::Item) {
    let received = portal.received();
    assert_eq!(
        received[0].json()["fields"],
        json!({ "OPPORTUNITY": "1500.50", "CLOSEDATE": "2025-04-20", "UF_CRM_DEPOSIT": "300.00|EUR" })
    );
    assert_eq!(read.opportunity, Some(Decimal::new(15_005, 1)));
    let created = read.created_time.as_ref().map(jiff::Timestamp::try_from);
    assert_eq!(created, Some(Ok("2025-03-20T11:50:06Z".parse().unwrap())));
    let close = read.closedate.as_ref().map(civil::Date::try_from);
    assert_eq!(close, Some(Ok(civil::date(2025, 4, 20))));
    let deposit: Option<Money> = read.user_fields.read("ufCrmDeposit").unwrap();
    assert_eq!(deposit.unwrap().to_string(), "300.00|EUR");
}

#[test]
fn the_blocking_client_carries_dates_and_amounts() {
    let portal = portal();
    let bitrix = bitrix24::blocking::Bitrix24::webhook(portal.webhook()).unwrap();
    bitrix.send(deal()).unwrap();
    let read = bitrix.send(item::Get::new(item::EntityType::Deal, 7));
    check(&portal, &read.unwrap());
}

#[tokio::test]
async fn the_async_client_carries_dates_and_amounts() {
    let portal = portal();
    let bitrix = bitrix24::Bitrix24::webhook(portal.webhook()).unwrap();
    bitrix.send(deal()).await.unwrap();
    let read = bitrix.send(item::Get::new(item::EntityType::Deal, 7)).await;
    check(&portal, &read.unwrap());
}
