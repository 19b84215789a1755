//! Every style of paging gives all rows once, in their order, and asks no more often than it needs.

use bitrix24::biconnector::{connector, dataset, source, table};
use bitrix24::crm::{contact, deal, item};
use bitrix24::socialnetwork::api::workgroup;
use bitrix24::v3::main::eventlog;
use bitrix24::v3::tasks::task::result;
use bitrix24::{Paged, Pagination, Walkable as _, im, tasks, user};
use futures_util::TryStreamExt as _;
use serde_json::{Value, json};

use super::model::{blocking, client, id, portal, read};

/// How many requests a list of so many rows takes.
type Needed = fn(i64) -> i64;

/// The last page is one that is shorter, and may be empty.
const SHORTER: Needed = |rows| rows / 50 + 1;

/// Only an empty page is the last.
const EMPTY: Needed = |rows| (rows + 49) / 50 + 1;

/// The answers say which page is the last.
const TOLD: Needed = |rows| ((rows + 49) / 50).max(1);

const COUNTS: [i64; 8] = [0, 1, 49, 50, 51, 100, 149, 150];

/// Reads lists of different lengths in every way there is.
fn check<M: Paged>(request: M, needed: Needed) {
    for count in COUNTS {
        let all: Vec<i64> = (1..=count).collect();
        let portal = portal(count);
        let (pages, error) = read(&portal, &request, None);
        assert!(error.is_none(), "{}: {error:?}", M::NAME);
        assert_eq!(pages.concat(), all, "{} of {count}", M::NAME);
        let asked = portal.received().len() as i64;
        assert_eq!(asked, 2 * needed(count), "{} of {count}", M::NAME);
        assert_eq!(pages.len() as i64, needed(count));
    }
    let all: Vec<i64> = (1..=120).collect();
    let portal = portal(120);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let [one_by_one, streamed] = runtime.unwrap().block_on(async {
        let client = client(&portal);
        let (mut rows, mut ids) = (client.items(request.clone()).page_by_page(), Vec::new());
        while let Some(row) = rows.next().await {
            ids.push(id(&row.unwrap()));
        }
        assert!(rows.next().await.is_none());
        let streamed: Vec<_> = client
            .items(request.clone())
            .page_by_page()
            .try_collect()
            .await
            .unwrap();
        [ids, streamed.iter().map(id).collect()]
    });
    let iterated = blocking(&portal).items(request).page_by_page();
    let iterated: Vec<i64> = iterated.map(|row| id(&row.unwrap())).collect();
    for ids in [one_by_one, streamed, iterated] {
        assert_eq!(ids, all, "{}", M::NAME);
    }
    assert_eq!(portal.received().len() as i64, 3 * needed(120));
}

#[test]
fn lists_whose_pages_have_numbers() {
    check(source::List::new(), SHORTER);
    check(connector::List::new(), SHORTER);
}

#[test]
fn lists_that_are_counted() {
    check(deal::List::new(), TOLD);
    check(item::List::new(item::EntityType::Deal), TOLD);
    check(tasks::task::List::new(), TOLD);
}

#[test]
fn lists_that_are_read_by_identifier() {
    check(deal::List::new().walk(), SHORTER);
    check(contact::List::new().walk(), SHORTER);
    check(item::List::new(item::EntityType::Deal).walk(), SHORTER);
    // The rows spell it in another way than the requests.
    check(tasks::task::List::new().walk(), SHORTER);
    check(workgroup::List::new().walk(), SHORTER);
    // The field to sort by and the direction are two parameters.
    check(user::Get::new().walk(), SHORTER);
}

#[test]
fn lists_with_numbers_that_are_read_by_identifier() {
    check(source::List::new().walk(), SHORTER);
    check(connector::List::new().walk(), SHORTER);
    check(table::List::new().walk(), SHORTER);
    check(dataset::List::new().walk(), SHORTER);
    // Where it would have begun does not count.
    check(source::List::new().page(3).walk(), SHORTER);
}

#[test]
fn lists_of_rest_3_that_are_read_by_identifier() {
    check(
        result::List::new(result::ListFilter::new(8017)).walk(),
        EMPTY,
    );
    check(eventlog::List::new().walk(), EMPTY);
    let pagination = Pagination::new().page(3).offset(70).limit(20);
    let twenty = eventlog::List::new().pagination(pagination).walk();
    check(twenty, |rows| (rows + 19) / 20 + 1);
}

#[test]
fn lists_with_an_offset() {
    check(im::dialog::users::List::new("chat1"), EMPTY);
    check(im::dialog::users::List::new("chat1").limit(20), |rows| {
        (rows + 19) / 20 + 1
    });
    check(im::recent::List::new(), EMPTY);
}

#[test]
fn lists_of_rest_3() {
    check(result::List::new(result::ListFilter::new(8017)), EMPTY);
    check(eventlog::List::new(), EMPTY);
    let limit = |limit| eventlog::List::new().pagination(Pagination::new().limit(limit));
    check(limit(20), |rows| (rows + 19) / 20 + 1);
    check(limit(100), |rows| (rows + 99) / 100 + 1);
}

#[test]
fn a_walk_begins_where_it_is_told_to() {
    let portal = portal(200);
    let all = |first: i64| (first..=200).collect::<Vec<i64>>();
    let read = |(pages, error): super::model::Walked| {
        assert!(error.is_none(), "{error:?}");
        pages.concat()
    };
    use super::model::read as walk;
    let filter = deal::ListFilter::new().id(bitrix24::filter::gt(30));
    let after = deal::List::new().filter(filter).walk();
    assert_eq!(read(walk(&portal, &after, None)), all(31));
    let filter = source::ListFilter::new().id(bitrix24::filter::gt(30));
    let after = source::List::new().filter(filter).walk();
    assert_eq!(read(walk(&portal, &after, None)), all(31));
    let filter = eventlog::ListFilter::new().id(bitrix24::filter::gt(30));
    let after = eventlog::List::new().filter(filter).walk();
    assert_eq!(read(walk(&portal, &after, None)), all(31));
    // A place to begin that is set afterwards is one: the list is read from there, and not by identifier.
    let place = source::List::new().walk().page(3);
    assert_eq!(read(walk(&portal, &place, None)), all(101));
    assert_eq!(
        read(walk(&portal, &deal::List::new().start(100), None)),
        all(101)
    );
    assert_eq!(
        read(walk(&portal, &source::List::new().page(3), None)),
        all(101)
    );
    let users = im::dialog::users::List::new("chat1").offset(70);
    assert_eq!(read(walk(&portal, &users, None)), all(71));
    let log = |pagination| eventlog::List::new().pagination(pagination);
    let page = log(Pagination::new().page(3));
    assert_eq!(read(walk(&portal, &page, None)), all(101));
    let offset = log(Pagination::new().offset(70));
    assert_eq!(read(walk(&portal, &offset, None)), all(71));
}

#[test]
fn each_request_differs_from_the_one_before_in_where_its_page_begins() {
    fn sent<M: Paged>(request: &M, name: &str) -> Vec<Value> {
        let portal = portal(120);
        read(&portal, request, None);
        let received = portal.received();
        let received = received.iter().take(received.len() / 2);
        received
            .map(|request| request.json()[name].clone())
            .collect()
    }
    assert_eq!(
        sent(&source::List::new(), "page"),
        [Value::Null, json!(2), json!(3)]
    );
    assert_eq!(
        sent(&deal::List::new(), "start"),
        [Value::Null, json!(50), json!(100)]
    );
    let walk = deal::List::new().walk();
    assert_eq!(sent(&walk, "start"), [json!(-1), json!(-1), json!(-1)]);
    assert_eq!(
        sent(&walk, "filter"),
        [Value::Null, json!({ ">ID": 50 }), json!({ ">ID": 100 })]
    );
    let by_number = source::List::new().walk();
    let after = |id: i64| json!({ ">id": id });
    assert_eq!(
        sent(&by_number, "filter"),
        [after(0), after(50), after(100)]
    );
    assert_eq!(
        sent(&by_number, "page"),
        [Value::Null, Value::Null, Value::Null]
    );
    let by_pagination = eventlog::List::new().walk();
    let after = |id: i64| json!([["id", ">", id]]);
    assert_eq!(
        sent(&by_pagination, "filter"),
        [after(0), after(50), after(100), after(120)]
    );
    let users = im::dialog::users::List::new("chat1");
    let offsets = [Value::Null, json!(50), json!(100), json!(120)];
    assert_eq!(sent(&users, "OFFSET"), offsets);
    let page = |page: i64| json!({ "page": page });
    let pages = [Value::Null, page(2), page(3), page(4)];
    assert_eq!(sent(&eventlog::List::new(), "pagination"), pages);
}

#[test]
fn max_items_cuts_and_asks_for_no_page_more() {
    fn check<M: Paged>(request: &M) {
        for (max, requests) in [
            (0, 0),
            (1, 1),
            (49, 1),
            (50, 1),
            (51, 2),
            (100, 2),
            (101, 3),
        ] {
            let portal = portal(500);
            let (pages, error) = read(&portal, request, Some(max));
            assert!(error.is_none(), "{error:?}");
            let expected: Vec<i64> = (1..=max as i64).collect();
            assert_eq!(pages.concat(), expected, "{}", M::NAME);
            assert_eq!(
                portal.received().len(),
                2 * requests,
                "{} of {max}",
                M::NAME
            );
        }
    }
    check(&source::List::new());
    check(&deal::List::new());
    check(&deal::List::new().walk());
    check(&source::List::new().walk());
    check(&eventlog::List::new().walk());
    check(&im::dialog::users::List::new("chat1"));
    check(&eventlog::List::new());
}
