//! What becomes of a type of the caller's own if the answer is an error, is of another shape, or is hostile.

use std::collections::HashMap;
use std::fmt::Debug;

use bitrix24::crm::item::{EntityType, Get, GetError, List};
use bitrix24::{CallError, Own, PagedRequest as _, Request as _, TooLargeKind, Untyped};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Value, json};

use super::both::{items, read, says, send};

const SECRET: &str = "s3cret";

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: u8,
    #[serde(default, deserialize_with = "repeats")]
    custom: String,
    #[serde(default)]
    color: Option<Color>,
    #[serde(default)]
    inner: HashMap<String, Vec<i64>>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Color {
    Red,
}

/// Says what it has read, as careless code does.
fn repeats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.contains(SECRET) {
        true => Err(D::Error::custom(format!("{text} is not good"))),
        false => Ok(text),
    }
}

/// Rows that do not decode, and where.
const BAD: [(&str, &str); 7] = [
    (r#"{"id":"s3cret"}"#, "id"),
    (r#"{"id":1717}"#, "id"),
    (r#"{"id":1,"custom":"s3cret"}"#, "custom"),
    (r#"{"id":1,"color":"s3cret"}"#, "color"),
    (
        r#"{"id":1,"inner":{"a.b":[1,"s3cret"]}}"#,
        r#"inner["a.b"][1]"#,
    ),
    (r#"{"custom":"1717"}"#, "id"),
    (r#""s3cret""#, ""),
];

#[test]
fn the_place_is_told_and_no_value() {
    for (json, path) in BAD {
        let error = read::<Row>(json).unwrap_err();
        let dot = if path.is_empty() { "" } else { "." };
        assert!(
            error.starts_with(&format!("result{dot}{path}: expected ")),
            "{json}: {error}"
        );
        assert!(
            !error.contains(SECRET) && !error.contains("1717"),
            "{error}"
        );
    }
}

#[test]
fn a_row_that_does_not_decode_is_an_error_of_that_row() {
    for (json, path) in BAD {
        let portal = says(format!(
            r#"{{"result":{{"items":[{{"id":1}},{json},{{"id":3}}]}}}}"#
        ));
        let list = || List::new(EntityType::Deal).rows_as::<Row>();
        let rows = items(&portal, list());
        let read: Vec<_> = rows.iter().flatten().map(|row| row.id).collect();
        assert_eq!((read, rows.len()), (vec![1, 3], 3));
        let error = rows[1].as_ref().unwrap_err();
        let dot = if path.is_empty() { "" } else { "." };
        assert!(
            error.contains(&format!("result.items[1]{dot}{path}: ")),
            "{error}"
        );
        assert!(
            !error.contains(SECRET) && !error.contains("1717"),
            "{error}"
        );

        let Err(CallError::Decode(whole)) = send(&portal, list()) else {
            panic!("all or nothing");
        };
        assert!(!format!("{whole:?} {whole}").contains(SECRET));
        let partial = super::model::blocking(&portal)
            .request(list())
            .partial()
            .send_full();
        let partial = partial.unwrap();
        assert_eq!((partial.result.len(), partial.row_errors.len()), (2, 1));
        assert_eq!(partial.row_errors[0].json(), json);
        assert!(!format!("{:?}", partial.row_errors).contains(SECRET));
    }
}

#[test]
fn an_error_of_the_method_is_still_one() {
    let get = || Get::new(EntityType::Deal, 7).output_as::<HashMap<String, Value>>();
    let portal = says(r#"{"error":"NOT_FOUND","error_description":"Item not found"}"#);
    assert!(
        matches!(send(&portal, get()), Err(CallError::Method(error)) if error.code == GetError::NotFound)
    );
    for in_result in [
        r#"{"result":{"error":"NOT_FOUND","error_description":"Text"}}"#,
        r#"{"result":{"error":{"code":"NOT_FOUND","message":"Text"}}}"#,
    ] {
        let portal = says(in_result);
        assert!(
            matches!(send(&portal, get()), Err(CallError::Method(_))),
            "{in_result}"
        );
        let untyped = || Untyped::new("my.method", json!({}));
        let own = untyped().output_as::<HashMap<String, String>>();
        assert!(
            matches!(send(&portal, own), Err(CallError::Method(_))),
            "{in_result}"
        );
        let list = List::new(EntityType::Deal).rows_as::<Row>();
        assert!(
            matches!(send(&portal, list), Err(CallError::Method(_))),
            "{in_result}"
        );
    }
    // Deeper, it is data.
    let portal = says(r#"{"result":{"items":[{"id":1,"error":"E"}]}}"#);
    let list = List::new(EntityType::Deal).rows_as::<HashMap<String, Value>>();
    assert_eq!(send(&portal, list).unwrap()[0]["error"], "E");
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tree {
    #[serde(default)]
    a: Vec<Tree>,
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}{}", open.repeat(depth), close.repeat(depth))
    };
    assert!(read::<Tree>(&nested(r#"{"a":["#, "]}", 60)).is_ok());
    for depth in [65, 200, 100_000] {
        let error = read::<Tree>(&nested(r#"{"a":["#, "]}", depth)).unwrap_err();
        assert!(error.contains("nested"), "{error}");
    }
    assert!(read::<Value>(&nested("[", "]", 100_000)).is_err());
    // What nobody wants may be as deep as it is.
    let unknown = format!(r#"{{"b":{},"a":[]}}"#, nested(r#"{"x":["#, "]}", 10_000));
    assert_eq!(read::<Tree>(&unknown), Ok(Tree { a: vec![] }));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Large {
    #[serde(default)]
    numbers: Option<[u64; 32]>,
}

#[test]
fn memory_is_limited_in_rows_outputs_lists_and_maps() {
    fn too_large<T: Own + PartialEq + Debug>(result: &str) {
        let portal = says(format!(r#"{{"result":{result}}}"#));
        let own = Untyped::new("my.method", json!({})).output_as::<T>();
        match send(&portal, own) {
            Err(CallError::TooLarge(error)) => assert_eq!(error.kind, TooLargeKind::Decoded),
            other => panic!("{}", other.is_ok()),
        }
    }
    let list = format!("[{}{{}}]", "{},".repeat(300_000));
    too_large::<Vec<Large>>(&list);
    too_large::<HashMap<String, Vec<Large>>>(&format!(r#"{{"a":{list}}}"#));
    let members: Vec<_> = (0..200_000).map(|key| format!(r#""{key}":{{}}"#)).collect();
    too_large::<HashMap<String, Large>>(&format!("{{{}}}", members.join(",")));

    let portal = says(format!(r#"{{"result":{{"items":{list}}}}}"#));
    let rows = send(&portal, List::new(EntityType::Deal).rows_as::<Large>());
    assert!(matches!(rows, Err(CallError::TooLarge(_))));
    // Small ones fit.
    let rows = send(&portal, List::new(EntityType::Deal).rows_as::<()>());
    assert_eq!(rows.unwrap().len(), 300_001);
}
