//! Lists that are read by identifier, in each of the API's ways.

use bitrix24::biconnector::source;
use bitrix24::crm::deal;
use bitrix24::filter::{Logic, contains, eq, gt};
use bitrix24::socialnetwork::api::workgroup;
use bitrix24::user::{self, SortDirection};
use bitrix24::v3::main::eventlog;
use bitrix24::v3::tasks::task::result;
use bitrix24::{Direction, Paged, Pagination, Paging, Walkable, biconnector, tasks};
use serde_json::{Value, json};

use super::{page, rows, sent};

/// What is sent for the first page and for the one after a full one, whose rows have the identifiers from 8 on.
fn pages<M: Walkable>(list: &M, wrap: fn(Value) -> Value) -> [Value; 2] {
    let walk = M::PAGING.walk().unwrap();
    let mut full = rows(walk.id, 8, 50);
    // PHP writes the identifier as a string.
    full[49][walk.id] = json!("57");
    let first = list.walk();
    let second = first.next_page(&page::<M>(wrap(full), json!({}))).unwrap();
    let empty = page::<M>(wrap(json!([])), json!({}));
    assert!(second.next_page(&empty).is_none());
    [sent(&first), sent(&second)]
}

#[test]
fn a_list_whose_pages_have_numbers() {
    let either = source::ListFilter::new()
        .logic(Logic::Or)
        .title(contains("a"))
        .code(eq("b"));
    let list = source::List::new()
        .select([source::ListSelect::Title])
        .filter(either)
        .order(source::ListOrder::new().title(Direction::Desc))
        .page(3);
    let [first, second] = pages(&list, |rows| rows);
    let group = json!({ "logic": "OR", "%title": "a", "=code": "b" });
    let expected = |id: i64| {
        json!({
            "select": ["title", "id"],
            "filter": { "0": group, ">id": id },
            "order": { "id": "ASC" },
        })
    };
    assert_eq!([first, second], [expected(0), expected(57)]);
    // A short page is the last.
    let short = page::<source::List>(rows("id", 1, 49), json!({}));
    assert_eq!(source::List::new().walk().next_page(&short), None);
}

#[test]
fn a_list_of_rest_3() {
    let either = eventlog::ListFilter::new().item_id(eq("a")).id(eq(9));
    let filter = eventlog::ListFilter::new()
        .user_id(eq(7))
        .group(Logic::Or, either);
    let list = eventlog::List::new()
        .select([eventlog::ListSelect::ItemId])
        .filter(filter)
        .order(eventlog::ListOrder::new().id(Direction::Desc))
        .pagination(Pagination::new().page(3).limit(50));
    let [first, second] = pages(&list, |rows| json!({ "items": rows }));
    let group = json!({ "logic": "or", "conditions": [["itemId", "=", "a"], ["id", "=", 9]] });
    let expected = |id: i64| {
        json!({
            "select": ["itemId", "id"],
            "filter": [["userId", "=", 7], group, ["id", ">", id]],
            "order": { "id": "ASC" },
            "pagination": { "limit": 50 },
        })
    };
    assert_eq!([first, second], [expected(0), expected(57)]);
    // A short page is not the last, unless the response says so.
    let walk = eventlog::List::new().walk();
    let answer = |rows: Value| page::<eventlog::List>(rows, json!({}));
    let short = rows("id", 1, 10);
    let next = walk.next_page(&answer(json!({ "items": short }))).unwrap();
    assert_eq!(sent(&next)["filter"], json!([["id", ">", 10]]));
    let told = json!({ "items": short, "hasMore": false });
    assert_eq!(walk.next_page(&answer(told)), None);
    let empty = json!({ "items": [], "hasMore": true });
    assert_eq!(walk.next_page(&answer(empty)), None);
}

#[test]
fn a_condition_of_ones_own_is_where_it_begins() {
    let five = result::ListFilter::new(5).id(gt(7));
    let [first, second] = pages(&result::List::new(five), |rows| json!({ "items": rows }));
    let expected = |id: i64| json!([["taskId", "=", 5], ["id", ">", id]]);
    assert_eq!(first["filter"], expected(7));
    assert_eq!(second["filter"], expected(57));
    let seven = user::GetFilter::new().id(gt(7));
    let [first, second] = pages(&user::Get::new().filter(seven), |rows| rows);
    assert_eq!(first["FILTER"], json!({ ">ID": 7 }));
    assert_eq!(second["FILTER"], json!({ ">ID": 57 }));
}

#[test]
fn a_list_with_two_parameters_to_sort() {
    let list = user::Get::new()
        .select([user::GetSelect::Name])
        .sort("NAME")
        .order(SortDirection::Desc)
        .start(100);
    let [first, second] = pages(&list, |rows| rows);
    let mut expected =
        json!({ "sort": "ID", "order": "ASC", "select": ["NAME", "ID"], "start": -1 });
    assert_eq!(first, expected);
    expected["FILTER"] = json!({ ">ID": 57 });
    assert_eq!(second, expected);
    // With another field, or the other direction, it is not read by identifier.
    let full = page::<user::Get>(rows("ID", 8, 50), json!({}));
    for other in [
        list.walk().sort("NAME"),
        list.walk().order(SortDirection::Desc),
        user::Get::new().start(-1),
    ] {
        assert_eq!(other.next_page(&full), None);
    }
}

#[test]
fn an_identifier_that_requests_spell_in_another_way() {
    let list = tasks::task::List::new().select(["TITLE".to_owned()]);
    let [first, second] = pages(&list, |rows| json!({ "tasks": rows }));
    let mut expected = json!({ "select": ["TITLE", "ID"], "order": { "ID": "ASC" }, "start": -1 });
    assert_eq!(first, expected);
    expected["filter"] = json!({ ">ID": 57 });
    assert_eq!(second, expected);
    let list = workgroup::List::new().select([workgroup::WorkgroupField::Name]);
    let [first, second] = pages(&list, |rows| json!({ "workgroups": rows }));
    assert_eq!(first["select"], json!(["NAME", "ID"]));
    assert_eq!(second["filter"], json!({ ">ID": 57 }));
}

#[test]
fn a_list_that_is_sorted_alike_is_read_by_place_unless_it_is_walked() {
    let full = rows("id", 8, 50);
    let order = source::ListOrder::new().id(Direction::Asc);
    let list = source::List::new().order(order.clone());
    let next = list.next_page(&page::<source::List>(full.clone(), json!({})));
    assert_eq!(
        sent(&next.unwrap()),
        json!({ "order": { "id": "ASC" }, "page": 2 })
    );
    // Nor is it where it is told to begin at another page afterwards.
    let place = list.walk().page(3);
    let next = place.next_page(&page::<source::List>(full.clone(), json!({})));
    assert_eq!(next.unwrap().page, Some(4));
    let order = eventlog::ListOrder::new().id(Direction::Asc);
    let answer = page::<eventlog::List>(json!({ "items": full }), json!({}));
    for (list, pagination) in [
        (eventlog::List::new().order(order), json!({ "page": 2 })),
        (
            eventlog::List::new()
                .walk()
                .pagination(Pagination::new().offset(50)),
            json!({ "offset": 100 }),
        ),
    ] {
        let next = list.next_page(&answer).unwrap();
        assert_eq!(sent(&next)["pagination"], pagination);
    }
}

#[test]
fn identifiers_that_do_not_ascend_lead_nowhere() {
    let mut shuffled = rows("id", 8, 50);
    shuffled[3]["id"] = json!(9);
    let by_number = source::List::new().walk();
    assert_eq!(
        by_number.next_page(&page::<source::List>(shuffled.clone(), json!({}))),
        None
    );
    let by_pagination = eventlog::List::new().walk();
    let answer = page::<eventlog::List>(json!({ "items": shuffled }), json!({}));
    assert_eq!(by_pagination.next_page(&answer), None);
    // The server answers the same page again.
    let full = page::<source::List>(rows("id", 8, 50), json!({}));
    let second = by_number.next_page(&full).unwrap();
    assert_eq!(second.next_page(&full), None);
}

#[test]
fn a_number_that_json_cannot_write_is_still_an_error() {
    let broken = deal::ListFilter::new().opportunity(gt(f64::NAN));
    let list = deal::List::new().filter(broken);
    assert!(bitrix24::encode(&list.walk()).is_err());
    let full = page::<deal::List>(rows("ID", 1, 50), json!({}));
    let next = list.walk().next_page(&full).unwrap();
    assert!(bitrix24::encode(&next).is_err());
}

#[test]
fn which_lists_can_be_walked_and_how() {
    let way = |paging: Paging| {
        paging
            .walk()
            .map(|walk| (walk.id, walk.name, walk.filter, walk.sort))
    };
    assert_eq!(way(user::Get::PAGING), Some(("ID", "ID", "FILTER", "sort")));
    assert_eq!(
        way(tasks::task::List::PAGING),
        Some(("id", "ID", "filter", ""))
    );
    assert_eq!(
        way(biconnector::table::List::PAGING),
        Some(("id", "id", "filter", ""))
    );
    assert_eq!(way(bitrix24::bizproc::task::List::PAGING), None);
    assert_eq!(way(bitrix24::im::recent::List::PAGING), None);
}
