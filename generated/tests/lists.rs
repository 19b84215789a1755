//! How lists are filtered and read page by page, in each of the API's ways.

#![allow(deprecated, clippy::unwrap_used, clippy::panic)]

#[path = "lists/walks.rs"]
mod walks;

use bitrix24::crm::deal::{ListFilter, ListOrder, ListSelect};
use bitrix24::crm::{deal, item};
use bitrix24::filter::{Logic, between, eq, gt, is_in, le, ne};
use bitrix24::v3::main::eventlog;
use bitrix24::{Direction, Method, Paged, Pagination, Response, Rule, Walkable, im, tasks};
use serde_json::{Value, json};

/// An answer with rows of these identifiers.
fn page<M: Method>(rows: Value, beside: Value) -> Response<M::Output> {
    let mut answer = json!({ "result": rows });
    let beside = beside.as_object().unwrap().clone();
    answer.as_object_mut().unwrap().extend(beside);
    bitrix24::decode::<M>(200, answer.to_string()).unwrap()
}

fn sent<M: Method>(request: &M) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

/// Rows with the identifiers from `first` on.
fn rows(key: &str, first: usize, count: usize) -> Value {
    (first..first + count)
        .map(|id| json!({ key: id }))
        .collect()
}

#[test]
fn start_is_the_next_of_the_answer() {
    let first = deal::List::new().filter(ListFilter::new().opened(eq(true)));
    let answer = page::<deal::List>(rows("ID", 1, 50), json!({ "next": 50, "total": 51 }));
    let second = first.next_page(&answer).unwrap();
    assert_eq!(
        sent(&second),
        json!({ "filter": { "=OPENED": "Y" }, "start": 50 })
    );
    let answer = page::<deal::List>(rows("ID", 51, 1), json!({ "total": 51 }));
    assert_eq!(second.next_page(&answer), None);
}

#[test]
fn a_list_is_read_by_identifier_without_being_counted() {
    let list = deal::List::new()
        .select([ListSelect::Title])
        .filter(ListFilter::new().opened(eq(true)).id(gt(7)))
        .order(ListOrder::new().title(Direction::Desc));
    let first = list.walk();
    let expected = json!({
        "select": ["TITLE", "ID"],
        "filter": { "=OPENED": "Y", ">ID": 7 },
        "order": { "ID": "ASC" },
        "start": -1,
    });
    assert_eq!(sent(&first), expected);
    // PHP writes the identifier as a string.
    let mut full = rows("ID", 8, 50);
    full[49]["ID"] = json!("57");
    let second = first
        .next_page(&page::<deal::List>(full, json!({ "total": 0 })))
        .unwrap();
    let mut expected = expected;
    expected["filter"][">ID"] = json!(57);
    assert_eq!(sent(&second), expected);
    let short = page::<deal::List>(rows("ID", 58, 49), json!({ "total": 0 }));
    assert_eq!(second.next_page(&short), None);
}

#[test]
fn conditions_of_which_one_is_enough_stay_together_when_a_list_is_walked() {
    let either = item::ListFilter::new()
        .logic(Logic::Or)
        .opened(eq(true))
        .title(eq("a"));
    let list = item::List::new(item::EntityType::Deal).filter(either);
    let rows = json!({ "items": rows("id", 1, 50) });
    let first = list.walk();
    let second = first.next_page(&page::<item::List>(rows, json!({})));
    assert_eq!(
        sent(&second.unwrap())["filter"],
        json!({ "0": { "logic": "OR", "=opened": "Y", "=title": "a" }, ">id": 50 })
    );
}

#[test]
fn a_page_that_leads_nowhere_is_the_last() {
    let first = deal::List::new().start(50);
    for next in [50, 0, -1] {
        let answer = page::<deal::List>(rows("ID", 51, 50), json!({ "next": next }));
        assert_eq!(first.next_page(&answer), None);
    }
    let walk = deal::List::new().walk();
    let answer = page::<deal::List>(rows("ID", 1, 50), json!({}));
    let second = walk.next_page(&answer).unwrap();
    assert_eq!(second.next_page(&answer), None);
    // A start of -1 with an order of one's own is no walk.
    let order = ListOrder::new().title(Direction::Asc);
    let uncounted = deal::List::new().start(-1).order(order);
    assert_eq!(uncounted.next_page(&answer), None);
    // Nor is it with an order that says nothing: the rows come as they come.
    let unordered = deal::List::new().start(-1).order(ListOrder::new());
    assert_eq!(unordered.next_page(&answer), None);
}

#[test]
fn a_list_that_selects_everything_does_so_when_it_is_walked() {
    let everything = deal::List::new().walk();
    assert_eq!(
        sent(&everything),
        json!({ "order": { "ID": "ASC" }, "start": -1 })
    );
    let selected = deal::List::new().select([ListSelect::Id]).walk();
    assert_eq!(sent(&selected)["select"], json!(["ID"]));
}

#[test]
fn an_offset_grows_by_what_arrived() {
    let items = |count| json!({ "items": vec![json!({ "id": "5" }); count] });
    let first = im::recent::List::new().limit(20);
    let second = first
        .next_page(&page::<im::recent::List>(items(20), json!({})))
        .unwrap();
    assert_eq!(sent(&second), json!({ "LIMIT": 20, "OFFSET": 20 }));
    let third = second
        .next_page(&page::<im::recent::List>(items(20), json!({})))
        .unwrap();
    assert_eq!(third.offset, Some(40));
    // A page that is shorter than it may be is not the last, unless the answer says so.
    let short = page::<im::recent::List>(items(19), json!({}));
    assert_eq!(third.next_page(&short).unwrap().offset, Some(59));
    let empty = page::<im::recent::List>(items(0), json!({}));
    assert_eq!(third.next_page(&empty), None);
    let last = json!({ "items": [{ "id": "5" }], "hasMore": false });
    let last = page::<im::recent::List>(last, json!({}));
    assert_eq!(third.next_page(&last), None);
}

#[test]
fn a_page_of_rest_3_follows_by_its_number_or_its_offset() {
    let items = |count| json!({ "items": rows("id", 1, count) });
    let answer = page::<eventlog::List>(items(10), json!({}));
    let next = |pagination: Pagination| {
        let list = eventlog::List::new().pagination(pagination);
        list.next_page(&answer)
            .map(|list| sent(&list)["pagination"].clone())
    };
    let ten = Pagination::new().limit(10);
    assert_eq!(next(ten.clone()), Some(json!({ "limit": 10, "page": 2 })));
    assert_eq!(
        next(ten.clone().page(4)),
        Some(json!({ "limit": 10, "page": 5 }))
    );
    assert_eq!(
        next(ten.offset(30)),
        Some(json!({ "limit": 10, "offset": 40 }))
    );
    // The server has a limit below the usual one, unless this was the last page.
    assert_eq!(next(Pagination::new()), Some(json!({ "offset": 10 })));
    // The server may have a limit below the one that is asked for: what arrived counts.
    let capped = page::<eventlog::List>(items(200), json!({}));
    let list = eventlog::List::new().pagination(Pagination::new().limit(500));
    let second = list.next_page(&capped).unwrap();
    assert_eq!(sent(&second)["pagination"]["offset"], 200);
    let full = page::<eventlog::List>(items(50), json!({}));
    let second = eventlog::List::new().next_page(&full).unwrap();
    assert_eq!(sent(&second), json!({ "pagination": { "page": 2 } }));
}

#[test]
fn filters_of_rest_3_are_triples() {
    let inner = eventlog::ListFilter::new().id(gt(7)).item_id(eq("a"));
    let filter = eventlog::ListFilter::new()
        .id(is_in([1, 2]))
        .timestamp_x(between("2025-03-01", "2025-03-31"))
        .group(Logic::Or, inner);
    let expected = json!([
        ["id", "in", [1, 2]],
        ["timestampX", "between", ["2025-03-01", "2025-03-31"]],
        { "logic": "or", "conditions": [["id", ">", 7], ["itemId", "=", "a"]] },
    ]);
    assert_eq!(serde_json::to_value(&filter).unwrap(), expected);
    let read: eventlog::ListFilter = serde_json::from_value(expected).unwrap();
    assert_eq!(read, filter);
}

#[test]
fn one_function_is_spelled_as_each_list_wants_it() {
    let filter = tasks::task::ListFilter::new()
        .responsible_id(eq(7))
        .group_id(ne(2))
        .deadline(le("2025-05-31"))
        .only_root_tasks(eq(true));
    let expected = json!({ "RESPONSIBLE_ID": 7, "!GROUP_ID": 2, "<=DEADLINE": "2025-05-31", "ONLY_ROOT_TASKS": "Y" });
    assert_eq!(serde_json::to_value(&filter).unwrap(), expected);
    let filter = ListFilter::new().id(eq(7)).opened(ne(false));
    assert_eq!(
        serde_json::to_value(&filter).unwrap(),
        json!({ "=ID": 7, "!=OPENED": "N" })
    );
    // A field of the portal's own wants a number.
    let filter = ListFilter::new()
        .field("UF_CRM_1", eq(true))
        .field("UF_CRM_2", is_in([true, false]));
    assert_eq!(
        serde_json::to_value(&filter).unwrap(),
        json!({ "=UF_CRM_1": 1, "@UF_CRM_2": [1, 0] })
    );
}

#[test]
fn a_condition_that_a_list_demands_is_an_argument() {
    use bitrix24::v3::tasks::task::result::{List, ListFilter};
    let either = ListFilter::nested().id(eq(51)).author_id(ne(9));
    let list = List::new(ListFilter::new(8017).group(Logic::Or, either));
    let expected = json!([
        ["taskId", "=", 8017],
        { "logic": "or", "conditions": [["id", "=", 51], ["authorId", "!=", 9]] },
    ]);
    assert_eq!(sent(&list)["filter"], expected);
    list.validate().unwrap();
    // Read by identifier, it still belongs to the task.
    list.walk().validate().unwrap();

    let group = || ListFilter::nested().task_id(eq(8017));
    for (filter, is_missing) in [
        (ListFilter::nested(), true),
        (ListFilter::nested().task_id(gt(8017)), true),
        (ListFilter::nested().group(Logic::Or, group()), true),
        (group(), false),
    ] {
        let violations = List::new(filter)
            .validate()
            .map_err(|error| error.violations)
            .err();
        let rules = violations.unwrap_or_default();
        let missing = rules.iter().map(|one| (one.path.as_str(), one.rule));
        let expected = is_missing.then_some(("filter", Rule::Condition("taskId")));
        assert!(missing.eq(expected), "{rules:?}");
    }
    let error = List::new(ListFilter::nested()).validate().unwrap_err();
    assert_eq!(error.to_string(), "`filter` must have a condition `taskId`");
}

#[test]
fn fields_are_selected_and_sorted_by_as_texts_on_every_list() {
    let texts = deal::List::new().select(["TITLE", "UF_CRM_1"]);
    let variants = deal::List::new().select([ListSelect::Title, "UF_CRM_1".into()]);
    assert_eq!(texts, variants);
    let names = vec!["ID".to_owned()];
    for sent in [
        sent(&deal::List::new().select(names.clone())),
        sent(&tasks::task::List::new().select(names.clone())),
        sent(&bitrix24::socialnetwork::api::workgroup::List::new().select(names)),
    ] {
        assert_eq!(sent["select"], json!(["ID"]));
    }
    let order = eventlog::ListOrder::new().field("id", Direction::Desc);
    assert_eq!(order, eventlog::ListOrder::new().id(Direction::Desc));
}

#[test]
fn fields_of_the_portal_are_filtered_and_sorted_by_name() {
    let filter = ListFilter::new()
        .field("UF_CRM_1", gt(5))
        .field("PARENT_ID_1038", eq(2));
    let order = ListOrder::new()
        .field("UF_CRM_1", Direction::Desc)
        .id(Direction::Asc);
    assert_eq!(
        serde_json::to_string(&(filter, order)).unwrap(),
        r#"[{"=PARENT_ID_1038":2,">UF_CRM_1":5},{"UF_CRM_1":"DESC","ID":"ASC"}]"#
    );
}

#[test]
fn an_order_without_a_list_of_its_fields_keeps_the_callers_sequence() {
    let order = bitrix24::Order::new()
        .by("TYPE", Direction::Asc)
        .by("ID", Direction::Desc);
    let text = serde_json::to_string(&order).unwrap();
    assert_eq!(text, r#"{"TYPE":"ASC","ID":"DESC"}"#);
    assert_eq!(
        serde_json::from_str::<bitrix24::Order>(&text).unwrap(),
        order
    );
}
