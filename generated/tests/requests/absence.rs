//! What PHP sends in the place of a value that is absent.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bitrix24::Own;
use serde::Deserialize;
use serde_json::{Value, json};

use super::both::read;

#[derive(Debug, PartialEq, Clone, Deserialize)]
struct Required {
    id: i64,
}

#[derive(Debug, PartialEq, Clone, Default, Deserialize)]
#[serde(default)]
struct Defaults {
    id: i64,
}

#[derive(Debug, PartialEq, Clone, Deserialize)]
struct Number(i64);

#[derive(Debug, PartialEq, Clone, Deserialize)]
enum Color {
    Red,
}

const EMPTY: [&str; 5] = ["null", "\"\"", "false", "[]", "{}"];

/// What each of the empty values is as `Option<T>`: absence, or that.
fn check<T: Own + PartialEq + Debug + Clone>(expected: [Option<T>; 5]) {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Holder<T> {
        value: Option<T>,
    }
    let name = std::any::type_name::<T>();
    for (json, value) in EMPTY.into_iter().zip(expected) {
        assert_eq!(read(json), Ok(value.clone()), "{name} {json}");
        let held = format!(r#"{{"value":{json}}}"#);
        let holder = Holder {
            value: value.clone(),
        };
        assert_eq!(read(&held), Ok(holder), "{name} {held}");
        // Elements beside each other are alike, and are no memory of each other.
        let list = format!("[{json},null,{json}]");
        assert_eq!(
            read(&list),
            Ok(vec![value.clone(), None, value.clone()]),
            "{name} {list}"
        );
        let map = format!(r#"{{"a":{json}}}"#);
        assert_eq!(
            read(&map),
            Ok(BTreeMap::from([("a".to_owned(), value)])),
            "{name} {map}"
        );
    }
}

#[test]
fn an_empty_value_is_absence_unless_the_type_takes_it() {
    check::<i64>([None, None, None, None, None]);
    check::<f64>([None, None, None, None, None]);
    check::<Number>([None, None, None, None, None]);
    check::<Color>([None, None, None, None, None]);
    check::<Required>([None, None, None, None, None]);
    check::<(i64, i64)>([None, None, None, None, None]);
    check::<String>([None, Some(String::new()), None, None, None]);
    check::<bool>([None, None, Some(false), None, None]);
    check::<Defaults>([
        None,
        None,
        None,
        Some(Defaults::default()),
        Some(Defaults::default()),
    ]);
    check::<Vec<i64>>([None, None, None, Some(vec![]), Some(vec![])]);
    let map = BTreeMap::<i64, i64>::new;
    check([None, None, None, Some(map()), Some(map())]);
    let [text, no, list, object] = [json!(""), json!(false), json!([]), json!({})];
    check::<Value>([None, Some(text), Some(no), Some(list), Some(object)]);
    check::<Option<i64>>([None, None, None, None, None]);
}

#[test]
fn a_value_that_is_required_may_not_be_absent() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Holder {
        value: i64,
    }
    for json in EMPTY {
        let error = read::<Holder>(&format!(r#"{{"value":{json}}}"#)).unwrap_err();
        assert!(
            error.starts_with("result.value: expected integer, found "),
            "{error}"
        );
    }
    assert_eq!(
        read::<Holder>("{}").unwrap_err(),
        "result.value: expected a value, found nothing"
    );
}

#[test]
fn many_places_may_be_absent_at_once_and_at_any_depth() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Deep {
        a: Option<i64>,
        b: Option<Required>,
        c: Option<Box<Deep>>,
        d: Option<String>,
    }
    let leaf = r#"{"a":"","b":[],"c":false,"d":""}"#;
    let json = format!(
        r#"{{"a":false,"b":{{"id":"7"}},"c":{{"a":[],"b":"","c":{leaf},"d":false}},"d":"x"}}"#
    );
    let leaf = Deep {
        a: None,
        b: None,
        c: None,
        d: Some(String::new()),
    };
    let inner = Deep {
        a: None,
        b: None,
        c: Some(Box::new(leaf)),
        d: None,
    };
    let expected = Deep {
        a: None,
        b: Some(Required { id: 7 }),
        c: Some(Box::new(inner)),
        d: Some("x".to_owned()),
    };
    assert_eq!(read(&json), Ok(expected));
}
