//! Types of the caller's own and answers made to hurt: what serde has beside structs, work, and what is told in public.

use std::collections::{BTreeMap, HashMap};

use bitrix24::crm::item::{EntityType, List};
use bitrix24::{CallError, PagedRequest as _, Request as _, TooLargeKind, Untyped};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::both::{items, read, says, send};

/// As careless code does: what does not decode is the default.
fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(T::deserialize(deserializer).unwrap_or_default())
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Careless {
    #[serde(default, deserialize_with = "or_default")]
    a: Vec<i64>,
    #[serde(default, deserialize_with = "or_default")]
    b: String,
    c: i64,
}

#[test]
fn an_error_that_a_type_swallows_is_forgotten() {
    let expected = |c| Careless {
        c,
        ..Careless::default()
    };
    for json in [
        r#"{"a":[1,"x",[2]],"b":"","c":7}"#,
        r#"{"a":"x","b":[1,{"c":2}],"c":"7"}"#,
        r#"{"b":{"c":[]},"a":{"x":[1]},"c":7}"#,
    ] {
        assert_eq!(read(json), Ok(expected(7)), "{json}");
    }
    let rows = read::<Vec<Careless>>(r#"[{"a":{"x":1},"c":1},{"b":[],"c":2}]"#);
    assert_eq!(rows, Ok(vec![expected(1), expected(2)]));
    assert_eq!(
        read::<Careless>(r#"{"a":[1,"x"],"c":"y"}"#).unwrap_err(),
        "result.c: expected integer, found string"
    );
    assert_eq!(
        read::<Careless>(r#"{"a":[1,"x"]}"#).unwrap_err(),
        "result.c: expected a value, found nothing"
    );
    // A broken value stays an error.
    let portal = says(r#"{"result":{"a":[1,},"c":1}"#);
    let own = Untyped::new("my.method", json!({})).output_as::<Careless>();
    assert!(send(&portal, own).is_err());
}

#[test]
fn work_does_not_grow_with_the_square_of_what_is_empty() {
    let members: Vec<_> = (0..20_000).map(|key| format!(r#""k{key}":"""#)).collect();
    let map = read::<HashMap<String, Option<i64>>>(&format!("{{{}}}", members.join(",")));
    assert_eq!(map.map(|map| map.len()), Ok(20_000));

    #[derive(Debug, PartialEq, Deserialize)]
    struct Node {
        a: Option<i64>,
        l: Option<Box<Node>>,
        r: Option<Box<Node>>,
    }
    // Each leaf is at a place of its own.
    let mut json = r#"{"a":""}"#.to_owned();
    for _ in 0..10 {
        json = format!(r#"{{"l":{json},"r":{json}}}"#);
    }
    assert!(read::<Node>(&json).unwrap_err().contains("expected "));
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Size(i64),
    Box { width: Option<i64>, open: bool },
    Pair(i64, String),
    List(Vec<Large>),
    Nothing,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Large {
    #[serde(default)]
    numbers: Option<[u64; 32]>,
}

#[test]
fn what_is_inside_an_enum_is_read_like_anything_else() {
    for (json, expected) in [
        (r#"{"size":"7"}"#, Shape::Size(7)),
        (
            r#"{ "box" : {"width":"","open":"Y","more":[]} }"#,
            Shape::Box {
                width: None,
                open: true,
            },
        ),
        (r#"{"pair":["1",2]}"#, Shape::Pair(1, "2".to_owned())),
        (
            r#"{"list":{"3":{}}}"#,
            Shape::List(vec![Large { numbers: None }]),
        ),
        (r#""nothing""#, Shape::Nothing),
        (r#"{"nothing":null}"#, Shape::Nothing),
    ] {
        assert_eq!(read(json), Ok(expected), "{json}");
    }
    for json in [
        r#"{"size":7,"box":{}}"#,
        "{}",
        "[]",
        "null",
        r#""size""#,
        r#"{"other":1}"#,
        r#"{"nothing":1}"#,
    ] {
        assert!(
            read::<Shape>(json).unwrap_err().contains("expected "),
            "{json}"
        );
    }
    assert_eq!(
        read::<Vec<Shape>>(r#"[{"box":{"open":"s3cret"}}]"#).unwrap_err(),
        "result[0].box.open: expected boolean, found string"
    );
    let large = format!(r#"{{"list":[{}{{}}]}}"#, "{},".repeat(300_000));
    let portal = says(format!(r#"{{"result":{large}}}"#));
    let own = Untyped::new("my.method", json!({})).output_as::<Shape>();
    match send(&portal, own) {
        Err(CallError::TooLarge(error)) => assert_eq!(error.kind, TooLargeKind::Decoded),
        other => panic!("{}", other.is_ok()),
    }
}

#[test]
fn a_report_shows_no_key_that_is_data() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Flat {
        id: i64,
        #[serde(flatten)]
        rest: BTreeMap<String, i64>,
    }
    let json = r#"{"id":1,"by":{"s3cret@example.com":{"size":"x"}}}"#;
    #[derive(Debug, PartialEq, Deserialize)]
    struct Sized {
        size: i64,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        by: HashMap<String, Sized>,
    }
    let portal = says(format!(r#"{{"result":{json}}}"#));
    let own = Untyped::new("my.method", json!({})).output_as::<Row>();
    let Err(CallError::Decode(error)) = send(&portal, own) else {
        panic!("it does not decode");
    };
    assert_eq!(error.path, r#"result.by["s3cret@example.com"].size"#);
    assert!(
        error
            .report()
            .contains("result.by[*].size: expected integer"),
        "{}",
        error.report()
    );
    assert!(!error.report().contains("s3cret"));

    let portal = says(r#"{"result":{"items":[{"id":"x","s3cret":1}]}}"#);
    let list = List::new(EntityType::Deal).rows_as::<Flat>();
    let Err(CallError::Decode(error)) = send(&portal, list) else {
        panic!("it does not decode");
    };
    assert!(
        error.report().contains("result.items[0].id: "),
        "{}",
        error.report()
    );
}

#[test]
fn serde_attributes_work() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Closed {
        #[serde(alias = "ID")]
        id: i128,
        #[serde(default)]
        twice: Option<Option<i64>>,
        #[serde(default)]
        sparse: Vec<Option<i64>>,
    }
    assert_eq!(
        read(
            r#"{"\u0049D":"170141183460469231731687303715884105727","twice":"","sparse":["",1,null,"2",false]}"#
        ),
        Ok(Closed {
            id: i128::MAX,
            twice: None,
            sparse: vec![None, Some(1), None, Some(2), None]
        })
    );
    assert_eq!(read::<i128>("\"7.00\""), Ok(7));
    assert_eq!(read::<u128>("7.0"), Ok(7));
    let error = read::<Closed>(r#"{"id":1,"s3cret":1}"#).unwrap_err();
    assert!(!error.contains("s3cret"), "{error}");
    assert!(read::<Closed>(r#"{"id":1,"id":2}"#).is_err());
    let wide = u128::from(u64::MAX) + 1;
    assert_eq!(
        read::<HashMap<u128, ()>>(&format!(r#"{{"{wide}":null}}"#)),
        Ok(HashMap::from([(wide, ())]))
    );

    #[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
    enum Kind {
        A,
        B,
    }
    assert_eq!(
        read(r#"{"A":"1","\u0042":2}"#),
        Ok(HashMap::from([(Kind::A, 1), (Kind::B, 2)]))
    );
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "type")]
    enum Tagged {
        A { size: i64 },
        B,
    }
    assert_eq!(
        read(r#"[{"size":1,"type":"A"},{"type":"B","x":[[]]}]"#),
        Ok(vec![Tagged::A { size: 1 }, Tagged::B])
    );
    assert!(read::<String>(r#""\ud800""#).is_err());
    assert_eq!(read::<String>(r#""\ud83d\ude00""#), Ok("😀".to_owned()));
}

/// A type that says what it has read, wherever it stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Word(String);

impl TryFrom<String> for Word {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.contains("s3cret") {
            true => Err(text),
            false => Ok(Self(text)),
        }
    }
}

#[test]
fn what_a_type_says_of_a_value_is_not_repeated_wherever_the_value_stands() {
    let said = "expected a value that its type accepts, found string";
    let error = |json: &str| read::<Word>(json).unwrap_err();
    assert_eq!(error("\"s3cret\""), format!("result: {said}"));
    assert_eq!(
        read::<Vec<Option<Word>>>("[null,\"s3cret\"]").unwrap_err(),
        format!("result[1]: {said}")
    );
    assert_eq!(
        read::<HashMap<String, Word>>(r#"{"a":"s3cret"}"#).unwrap_err(),
        format!("result.a: {said}")
    );
    let portal = says(r#"{"result":{"items":["a","s3cret"]}}"#);
    let rows = items(&portal, List::new(EntityType::Deal).rows_as::<Word>());
    let told: Vec<_> = rows.into_iter().filter_map(Result::err).collect();
    assert_eq!(told, [format!("crm.item.list: result.items[1]: {said}")]);
}
