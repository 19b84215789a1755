//! What the server really sends to `biconnector.source.get`, and what becomes of it.

#![allow(clippy::unwrap_used, clippy::panic)]

use bitrix24::biconnector::source::{Get, GetError};
use bitrix24::biconnector::{SettingType, SourceDetails};
use bitrix24::{CallError, DecodeError, Response, SystemCode, UserId};
use serde_json::{Value, json};

type Outcome = Result<Response<SourceDetails>, CallError<GetError>>;

fn decode(status: u16, body: &Value) -> Outcome {
    bitrix24::decode::<Get>(status, body.to_string())
}

fn source() -> Value {
    json!({
        "connection": {
            "id": 6, "type": "rest", "code": "rest_1", "title": "Rest source SQL",
            "description": "Connection for working with mySql", "active": true,
            "dateCreate": "2025-03-20 14:50:06", "dateUpdate": "2025-03-20 14:50:06",
            "createdById": 1, "updatedById": 1
        },
        "connectorId": 1,
        "settings": [{ "code": "token", "name": "Token", "type": "STRING", "value": "beliberda", "id": 8 }]
    })
}

fn answer(item: &Value) -> Value {
    json!({ "result": { "item": item } })
}

fn with(path: &str, value: Value) -> Value {
    let mut item = source();
    let (parent, key) = path.rsplit_once('/').unwrap();
    item.pointer_mut(parent).unwrap()[key] = value;
    answer(&item)
}

fn decode_error(body: &Value) -> DecodeError {
    match decode(200, body) {
        Err(CallError::Decode(error)) => error,
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn every_field_arrives() {
    let SourceDetails {
        connection,
        connector_id,
        settings,
        ..
    } = decode(200, &answer(&source())).unwrap().result;
    assert_eq!(connection.id.get(), 6);
    assert_eq!(connection.r#type.as_deref(), Some("rest"));
    assert_eq!(connection.code.as_deref(), Some("rest_1"));
    assert_eq!(connection.title, "Rest source SQL");
    assert_eq!(
        connection.description.as_deref(),
        Some("Connection for working with mySql")
    );
    assert_eq!(connection.active, Some(true));
    assert_eq!(
        connection.date_create.unwrap().as_str(),
        "2025-03-20 14:50:06"
    );
    assert_eq!(
        connection.date_update.unwrap().to_string(),
        "2025-03-20 14:50:06"
    );
    assert_eq!(
        (connection.created_by_id, connection.updated_by_id),
        (Some(UserId::from(1)), Some(UserId::from(1)))
    );
    assert_eq!(connector_id.to_string(), "1");
    assert_eq!(settings.len(), 1);
    assert_eq!(settings[0].id, 8);
    assert_eq!(settings[0].code, "token");
    assert_eq!(settings[0].name.as_deref(), Some("Token"));
    assert_eq!(settings[0].r#type, Some(SettingType::String));
    let value = settings[0]
        .value
        .as_ref()
        .map(bitrix24::Secret::expose_secret);
    assert_eq!(value.map(String::as_str), Some("beliberda"));
}

#[test]
fn numbers_and_booleans_may_be_strings() {
    let good = decode(200, &answer(&source())).unwrap();
    for (path, value) in [
        ("/connection/id", json!("6")),
        ("/connection/id", json!(6.0)),
        ("/connectorId", json!("1")),
        ("/connection/active", json!("Y")),
        ("/connection/active", json!(1)),
        ("/connection/active", json!("1")),
        ("/connection/active", json!("true")),
    ] {
        assert_eq!(
            decode(200, &with(path, value.clone())).unwrap().result,
            good.result,
            "{path} = {value}"
        );
    }
}

#[test]
fn any_empty_value_is_an_absent_date() {
    for empty in [json!(null), json!(""), json!(false), json!([]), json!({})] {
        let source = decode(200, &with("/connection/dateUpdate", empty.clone()))
            .unwrap()
            .result;
        assert_eq!(source.connection.date_update, None, "{empty}");
    }
}

#[test]
fn arrays_and_objects_of_php_are_the_same() {
    let setting = source()["settings"][0].clone();
    let sparse = decode(200, &with("/settings", json!({ "3": setting })))
        .unwrap()
        .result;
    assert_eq!(sparse.settings.len(), 1);
    let none = decode(200, &with("/settings", json!({}))).unwrap().result;
    assert!(none.settings.is_empty());
}

#[test]
fn an_unknown_value_of_an_enum_is_kept() {
    let source = decode(200, &with("/settings/0/type", json!("FLOAT")))
        .unwrap()
        .result;
    let unknown = source.settings[0].r#type.clone().unwrap();
    assert!(matches!(unknown, SettingType::Unknown(_)));
    assert_eq!(unknown.as_str(), "FLOAT");
}

#[test]
fn time_may_lack_any_of_its_fields() {
    for (time, start) in [
        (json!({ "start": 1.5, "processing": 0 }), Some(1.5)),
        (json!({ "start": "1.5" }), Some(1.5)),
        (json!({}), None),
        (json!([]), None),
        (json!(null), None),
        (json!("soon"), None),
    ] {
        let mut body = answer(&source());
        body["time"] = time.clone();
        let decoded = decode(200, &body).unwrap();
        assert_eq!(decoded.time.and_then(|time| time.start), start, "{time}");
    }
    assert_eq!(decode(200, &answer(&source())).unwrap().time, None);
}

#[test]
fn total_and_next_stand_beside_the_result() {
    let mut body = answer(&source());
    body["total"] = json!("73");
    body["next"] = json!(50);
    let decoded = decode(200, &body).unwrap();
    assert_eq!((decoded.total, decoded.next), (Some(73), Some(50)));
}

#[test]
fn a_wrong_shape_names_its_path_and_keeps_the_body() {
    for (body, path, problem) in [
        (
            with("/connection/id", json!("six")),
            "result.item.connection.id",
            "expected integer, found string",
        ),
        (
            with("/connection/id", json!(6.5)),
            "result.item.connection.id",
            "expected integer, found number with a fraction",
        ),
        (
            with("/connection/id", json!(null)),
            "result.item.connection.id",
            "expected integer, found null",
        ),
        (
            with("/settings/0/id", json!([1])),
            "result.item.settings[0].id",
            "expected integer, found array",
        ),
        (
            with("/connection/title", json!({ "a": 1 })),
            "result.item.connection.title",
            "expected string, found object",
        ),
        (
            with("/connection/dateCreate", json!("soon")),
            "result.item.connection.dateCreate",
            "expected date and time, found string",
        ),
        (
            with("/connection/active", json!("maybe")),
            "result.item.connection.active",
            "expected boolean, found string",
        ),
        (
            with("/settings", json!({ "a": 1 })),
            "result.item.settings",
            "expected array, found object",
        ),
        (
            answer(&json!([])),
            "result.item",
            "expected object, found empty array",
        ),
        (
            json!({ "result": {} }),
            "result.item",
            "expected object, found nothing",
        ),
        (
            json!({ "result": [] }),
            "result.item",
            "expected object, found nothing",
        ),
        (
            json!({ "result": { "item": { "connection": {} } } }),
            "result.item.connection.id",
            "expected integer, found nothing",
        ),
    ] {
        let error = decode_error(&body);
        assert_eq!(
            (error.path.as_str(), error.problem.as_str()),
            (path, problem),
            "{body}"
        );
        assert_eq!(
            (&*error.method, error.status),
            ("biconnector.source.get", 200)
        );
        assert_eq!(error.body.as_bytes(), body.to_string().as_bytes());
    }
}

#[test]
fn an_error_is_found_wherever_it_stands() {
    let error =
        json!({ "error": "SOURCE_NOT_FOUND", "error_description": "Source was not found." });
    for body in [
        error.clone(),
        json!({ "result": { "error": error }, "time": {} }),
        json!({ "error": error }),
    ] {
        match decode(200, &body) {
            Err(CallError::Method(error)) => {
                assert_eq!(error.code, GetError::SourceNotFound);
                assert_eq!(error.description, "Source was not found.");
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[test]
fn a_code_may_be_a_number_empty_or_absent() {
    for (body, code) in [
        (
            json!({ "error": 0, "error_description": "No." }),
            GetError::NoCode,
        ),
        (
            json!({ "error": "", "error_description": "No." }),
            GetError::NoCode,
        ),
        (
            json!({ "result": { "error": { "error_description": "No." } } }),
            GetError::NoCode,
        ),
        (
            json!({ "result": { "error": { "error": "", "error_description": "No." } } }),
            GetError::NoCode,
        ),
        (
            json!({ "error": "source_not_found", "error_description": "No." }),
            GetError::SourceNotFound,
        ),
    ] {
        match decode(400, &body) {
            Err(CallError::Method(error)) => {
                assert_eq!(
                    (error.code, error.description.as_str()),
                    (code, "No."),
                    "{body}"
                );
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    match decode(400, &json!({ "error": 4711, "error_description": "No." })) {
        Err(CallError::Method(error)) => assert_eq!(error.code.as_str(), "4711"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_status_tells_whose_error_a_shared_code_is() {
    let body = json!({ "error": "ACCESS_DENIED", "error_description": "Access denied." });
    assert!(
        matches!(decode(200, &body), Err(CallError::Method(error)) if error.code == GetError::AccessDenied)
    );
    assert!(
        matches!(decode(403, &body), Err(CallError::System(error)) if error.code == SystemCode::AccessDenied)
    );
}

#[test]
fn what_is_no_answer_is_unexpected() {
    for body in [
        "",
        "<html>502</html>",
        "null",
        "[]",
        "{}",
        "\"ok\"",
        "{\"result\":",
        "\u{feff}{}",
        "\0",
    ] {
        match bitrix24::decode::<Get>(502, body) {
            Err(CallError::Unexpected(error)) => {
                assert_eq!(
                    (error.status, error.body.as_bytes()),
                    (502, body.as_bytes())
                );
            }
            other => panic!("{body}: {other:?}"),
        }
    }
    assert!(matches!(
        bitrix24::decode::<Get>(200, b"\xff\xfe{"),
        Err(CallError::Unexpected(_))
    ));
    let deep = format!(
        "{{\"result\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(bitrix24::decode::<Get>(200, deep).is_err());
}

#[test]
fn a_secret_is_in_no_text() {
    let good = decode(200, &answer(&source())).unwrap();
    assert!(!format!("{good:?} {good:#?}").contains("beliberda"));
    let mut item = source();
    item["settings"][0]["id"] = json!("beliberda");
    let error = decode(200, &answer(&item)).unwrap_err();
    assert!(!format!("{error} {error:?} {error:#?}").contains("beliberda"));
    let broken = answer(&source()).to_string().replace("}]}}", "");
    let error = bitrix24::decode::<Get>(200, &broken).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("beliberda"));
}

#[test]
fn a_request_is_a_plain_value() {
    let request = Get::new(6);
    assert_eq!(request.clone(), request);
    assert_ne!(Get::new(7), request);
    assert_eq!(format!("{request:?}"), "Get { id: 6 }");
    assert_eq!(bitrix24::encode(&request).unwrap(), br#"{"id":6}"#);
    assert_eq!(
        serde_json::from_str::<Get>(r#"{"id":"6"}"#).unwrap(),
        request
    );
}
