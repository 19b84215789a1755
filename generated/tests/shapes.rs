//! The shapes that PHP is fond of: fields of the portal's own, values of several types, files, parameters by their order,
//! the two protocols.

#![allow(deprecated, clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use bitrix24::app::option;
use bitrix24::catalog::product::sku::{NewSku, PictureUpload};
use bitrix24::crm::{ItemId, deal, item};
use bitrix24::task::elapseditem;
use bitrix24::{CallError, Effect, File, Method, Rest, Scalar, Version, tasks, user, v3};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

fn answer<M: Method>(result: Value) -> M::Output {
    let body = json!({ "result": result }).to_string();
    let answer = bitrix24::decode::<M>(200, body);
    answer.unwrap_or_else(|error| panic!("{error}")).result
}

fn sent<M: Method>(request: &M) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

#[test]
fn one_function_takes_a_row_and_its_object() {
    fn title(item: &item::Item) -> &str {
        item.title.as_deref().unwrap_or_default()
    }
    let object = answer::<item::Get>(json!({ "item": { "id": 7, "title": "Chairs" } }));
    let rows = answer::<item::List>(json!({ "items": [{ "title": "Chairs" }] }));
    assert_eq!((title(&object), title(&rows[0])), ("Chairs", "Chairs"));
    assert_eq!((object.id, rows[0].id), (Some(7.into()), None));
}

#[test]
fn the_id_of_a_kind_is_the_id_of_an_item() {
    let deal = answer::<deal::Get>(json!({ "ID": "7", "ASSIGNED_BY_ID": "0", "LEAD_ID": null }));
    let id = deal.id.unwrap();
    assert_eq!(ItemId::from(id).get(), 7);
    let get = item::Get::new(item::EntityType::Deal, id);
    assert_eq!(sent(&get), json!({ "entityTypeId": 2, "id": 7 }));
    // Nobody is a user of the number 0.
    assert_eq!((deal.assigned_by_id, deal.lead_id), (Some(0.into()), None));
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Own {
    #[serde(rename = "ufCrmColour")]
    colour: String,
    #[serde(rename = "ufCrmSizes")]
    sizes: Vec<i64>,
}

#[test]
fn fields_of_the_portal_become_a_struct_of_the_callers_own() {
    let fields =
        json!({ "id": 7, "ufCrmColour": "red", "ufCrmSizes": [1, 2], "parentId1038": "12" });
    let item = answer::<item::Get>(json!({ "item": fields }));
    let own: Own = item.user_fields.to().unwrap();
    assert_eq!(
        own,
        Own {
            colour: "red".to_owned(),
            sizes: vec![1, 2]
        }
    );
    assert_eq!(item.user_fields.len(), 2);
    assert_eq!(
        item.parents,
        BTreeMap::from([("parentId1038".to_owned(), 12.into())])
    );
    assert_eq!(
        item.user_fields.get_as::<Vec<i64>>("ufCrmSizes").unwrap(),
        Some(vec![1, 2])
    );
    assert!(item.user_fields.get_as::<i64>("ufCrmColour").is_err());
    assert_eq!(item.user_fields.clone().into_iter().count(), 2);
    // There is no path before what is wrong with the value itself.
    let error = item.user_fields.read::<i64>("ufCrmSizes").unwrap_err();
    assert_eq!(error.to_string(), "expected integer, found array");

    let fields = item::NewItem::new().user_fields(Rest::from_serialize(own).unwrap());
    let request = item::Add::new(item::EntityType::Deal, fields);
    assert_eq!(
        sent(&request),
        json!({ "entityTypeId": 2, "fields": { "ufCrmColour": "red", "ufCrmSizes": [1, 2] } })
    );
}

#[test]
fn a_named_field_is_none_of_the_family() {
    let user =
        answer::<user::Current>(json!({ "ID": "1", "UF_DEPARTMENT": [1, "2"], "UF_USR_1": "x" }));
    assert_eq!(user.uf_department, Some(vec![1.into(), 2.into()]));
    let own: Vec<&str> = user.user_fields.iter().map(|(name, _)| name).collect();
    assert_eq!(own, ["UF_USR_1"]);
}

#[test]
fn each_type_of_a_union_is_told_by_its_kind() {
    let one = answer::<option::Get>(json!("blue"));
    assert_eq!(one, Some(option::GetResult::from("blue")));
    let all = answer::<option::Get>(json!({ "error": "blue", "message": [7] }));
    let expected = BTreeMap::from([
        ("error".to_owned(), json!("blue")),
        ("message".to_owned(), json!([7])),
    ]);
    assert_eq!(all, Some(option::GetResult::from(expected)));
    // PHP writes no options as an empty array.
    let none = option::GetResult::from(BTreeMap::new());
    assert_eq!(answer::<option::Get>(json!([])), Some(none));
    assert_eq!(answer::<option::Get>(Value::Null), None);
}

#[test]
fn an_optional_union_is_absent_for_any_empty_value_and_refuses_others() {
    let item = |logo: Value| json!({ "result": { "item": { "id": 7, "logo": logo } } }).to_string();
    for empty in [Value::Null, json!(false), json!("")] {
        let answer = bitrix24::decode::<item::Get>(200, item(empty)).unwrap();
        assert_eq!(answer.result.logo, None);
    }
    let body = item(json!(true));
    match bitrix24::decode::<item::Get>(200, &body) {
        Err(CallError::Decode(error)) => {
            let problem = "expected object or number, found true";
            assert_eq!(
                (error.path.as_str(), error.problem.as_str()),
                ("result.item.logo", problem)
            );
            assert_eq!(error.body.as_bytes(), body.as_bytes());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_key_of_a_family_may_be_null_and_must_belong_to_it() {
    let fields =
        json!({ "id": 7, "parentId1": null, "parentId2": "", "parentId3": "3", "ufCrmA": null });
    let item = answer::<item::Get>(json!({ "item": fields }));
    let parents = BTreeMap::from([("parentId3".to_owned(), 3.into())]);
    assert_eq!(item.parents, parents);
    assert_eq!(item.user_fields.get("ufCrmA"), Some(&Value::Null));

    for (alien, problem) in [
        (item::NewItem::new().user_fields([("title", "x")]), "ufCrm*"),
        (item::NewItem::new().parents([("title", 1)]), "parentId*"),
    ] {
        let request = item::Add::new(item::EntityType::Deal, alien);
        let error = bitrix24::encode(&request).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("a key among `{problem}` of the request is none of them")
        );
    }
}

#[test]
fn the_zero_date_of_php_is_a_date() {
    let user = |date: &str| {
        let row = json!({ "ID": "1", "LAST_LOGIN": date, "PERSONAL_BIRTHDAY": date });
        bitrix24::decode::<user::Get>(200, json!({ "result": [row] }).to_string())
    };
    for date in ["-0001-11-30T00:00:00+02:30", "-0001-11-30"] {
        let user = user(date).unwrap().result.remove(0);
        assert_eq!(user.last_login.unwrap().as_str(), date);
        assert_eq!(user.personal_birthday.unwrap().as_str(), date);
    }
    for text in ["-", "--", "-a", "-\u{661}", "now"] {
        let error = user(text).unwrap_err();
        assert!(matches!(error, CallError::Decode(_)), "{text}");
    }
}

#[test]
fn nothing_at_all_is_no_row() {
    assert_eq!(answer::<item::List>(json!([])), []);
    let error = bitrix24::decode::<item::Get>(200, r#"{"result":[]}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "crm.item.get: result.item: expected object, found nothing"
    );
}

#[test]
fn a_file_is_sent_with_its_name_and_no_log_shows_it() {
    let picture = PictureUpload::new(File::new("a.txt", b"secret"));
    let fields = NewSku::new(24, "Chair")
        .active(true)
        .preview_picture(picture);
    assert_eq!(
        serde_json::to_value(&fields).unwrap(),
        json!({
            "iblockId": 24, "name": "Chair", "active": "Y", "previewPicture": { "fileData": ["a.txt", "c2VjcmV0"] }
        })
    );
    assert!(!format!("{fields:?}").contains("c2VjcmV0"));
}

#[test]
fn parameters_by_their_places_are_sent_in_their_order() {
    let request = elapseditem::Delete::new(8017, 305);
    let body = bitrix24::encode(&request).unwrap();
    assert_eq!(body, br#"{"TASKID":8017,"ITEMID":305}"#);
    for form in [
        json!([8017, "305"]),
        json!({ "ITEMID": 305, "TASKID": 8017 }),
    ] {
        let read: elapseditem::Delete = serde_json::from_value(form).unwrap();
        assert_eq!(read, request);
    }
    // As an object may have more keys than are known, so an array may have more elements.
    let longer = serde_json::from_str::<elapseditem::Delete>("[8017, 305, {}, null]");
    assert_eq!(longer.unwrap(), request);
    let error = serde_json::from_value::<elapseditem::Delete>(json!([8017])).unwrap_err();
    assert!(error.to_string().contains("[1]"), "{error}");
}

#[test]
fn both_protocols_have_the_methods_of_tasks() {
    assert_eq!(
        (tasks::task::Get::NAME, tasks::task::Get::VERSION),
        ("tasks.task.get", Version::V2)
    );
    assert_eq!(
        (v3::tasks::task::Get::NAME, v3::tasks::task::Get::VERSION),
        ("tasks.task.get", Version::V3)
    );
    assert_eq!(v3::tasks::task::Add::EFFECT, Effect::Write);
    let old = answer::<tasks::task::Get>(
        json!({ "task": { "id": "8017", "title": "Order chairs", "status": "2" } }),
    );
    let new = answer::<v3::tasks::task::Get>(
        json!({ "item": { "id": 8017, "title": "Order chairs", "rating": 5 } }),
    );
    assert_eq!(old.title, new.title);
    // What was selected beyond the documented fields is there.
    assert_eq!(new.other_fields.get_as::<i64>("rating").unwrap(), Some(5));
}

#[test]
fn an_error_of_rest_3_is_an_object_and_names_the_parameters() {
    let error = json!({
        "code": "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION",
        "message": "Required field `id` is missing",
        "validation": [{ "field": "id", "message": "Required" }, { "message": 7 }, null],
    });
    match bitrix24::decode::<v3::tasks::task::Get>(400, json!({ "error": error }).to_string()) {
        Err(CallError::Method(error)) => {
            assert_eq!(error.code, v3::tasks::task::GetError::RequestValidation);
            let shown = error.to_string();
            assert!(shown.contains("missing; `id`: Required (HTTP"), "{shown}");
            let fields = error.validation();
            assert_eq!(
                (fields[0].field.as_str(), fields[0].message.as_str()),
                ("id", "Required")
            );
            assert_eq!(fields[0].to_string(), "`id`: Required");
            assert_eq!(
                (
                    fields[1].field.as_str(),
                    fields[1].message.as_str(),
                    fields.len()
                ),
                ("", "", 2)
            );
        }
        other => panic!("{other:?}"),
    }
    let reused = r#"{"error":{"code":"BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION","message":""}}"#;
    match bitrix24::decode::<v3::tasks::task::Add>(422, reused) {
        Err(CallError::System(error)) => assert_eq!(error.validation(), []),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_identifier_that_is_a_number_or_a_text_stays_what_it_is() {
    let scalar = Scalar::from("7");
    assert_eq!(serde_json::to_value(&scalar).unwrap(), json!("7"));
    assert_eq!(
        serde_json::from_value::<Scalar>(json!(7)).unwrap(),
        Scalar::Integer(7)
    );
}
