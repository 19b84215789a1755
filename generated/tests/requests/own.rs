//! Outputs of types of the caller's own: what they may be, and how leniently they are read.

use std::collections::{BTreeMap, HashMap};

use bitrix24::crm::item::{EntityType, Get};
use bitrix24::{Request as _, Rest};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::both::{read, run, says, send};
use super::model::{blocking, client};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deal {
    id: i64,
    title: String,
    opportunity: f64,
    #[serde(default)]
    opened: bool,
    contact: Option<Contact>,
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Contact {
    #[serde(rename = "ID")]
    id: ContactId,
    phones: HashMap<i64, String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct ContactId(u32);

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tag {
    Red,
    Green,
    Size(i64),
    #[serde(rename = "7")]
    Seven,
}

#[test]
fn a_nested_struct_is_read_as_the_types_of_the_crate_are() {
    let expected = Deal {
        id: 7,
        title: "1e2".to_owned(),
        opportunity: 1500.5,
        opened: true,
        contact: Some(Contact {
            id: ContactId(3),
            phones: HashMap::from([(0, "+1".to_owned()), (1, "2".to_owned())]),
        }),
        tags: vec![Tag::Red, Tag::Size(4), Tag::Seven],
    };
    let dirty = r#"{"id":"7","title":1e2,"opportunity":"1500.50","opened":"Y",
        "contact":{"ID":"3","phones":["+1",2],"unknown":[[{}]]},
        "tags":{"0":"red","2":{"size":4},"5":7},"other":{"error":"data"}}"#;
    assert_eq!(read::<Deal>(dirty), Ok(expected));

    // The same as the output of a typed request, which is wrapped.
    let portal = says(format!(r#"{{"result":{{"item":{dirty}}},"time":[]}}"#));
    let deal = send(&portal, Get::new(EntityType::Deal, 7).output_as::<Deal>());
    assert_eq!(deal.unwrap().id, 7);
    let get = || Get::new(EntityType::Deal, 7).output_as::<Deal>();
    assert_eq!(run(client(&portal).send_full(get())).unwrap().result.id, 7);
    assert_eq!(blocking(&portal).request(get()).send().unwrap().id, 7);
}

#[test]
fn a_boolean_may_be_text_or_a_number() {
    for (json, expected) in [
        ("true", true),
        ("\"Y\"", true),
        ("\"N\"", false),
        ("1", true),
        ("0", false),
        ("\"1\"", true),
        ("\"true\"", true),
        ("\"False\"", false),
        (r#""\u0059""#, true),
    ] {
        assert_eq!(read::<bool>(json), Ok(expected), "{json}");
    }
    for json in ["2", "\"yes\"", "\"\"", "null", "[]", "1.0"] {
        let error = read::<bool>(json).unwrap_err();
        assert!(
            error.starts_with("result: expected boolean"),
            "{json}: {error}"
        );
    }
}

#[test]
fn numbers_keep_all_of_their_digits() {
    assert_eq!(read::<i64>("\"9223372036854775807\""), Ok(i64::MAX));
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<u64>("\"18446744073709551615\""), Ok(u64::MAX));
    assert_eq!(read::<i64>("\" 7.00 \""), Ok(7));
    assert_eq!(read::<i64>("7.0"), Ok(7));
    assert_eq!(read::<f64>("\"0.1\""), Ok(0.1));
    assert_eq!(read::<f32>("7"), Ok(7.0));
    // A price as text is that which was sent.
    assert_eq!(read::<String>("100.10"), Ok("100.10".to_owned()));
    let long = "123456789012345678901234567890.123456789";
    assert_eq!(read::<String>(long), Ok(long.to_owned()));
    for (json, kind) in [
        ("7.5", "integer"),
        ("\"x\"", "integer"),
        ("1e400", "integer"),
    ] {
        let error = read::<i64>(json).unwrap_err();
        assert!(error.contains(kind), "{json}: {error}");
    }
    assert!(read::<u8>("256").is_err());
    assert!(read::<u8>("-1").is_err());
    assert!(read::<f64>("\"NaN\"").is_err());
}

#[test]
fn an_empty_object_may_be_an_array_and_an_array_an_object() {
    #[derive(Debug, PartialEq, Default, Deserialize)]
    struct Fields {
        #[serde(default)]
        a: Vec<i64>,
    }
    assert_eq!(read::<Fields>("[]"), Ok(Fields::default()));
    assert_eq!(read::<Fields>("{}"), Ok(Fields::default()));
    assert_eq!(
        read::<Fields>(r#"{"a":{"1":2,"10":"3"}}"#),
        Ok(Fields { a: vec![2, 3] })
    );
    assert_eq!(read::<Fields>(r#"{"a":{}}"#), Ok(Fields::default()));
    assert_eq!(read::<HashMap<i64, bool>>("[]"), Ok(HashMap::new()));
    assert_eq!(
        read::<HashMap<i64, bool>>(r#"{"7":"Y"}"#),
        Ok(HashMap::from([(7, true)]))
    );
    let map = BTreeMap::from([("0".to_owned(), 5), ("1".to_owned(), 6)]);
    assert_eq!(read::<BTreeMap<String, i64>>("[5,\"6\"]"), Ok(map));
    assert_eq!(read::<(i64, String)>("[1,2,3]"), Ok((1, "2".to_owned())));
    assert_eq!(
        read::<Fields>(r#"{"a":{"x":1}}"#).unwrap_err(),
        "result.a: expected array, found object"
    );
}

#[test]
fn what_serde_and_serde_json_have_of_their_own_is_read() {
    let json = r#"{"a":[1.5,"Y",null,{}],"b":"\u00fc"}"#;
    assert_eq!(
        read::<Value>(json),
        Ok(json!({ "a": [1.5, "Y", null, {}], "b": "ü" }))
    );
    assert_eq!(read::<Rest>(json).map(|rest| rest.len()), Ok(2));
    assert_eq!(read::<char>("\"x\""), Ok('x'));
    assert_eq!(read::<()>("[]"), Ok(()));
    assert_eq!(read::<Box<str>>("7").as_deref(), Ok("7"));

    let spaced = r#"{ "a" : [ 1.50 ] }"#;
    let portal = says(format!(r#"{{"result": {spaced} }}"#));
    let request = bitrix24::Untyped::new("my.method", json!({}));
    let raw = run(client(&portal).send(request.clone().output_as::<Box<RawValue>>())).unwrap();
    assert_eq!(raw.get(), spaced);
    #[derive(Deserialize)]
    struct Kept {
        a: Box<RawValue>,
    }
    let kept = blocking(&portal).send(request.output_as::<Kept>()).unwrap();
    assert_eq!(kept.a.get(), "[ 1.50 ]");
}

#[test]
fn behind_flatten_and_untagged_it_is_as_strict_as_serde() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(i64),
        Text(String),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Flat {
        #[serde(flatten)]
        rest: BTreeMap<String, Either>,
    }
    let rest = BTreeMap::from([
        ("a".to_owned(), Either::Number(1)),
        ("b".to_owned(), Either::Text("1".to_owned())),
    ]);
    assert_eq!(read::<Flat>(r#"{"a":1,"b":"1"}"#), Ok(Flat { rest }));
    assert!(read::<Either>("[]").is_err());
}
