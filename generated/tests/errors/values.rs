//! What values show, turn into, and are made from.

use std::collections::BTreeSet;

use bitrix24::biconnector::SourceId;
use bitrix24::biconnector::table::ListFilter;
use bitrix24::crm::deal;
use bitrix24::crm::item::{self, EntityType};
use bitrix24::filter::{is_in, is_not_in};
use bitrix24::{Rest, Scalar, Time, decode, decode_partial, decode_tolerant};
use serde_json::{Map, Value, json};

#[test]
fn debug_shows_what_is_there() {
    assert_eq!(format!("{:?}", deal::List::new()), "List");
    let list = deal::List::new().start(50);
    assert_eq!(format!("{list:?}"), "List { start: 50 }");
    let body = r#"{"result":{"item":{"id":7,"title":"Deal","ufCrmColour":"red"}}}"#;
    let item = decode::<item::Get>(200, body).unwrap().result;
    assert_eq!(
        format!("{item:?}"),
        r#"Item { id: 7, title: "Deal", ufCrm*: {"ufCrmColour": "red"} }"#
    );
    let body = r#"{"result":{"item":{"id":7}}}"#;
    let item = decode::<item::Get>(200, body).unwrap().result;
    assert_eq!(format!("{item:?}"), "Item { id: 7 }");
}

#[test]
fn enums_of_numbers_and_ids_are_copied() {
    fn is_copy<T: Copy>(_: T) {}
    is_copy(EntityType::Deal);
    is_copy(SourceId::from(7));
}

#[test]
fn ids_turn_into_what_they_are() {
    assert_eq!(i64::from(SourceId::from(7)), 7);
    let id: i64 = SourceId::from(8).into();
    assert_eq!(id, 8);
    assert_eq!(String::from(bitrix24::im::DialogId::from("chat1")), "chat1");
}

#[test]
fn a_list_of_values_is_given_in_any_form() {
    let filter = |filter: ListFilter| serde_json::to_value(filter).unwrap();
    let ids: Vec<SourceId> = vec![1.into(), 2.into()];
    let expected = json!({ "@sourceId": [1, 2] });
    let by = ListFilter::new;
    assert_eq!(filter(by().source_id(is_in([1, 2]))), expected);
    assert_eq!(filter(by().source_id(is_in(&[1, 2]))), expected);
    assert_eq!(filter(by().source_id(is_in(vec![1_i64, 2]))), expected);
    assert_eq!(filter(by().source_id(is_in(&ids))), expected);
    assert_eq!(filter(by().source_id(is_in(ids.as_slice()))), expected);
    assert_eq!(
        filter(by().source_id(is_in(ids.iter().filter(|id| id.get() > 0)))),
        expected
    );
    assert_eq!(
        filter(by().source_id(is_in(ids.iter().copied().collect::<BTreeSet<_>>()))),
        expected
    );
    assert_eq!(filter(by().source_id(is_in(ids))), expected);

    let (names, expected) = (
        ["a".to_owned(), "b".to_owned()],
        json!({ "!@name": ["a", "b"] }),
    );
    let by = |names| filter(ListFilter::new().name(names));
    assert_eq!(by(is_not_in(["a", "b"])), expected);
    assert_eq!(by(is_not_in(&["a", "b"])), expected);
    assert_eq!(by(is_not_in(&names)), expected);
    assert_eq!(by(is_not_in(names.iter().map(String::as_str))), expected);
    assert_eq!(by(is_not_in(names)), expected);
    assert_eq!(by(is_not_in(Vec::<String>::new())), json!({ "!@name": [] }));

    let sizes = [Scalar::from("L"), 7.into()];
    let by =
        |sizes| serde_json::to_value(item::ListFilter::new().field("ufCrmSize", sizes)).unwrap();
    assert_eq!(by(is_in(&sizes)), json!({ "@ufCrmSize": ["L", 7] }));
    assert_eq!(by(is_in(&["L"])), json!({ "@ufCrmSize": ["L"] }));
    let ids: Vec<bitrix24::im::DialogId> = vec!["chat1".into()];
    let condition = is_in::<bitrix24::im::DialogId, _>(&ids);
    assert_eq!(format!("{condition:?}"), r#"Condition(@ ["chat1"])"#);
    let stages = [item::ListFilter::new().stage_id(is_in(&["NEW".to_owned()]))];
    assert_eq!(
        serde_json::to_value(&stages[0]).unwrap(),
        json!({ "@stageId": ["NEW"] })
    );
}

#[test]
fn fields_of_a_portal_turn_into_json_and_back() {
    let Value::Object(map) = json!({ "UF_A": [1], "UF_B": null }) else {
        panic!("it is an object")
    };
    let rest = Rest::from(map.clone());
    assert_eq!(rest.get("UF_A"), Some(&json!([1])));
    assert_eq!(Map::from(rest), map);
}

#[test]
fn a_response_is_written_without_what_is_not_there() {
    let body = r#"{"result":{"item":{"id":7}},"time":{"start":1,"finish":2}}"#;
    let response = decode::<item::Get>(200, body).unwrap();
    let written = serde_json::to_value(&response).unwrap();
    let keys: Vec<&String> = written.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["attempts", "result", "time"]);
    assert_eq!(
        (&written["result"], &written["attempts"]),
        (&json!({ "id": 7 }), &json!(1))
    );
    let time: Time = serde_json::from_value(written["time"].clone()).unwrap();
    assert_eq!(Some(time), response.time);
}

#[test]
fn a_response_is_written_with_what_was_left_out_but_not_its_json() {
    let body = r#"{"result":[{"ID":"1","OPPORTUNITY":"s3cret"}],"total":1,"next":50}"#;
    let strict = decode_partial::<deal::List>(200, body).unwrap();
    let tolerant = decode_tolerant::<deal::List>(200, body).unwrap();
    let problem = "expected number, found string";
    let expected = json!({
        "result": [], "total": 1, "next": 50, "attempts": 1,
        "row_errors": [{
            "method": "crm.deal.list", "index": 0, "path": "result[0].OPPORTUNITY",
            "problem": problem, "status": 200,
        }],
    });
    assert_eq!(serde_json::to_value(&strict).unwrap(), expected);
    let written = serde_json::to_value(&tolerant).unwrap();
    let mistake = json!([{
        "method": "crm.deal.list", "path": "result[0].OPPORTUNITY",
        "place": "result[0].OPPORTUNITY", "problem": problem, "status": 200,
    }]);
    assert_eq!(written["mistakes"], mistake);
    assert!(!written.to_string().contains("s3cret"));
}
