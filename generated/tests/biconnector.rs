//! The scope `biconnector` as the server really is: each test is a trap that its documentation sets.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fmt::Debug;

use bitrix24::biconnector::{
    ConnectorChanges, ConnectorSetting, FieldDescriptionType, NewConnector, NewConnectorRequired,
    NewSource, NewTable, NewTableField, SettingType, SourceChanges, SourceId, TableChanges,
    TableFieldType, TableFieldVisibility, connector, dataset, source, table,
};
use bitrix24::filter::{Condition, Logic, contains, eq, ge, gt, is_in, is_not_in, like, ne, op};
use bitrix24::{
    ApiError, CallError, Context, Direction, Effect, Method, Paged, Paging, Response, Rule, Scalar,
    SystemCode,
};
use serde_json::{Value, json};

fn decode<M: Method>(body: Value) -> Result<M::Output, CallError<M::Error>> {
    bitrix24::decode::<M>(200, body.to_string()).map(|response| response.result)
}

fn method_error<M: Method>(status: u16, body: &Value) -> ApiError<M::Error>
where
    M::Output: Debug,
{
    match bitrix24::decode::<M>(status, body.to_string()) {
        Err(CallError::Method(error)) => error,
        other => panic!("{body}: {other:?}"),
    }
}

/// An error as the server sends it today: inside the result.
fn in_result(code: impl Into<Value>, description: &str) -> Value {
    json!({ "result": { "error": { "error": code.into(), "error_description": description } }, "time": {} })
}

fn sent(request: &impl Method) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

// --- errors

#[test]
fn e1_an_error_with_status_200_is_no_success_wherever_it_stands() {
    let old =
        json!({ "error": "CONNECTOR_NOT_FOUND", "error_description": "Connector was not found." });
    for body in [
        old,
        in_result("CONNECTOR_NOT_FOUND", "Connector was not found."),
    ] {
        // `true` and a bare list are what these answer on success.
        let error = method_error::<connector::Delete>(200, &body);
        assert_eq!(error.code, connector::DeleteError::ConnectorNotFound);
        let error = method_error::<connector::List>(200, &body);
        assert_eq!(error.code.as_str(), "CONNECTOR_NOT_FOUND");
    }
}

#[test]
fn e1_the_one_error_of_status_400_stands_at_the_top() {
    let body =
        json!({ "error": "ERROR_ARGUMENT", "error_description": "Invalid order \"UPWARDS\"" });
    let error = method_error::<table::List>(400, &body);
    assert_eq!(error.code, table::ListError::ErrorArgument);
    assert_eq!(error.details().value, Some("UPWARDS"));
}

#[test]
fn e2_e3_errors_without_a_code_keep_their_text() {
    for code in [json!(0), json!("0"), json!(""), json!(null)] {
        let error = method_error::<dataset::Update>(
            200,
            &in_result(code.clone(), "Error updating dataset."),
        );
        assert_eq!(error.code, dataset::UpdateError::UpdatingFailed);
        assert_eq!(error.description, "Error updating dataset.");
        // In another language it is one like any other.
        let error = method_error::<dataset::Update>(200, &in_result(code, "Fehler."));
        assert_eq!(error.code, dataset::UpdateError::NoCode);
    }
    let body =
        json!({ "result": { "error": { "error_description": "All the fields are required." } } });
    let error = method_error::<source::Update>(200, &body);
    assert_eq!(error.code, source::UpdateError::NoCode);
    assert_eq!(error.description, "All the fields are required.");
    // The same text with a code is another error.
    let body = in_result("DATASET_UPDATE_ERROR", "Error updating dataset.");
    let error = method_error::<dataset::fields::Update>(200, &body);
    assert_eq!(error.code, dataset::fields::UpdateError::DatasetUpdateError);
}

#[test]
fn e4_each_delete_has_a_code_of_its_own_for_what_is_in_use() {
    let error =
        method_error::<source::Delete>(200, &in_result("BX_ERROR", "Cannot delete connection."));
    assert_eq!(error.code, source::DeleteError::BxError);
    let error =
        method_error::<connector::Delete>(200, &in_result("CONNECTOR_DELETE_RESTRICTED", ""));
    assert_eq!(
        error.code,
        connector::DeleteError::ConnectorDeleteRestricted
    );
    // Elsewhere the general code is kept, and is not taken for an error of the system.
    let error = method_error::<source::Add>(200, &in_result("BX_ERROR", "Cannot delete source."));
    assert_eq!(error.code.as_str(), "BX_ERROR");
}

#[test]
fn e5_e6_e7_codes_that_a_page_lacks_are_kept() {
    let body = in_result("VALIDATION_IMMUTABLE_FIELD", "Field \"id\" is immutable.");
    let error = method_error::<connector::Update>(200, &body);
    assert!(matches!(error.code, connector::UpdateError::Unknown(_)));
    assert_eq!(error.code.as_str(), "VALIDATION_IMMUTABLE_FIELD");
    let error =
        method_error::<source::List>(200, &in_result("VALIDATION_INVALID_FILTER_LOGIC", ""));
    assert_eq!(error.code, source::ListError::ValidationInvalidFilterLogic);
}

#[test]
fn e8_lack_of_rights_is_the_methods_error_and_the_tariff_the_systems() {
    let denied = json!({ "error": "ACCESS_DENIED", "error_description": "Access denied." });
    for (status, body) in [
        (200, in_result("ACCESS_DENIED", "Access denied.")),
        (403, in_result("ACCESS_DENIED", "Access denied.")),
        (200, denied.clone()),
    ] {
        let error = method_error::<table::Fields>(status, &body);
        assert_eq!(error.code, table::FieldsError::AccessDenied);
    }
    match bitrix24::decode::<table::Fields>(403, denied.to_string()) {
        Err(CallError::System(error)) => assert_eq!(error.code, SystemCode::AccessDenied),
        other => panic!("{other:?}"),
    }
}

#[test]
fn e9_what_stands_for_a_placeholder_can_be_read() {
    let body = in_result(
        "VALIDATION_INVALID_FIELD_TYPE",
        "Field \"urlCheck\" must be of type string.",
    );
    let error = method_error::<connector::Add>(200, &body);
    let details = error.details();
    assert_eq!(
        (details.title, details.r#type),
        (Some("urlCheck"), Some("string"))
    );
    assert_eq!(details.list_of_params, None);

    let body = in_result(
        "VALIDATION_UNKNOWN_PARAMETERS",
        "Unknown parameters: colour, size",
    );
    let error = method_error::<table::Add>(200, &body);
    assert_eq!(error.details().list_of_params, Some(vec!["colour", "size"]));

    let body = in_result(
        "validation_required_field_missing",
        "Field \"logo\" is required.",
    );
    assert_eq!(
        method_error::<connector::Add>(200, &body).details().title,
        Some("logo")
    );

    let body = in_result("NAME_EXISTS", "A table named \"a \"b\"\" already exists.");
    assert_eq!(
        method_error::<table::Add>(200, &body).details().name,
        Some("a \"b\"")
    );

    // A portal may speak another language.
    let body = in_result(
        "VALIDATION_REQUIRED_FIELD_MISSING",
        "Das Feld \"logo\" fehlt.",
    );
    let error = method_error::<connector::Add>(200, &body);
    assert_eq!(
        error.code,
        connector::AddError::ValidationRequiredFieldMissing
    );
    assert_eq!(error.details().title, None);
}

#[test]
fn e10_methods_without_a_table_of_errors_have_one() {
    let error = method_error::<source::Fields>(200, &in_result("ACCESS_DENIED", "Access denied."));
    assert_eq!(error.code, source::FieldsError::AccessDenied);
}

// --- answers

#[test]
fn r1_r2_every_shape_of_an_answer() {
    for id in [json!(4), json!("4")] {
        let made = decode::<connector::Add>(json!({ "result": { "id": id } })).unwrap();
        assert_eq!(made.get(), 4);
        let list =
            decode::<connector::List>(json!({ "result": [{ "id": id, "title": "A" }] })).unwrap();
        assert_eq!(list[0].id.unwrap().get(), 4);
    }
    assert!(decode::<table::Update>(json!({ "result": true })).unwrap());
    assert!(
        decode::<table::List>(json!({ "result": [] }))
            .unwrap()
            .is_empty()
    );
    assert!(
        decode::<table::Fields>(json!({ "result": { "fields": [] } }))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn r3_r4_a_source_is_nested_alone_and_flat_in_a_list() {
    let settings =
        json!([{ "id": 31, "code": "login", "name": "Login", "type": "STRING", "value": "bi" }]);
    let alone = json!({ "connection": { "id": 17, "title": "Ledger" }, "connectorId": 4, "settings": settings });
    let alone = decode::<source::Get>(json!({ "result": { "item": alone } })).unwrap();
    let flat = json!({ "id": 17, "title": "Ledger", "connectorId": 4, "settings": settings });
    let flat = decode::<source::List>(json!({ "result": [flat] }))
        .unwrap()
        .remove(0);
    assert_eq!(Some(alone.connection.id), flat.id);
    assert_eq!(Some(alone.connector_id), flat.connector_id);
    assert_eq!(Some(alone.settings), flat.settings);

    let new = NewSource::new("Ledger", 4, [("login", "bi"), ("password", "p")]);
    assert_eq!(
        sent(&source::Add::new(new)),
        json!({ "fields": { "title": "Ledger", "connectorId": 4, "settings": { "login": "bi", "password": "p" } } })
    );
}

#[test]
fn r4_no_text_shows_the_value_of_a_setting() {
    let request = source::Add::new(NewSource::new("Ledger", 4, [("password", "hunter2")]));
    let change = source::Update::new(
        17,
        SourceChanges::new("Ledger").settings([("password", "hunter2")]),
    );
    let answer = json!({ "result": [{ "settings": [{ "id": 1, "code": "password", "value": "hunter2" }] }] });
    let answer = decode::<source::List>(answer).unwrap();
    let (sent, value) = (
        &request.fields.settings,
        &answer[0].settings.as_ref().unwrap()[0].value,
    );
    let text =
        format!("{request:?} {request:#?} {change:?} {answer:?} {answer:#?} {sent:?} {value:?}");
    assert!(
        text.contains("settings") && !text.contains("hunter2"),
        "{text}"
    );
}

#[test]
fn r5_dates_without_a_zone_without_a_value_and_as_empty_objects() {
    for (written, read) in [
        (json!("2025-03-24 07:25:59"), Some("2025-03-24 07:25:59")),
        (json!(null), None),
        (json!({}), None),
        (json!(""), None),
    ] {
        let row =
            json!({ "id": 1, "dateCreate": written, "dateUpdate": written, "updatedById": 0 });
        let row = decode::<table::List>(json!({ "result": [row] }))
            .unwrap()
            .remove(0);
        assert_eq!(
            row.date_create.as_ref().map(|date| date.as_str()),
            read,
            "{written}"
        );
        assert_eq!(
            row.date_update.as_ref().map(|date| date.as_str()),
            read,
            "{written}"
        );
        assert_eq!(row.updated_by_id, Some(0.into()));
    }
}

fn required() -> NewConnectorRequired<'static> {
    NewConnectorRequired {
        title: "A",
        logo: "https://e.com/l.png",
        url_check: "https://e.com/1",
        url_table_list: "https://e.com/2",
        url_table_description: "https://e.com/3",
        url_data: "https://e.com/4",
        settings: vec![ConnectorSetting::new("login", "Login", SettingType::String)],
    }
}

#[test]
fn p5_a_connector_without_a_logo_or_a_full_address_is_refused() {
    let broken = |required| {
        let request = connector::Add::new(NewConnector::new(required));
        request.validate().map_err(|error| error.to_string())
    };
    assert_eq!(broken(required()), Ok(()));
    let logo = "";
    let told = "`fields.logo` must have a length of at least 1, and is 0";
    let found = broken(NewConnectorRequired { logo, ..required() });
    assert_eq!(found, Err(told.to_owned()));
    let url_data = "u";
    let told = "`fields.urlData` must be a full address, `http://…` or `https://…`, and is \"u\"";
    let found = broken(NewConnectorRequired {
        url_data,
        ..required()
    });
    assert_eq!(found, Err(told.to_owned()));
    // What changes is held to the same.
    let changes = ConnectorChanges::new().url_check("/check");
    let error = connector::Update::new(4, changes).validate().unwrap_err();
    assert_eq!(error.violations[0].path, "fields.urlCheck");
}

#[test]
fn r6_the_newer_fields_of_a_connector_are_read_and_written() {
    let new = NewConnector::new(required())
        .support_mapping(true)
        .source_code("pgsql");
    let fields = &sent(&connector::Add::new(new))["fields"];
    // A boolean, for the server refuses any other spelling.
    assert_eq!(
        (&fields["supportMapping"], &fields["sourceCode"]),
        (&json!(true), &json!("pgsql"))
    );
    assert!(fields.get("description").is_none() && fields.get("sort").is_none());
    let item =
        json!({ "id": 1, "title": "A", "settings": [], "supportMapping": "N", "sourceCode": "" });
    let item = decode::<connector::Get>(json!({ "result": { "item": item } })).unwrap();
    assert_eq!(
        (item.support_mapping, item.source_code.as_deref()),
        (Some(false), Some(""))
    );
}

#[test]
fn r7_only_lists_tell_the_source_of_a_table_and_only_get_its_columns() {
    let column = json!({ "id": 201, "datasetId": 23, "type": "money", "name": "TOTAL", "externalCode": "t", "visible": "Y", "description": "" });
    let item = json!({ "id": 23, "name": "t", "fields": [column], "csvDelimiter": "", "csvHasHeaders": false, "newKey": [1] });
    let table = decode::<table::Get>(json!({ "result": { "item": item } })).unwrap();
    assert_eq!(table.fields[0].r#type, TableFieldType::Money);
    assert_eq!(
        (table.fields[0].visible, table.csv_has_headers),
        (Some(true), Some(false))
    );
    let rows =
        decode::<dataset::List>(json!({ "result": [{ "id": "23", "sourceId": "17" }] })).unwrap();
    assert_eq!(rows[0].source_id, Some(SourceId::from(17)));
}

#[test]
fn r8_every_field_of_a_row_may_be_missing() {
    for body in [json!({ "result": [{}] }), json!({ "result": [[]] })] {
        assert_eq!(decode::<source::List>(body.clone()).unwrap().len(), 1);
        assert_eq!(decode::<connector::List>(body.clone()).unwrap().len(), 1);
        assert_eq!(decode::<table::List>(body).unwrap().len(), 1);
    }
}

#[test]
fn r9_time_is_a_number_of_any_size_or_not_there() {
    let body = json!({ "result": true, "time": { "start": 1747042200, "processing": 5.5e-05, "operating": 0 } });
    let response = bitrix24::decode::<table::Delete>(200, body.to_string()).unwrap();
    let time = response.time.unwrap();
    assert_eq!(
        (time.start, time.processing, time.operating),
        (Some(1_747_042_200.0), Some(5.5e-05), Some(0.0))
    );
    assert_eq!(
        bitrix24::decode::<table::Delete>(200, "{\"result\":true}")
            .unwrap()
            .time,
        None
    );
}

#[test]
fn r10_what_must_be_sent_is_required_and_not_read_only() {
    let field = |title: &str, read_only: bool| json!({ "title": title, "type": "integer", "isRequired": true, "isReadOnly": read_only, "isImmutable": false, "isMultiple": false });
    let body = json!({ "result": { "fields": [field("id", true), field("sourceId", false)] } });
    let fields = decode::<table::Fields>(body).unwrap();
    let must_send = fields
        .iter()
        .filter(|field| field.is_required == Some(true) && field.is_read_only == Some(false));
    assert_eq!(
        must_send
            .map(|field| field.title.as_str())
            .collect::<Vec<_>>(),
        ["sourceId"]
    );
}

// --- requests

#[test]
fn p1_columns_change_by_three_lists() {
    let request = table::fields::Update::new(23)
        .add([NewTableField::new(
            "DISCOUNT",
            "discount",
            TableFieldType::Double,
        )])
        .update([TableFieldVisibility::new(202, false)])
        .delete([204, 205]);
    assert_eq!(
        sent(&request),
        json!({
            "id": 23,
            "add": [{ "name": "DISCOUNT", "externalCode": "discount", "type": "double" }],
            "update": [{ "id": 202, "visible": false }],
            "delete": [204, 205]
        })
    );
    assert_eq!(sent(&table::fields::Update::new(23)), json!({ "id": 23 }));
}

#[test]
fn p2_pages_have_numbers_and_end_with_a_short_one() {
    assert!(matches!(
        source::List::PAGING,
        Paging::Page {
            param: "page",
            size: 50,
            ..
        }
    ));
    let page = |rows: usize| -> Response<Vec<bitrix24::biconnector::SourceItem>> {
        let rows: Vec<Value> = (0..rows).map(|id| json!({ "id": id })).collect();
        // A `next` that some other method would send has no meaning here.
        let body = json!({ "result": rows, "next": 50, "total": 1 });
        bitrix24::decode::<source::List>(200, body.to_string()).unwrap()
    };
    let first = source::List::new().filter(source::ListFilter::new().id(gt(5)));
    let second = first.next_page(&page(50)).unwrap();
    assert_eq!(sent(&second), json!({ "filter": { ">id": 5 }, "page": 2 }));
    let third = second.next_page(&page(50)).unwrap();
    assert_eq!(third.page, Some(3));
    assert_eq!(third.next_page(&page(49)), None);
    assert_eq!(third.next_page(&page(0)), None);
    // What the server takes for page 1 leads to page 2, and the last number there is to none.
    assert_eq!(
        first.clone().page(-7).next_page(&page(50)).unwrap().page,
        Some(2)
    );
    assert_eq!(first.clone().page(i64::MAX).next_page(&page(50)), None);
    assert_eq!(source::List::into_items(page(3).result).len(), 3);
}

#[test]
fn p3_three_vocabularies_of_types_are_three_types() {
    assert_eq!(SettingType::from("STRING"), SettingType::String);
    assert!(matches!(
        SettingType::from("string"),
        SettingType::Unknown(_)
    ));
    for (text, known) in [
        ("int", TableFieldType::Int),
        ("money", TableFieldType::Money),
        ("timezone", TableFieldType::Timezone),
    ] {
        assert_eq!(TableFieldType::from(text), known);
    }
    assert!(matches!(
        TableFieldType::from("INT"),
        TableFieldType::Unknown(_)
    ));
    assert_eq!(
        FieldDescriptionType::from("integer"),
        FieldDescriptionType::Integer
    );
    assert!(matches!(
        FieldDescriptionType::from("int"),
        FieldDescriptionType::Unknown(_)
    ));
}

#[test]
fn p4_what_is_not_set_is_not_sent() {
    assert_eq!(sent(&source::List::new()), json!({}));
    assert_eq!(
        sent(&table::Update::new(1, TableChanges::new())),
        json!({ "id": 1, "fields": {} })
    );
    let change = ConnectorChanges::new().description("");
    assert_eq!(
        sent(&connector::Update::new(1, change)),
        json!({ "id": 1, "fields": { "description": "" } })
    );
}

#[test]
fn p4_settings_go_as_what_they_are() {
    let settings = [
        ("port", Scalar::from(443)),
        ("tls", true.into()),
        ("login", "bi".into()),
        ("rate", 1.5.into()),
    ];
    let request = source::Add::new(NewSource::new("A", 1, settings));
    let expected = json!({ "port": 443, "tls": true, "login": "bi", "rate": 1.5 });
    assert_eq!(sent(&request)["fields"]["settings"], expected);
    let read: source::Add = serde_json::from_value(sent(&request)).unwrap();
    assert_eq!(read, request);
}

#[test]
fn p5_a_data_uri_keeps_its_prefix() {
    let logo = "data:image/png;base64,iVBORw0KGgo=";
    let request = connector::Update::new(1, ConnectorChanges::new().logo(logo));
    assert_eq!(sent(&request)["fields"]["logo"], logo);
    assert_eq!(request.validate(), Ok(()));
}

#[test]
fn p6_every_limit_that_is_broken_is_told() {
    let name = "x".repeat(231);
    let columns = [
        NewTableField::new("id", "id", TableFieldType::Int),
        NewTableField::new("C".repeat(33), "c", TableFieldType::Int),
    ];
    let request = table::Add::new(NewTable::new(name, "N", "ü".repeat(512), 17, columns));
    let error = request.validate().unwrap_err();
    let found: Vec<(&str, Rule)> = error
        .violations
        .iter()
        .map(|violation| (violation.path.as_str(), violation.rule))
        .collect();
    assert_eq!(
        found,
        [
            ("fields.name", Rule::MaxLength(230)),
            ("fields.fields[0].name", Rule::Pattern("^[A-Z][A-Z0-9_]*$")),
            ("fields.fields[1].name", Rule::MaxLength(32)),
        ]
    );
    assert_eq!(
        error.to_string(),
        "`fields.name` must have a length of at most 230, and is 231; `fields.fields[0].name` must match \
         `^[A-Z][A-Z0-9_]*$`, and is \"id\"; `fields.fields[1].name` must have a length of at most 32, and is 33"
    );
    // It is for the caller to ask: what the server thinks of it, the server says.
    assert!(bitrix24::encode(&request).is_ok());
}

#[test]
fn p6_limits_of_lists_numbers_and_ids() {
    let none: [NewTableField; 0] = [];
    let error = table::Add::new(NewTable::new("a", "A", "a", 1, none))
        .validate()
        .unwrap_err();
    assert_eq!(
        (error.violations[0].path.as_str(), error.violations[0].rule),
        ("fields.fields", Rule::MinLength(1))
    );
    let error = source::Get::new(0).validate().unwrap_err();
    assert_eq!(error.to_string(), "`id` must be at least 1, and is 0");
    let error = source::List::new().page(0).validate().unwrap_err();
    assert_eq!(error.violations[0].value.as_deref(), Some("0"));
}

#[test]
fn p7_operators_that_begin_alike_are_kept_apart() {
    let filter = table::ListFilter::new()
        .name(like("a%"))
        .name(contains("b"))
        .name(Condition::<_, op::LikeAlt>::new(&"c%".to_owned()))
        .name(eq("d"))
        .id(ne(1))
        .id(Condition::<_, op::Not>::new(&2.into()))
        .id(is_in([3]))
        .id(is_not_in([4, 5]))
        .id(Condition::<_, op::Bare>::new(&6.into()));
    let expected = json!({
        "=%name": "a%", "%name": "b", "%=name": "c%", "=name": "d", "!=id": 1, "!id": 2, "@id": [3], "!@id": [4, 5], "id": 6
    });
    assert_eq!(serde_json::to_value(&filter).unwrap(), expected);
    assert_eq!(
        serde_json::from_value::<table::ListFilter>(expected).unwrap(),
        filter
    );
}

#[test]
fn p7_groups_nest_and_nothing_in_them_is_lost() {
    let either = table::ListFilter::new()
        .logic(Logic::Or)
        .source_id(eq(17))
        .date_create(ge("2025-01-01 00:00:00"));
    let filter = table::ListFilter::new()
        .name(like("a%"))
        .name(like("%b"))
        .group(either);
    let expected = json!({
        "=%name": "a%",
        "0": { "=%name": "%b" },
        "1": { "logic": "OR", "=sourceId": 17, ">=dateCreate": "2025-01-01 00:00:00" }
    });
    assert_eq!(serde_json::to_value(&filter).unwrap(), expected);
    let request = table::List::new().filter(filter);
    assert_eq!(
        serde_json::from_value::<table::List>(sent(&request)).unwrap(),
        request
    );
    assert_eq!(
        format!("{:?}", table::ListFilter::new().id(eq(1))),
        r#"{"=id": 1}"#
    );
}

#[test]
fn lists_select_and_sort_in_the_order_of_the_caller() {
    let request = table::List::new()
        .select([table::ListSelect::Name, table::ListSelect::Id])
        .order(
            table::ListOrder::new()
                .name(Direction::Desc)
                .id(Direction::Asc)
                .name(Direction::Asc),
        );
    let body = String::from_utf8(bitrix24::encode(&request).unwrap()).unwrap();
    assert_eq!(
        body,
        r#"{"select":["name","id"],"order":{"name":"ASC","id":"ASC"}}"#
    );
    assert_eq!(
        sent(&table::List::new().select([table::ListSelect::All])),
        json!({ "select": ["*"] })
    );
    // The server minds no letter case here, and what was read is sent on as it was.
    let read: table::List = serde_json::from_value(json!({ "order": { "id": "desc" } })).unwrap();
    assert_eq!(sent(&read), json!({ "order": { "id": "desc" } }));
}

// --- names and facts

#[test]
fn n1_a_method_and_the_prefix_of_another_live_side_by_side() {
    assert_eq!(dataset::Fields::NAME, "biconnector.dataset.fields");
    assert_eq!(
        dataset::fields::Update::NAME,
        "biconnector.dataset.fields.update"
    );
}

#[test]
fn n2_n3_webhooks_are_refused_except_by_descriptions() {
    fn facts<M: Method>() -> (Context, Effect) {
        (M::CONTEXT, M::EFFECT)
    }
    assert_eq!(
        facts::<connector::Add>(),
        (Context::Application, Effect::Write)
    );
    assert_eq!(
        facts::<dataset::List>(),
        (Context::Application, Effect::Read)
    );
    assert_eq!(
        facts::<table::Delete>(),
        (Context::Application, Effect::Delete)
    );
    assert_eq!(facts::<source::Fields>(), (Context::Any, Effect::Read));
    // Both families share their identifiers, types and codes.
    let id = decode::<table::Add>(json!({ "result": { "id": 23 } })).unwrap();
    assert_eq!(sent(&dataset::Delete::new(id)), json!({ "id": 23 }));
    let error = method_error::<table::Get>(
        200,
        &in_result("DATASET_NOT_FOUND", "Dataset was not found."),
    );
    assert_eq!(error.code, table::GetError::DatasetNotFound);
}

#[test]
fn n3_deleting_by_the_former_name_may_fail_with_any_body() {
    for body in ["", "<html>500</html>"] {
        let Err(CallError::Unexpected(error)) = bitrix24::decode::<dataset::Delete>(500, body)
        else {
            panic!("{body}")
        };
        assert_eq!(
            (error.status, error.body.as_bytes()),
            (500, body.as_bytes())
        );
    }
    let body =
        json!({ "error": "INTERNAL_SERVER_ERROR", "error_description": "Internal server error" });
    assert!(matches!(
        bitrix24::decode::<dataset::Delete>(500, body.to_string()),
        Err(CallError::System(_))
    ));
}
