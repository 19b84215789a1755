//! Where a response has a word for more rows, the word decides; where it has none, no short page of a server that caps its pages
//! ends a list.

use bitrix24::biconnector::source;
use bitrix24::crm::deal;
use bitrix24::department;
use bitrix24::v3::main::eventlog;
use bitrix24::{Paged, Pagination, Walkable as _, bizproc, im};
use serde_json::{Value, json};

use super::model::{answer, read, rows};
use super::support::{Portal, Reply, Request};

fn ids(range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    range.collect()
}

/// Rows of `visible` that lie within the raw rows of a page.
fn window(request: &Request, visible: &[i64], limit: i64) -> (i64, Vec<i64>) {
    let offset = request.json()["OFFSET"].as_i64().unwrap_or(0);
    let inside = |id: &&i64| (offset..offset + limit).contains(*id);
    (offset, visible.iter().filter(inside).copied().collect())
}

/// Reads a list whose rows are these; gives how many requests that takes.
fn reads_all<M: Paged>(portal: &Portal, request: &M, all: &[i64]) -> usize {
    let (pages, error) = read(portal, request, None);
    assert!(error.is_none(), "{}: {error:?}", M::NAME);
    assert_eq!(pages.concat(), all, "{}", M::NAME);
    portal.received().len() / 2
}

#[test]
fn a_page_that_is_short_is_not_the_last_if_the_response_says_that_there_is_more() {
    // The server gives no more than 23 rows, whatever it is asked for.
    let portal = Portal::start(|request| {
        let offset = request.json()["OFFSET"].as_i64().unwrap_or(0);
        let end = (offset + 23).min(27);
        let items = rows("id", &ids(offset + 1..=end));
        let mut answer = json!({ "result": { "items": items, "hasMore": end < 27 }, "total": -1 });
        if end < 27 {
            answer["next"] = json!(end);
        }
        Reply::Json(200, answer)
    });
    assert_eq!(
        reads_all(&portal, &im::recent::List::new(), &ids(1..=27)),
        2
    );
}

#[test]
fn rows_that_the_user_may_not_see_end_no_list_and_no_row_is_given_twice() {
    // Of 300 dialogs the user sees some; pages are cut out of all of them, and `next` counts the visible ones.
    for every in [2, 3, 40, 120] {
        let visible: Vec<i64> = ids(0..=299)
            .into_iter()
            .filter(|id| id % every == every / 2)
            .collect();
        for tells_next in [true, false] {
            let shown = visible.clone();
            let portal = Portal::start(move |request| {
                let (offset, page) = window(request, &shown, 50);
                let more = offset + 50 < 300;
                let mut answer = json!({ "result": { "items": rows("id", &page), "hasMore": more }, "total": -1 });
                if more && tells_next {
                    answer["next"] = json!(offset + page.len() as i64);
                }
                Reply::Json(200, answer)
            });
            reads_all(&portal, &im::recent::List::new(), &visible);
        }
    }
}

#[test]
fn a_server_that_caps_its_pages_is_read_until_a_page_is_empty() {
    let all = ids(1..=120);
    for cap in [1, 7, 20, 49] {
        let capped = move |request: &Request| {
            let mut parameters = request.json();
            match request.method() {
                "main.eventlog.list" => {
                    let asked = &parameters["pagination"];
                    let offset = asked["offset"].as_i64().unwrap_or(0);
                    parameters["pagination"] = json!({ "offset": offset, "limit": cap });
                }
                _ => parameters["LIMIT"] = json!(cap),
            }
            Reply::Json(200, answer(request.method(), &parameters, &ids(1..=120)))
        };
        let needed = 120_usize.div_ceil(cap as usize) + 1;
        let limited = eventlog::List::new().pagination(Pagination::new().limit(100));
        if needed < 100 {
            assert_eq!(
                reads_all(&Portal::start(capped), &eventlog::List::new(), &all),
                needed
            );
            assert_eq!(reads_all(&Portal::start(capped), &limited, &all), needed);
            let by_identifier = limited.walk();
            assert_eq!(
                reads_all(&Portal::start(capped), &by_identifier, &all),
                needed
            );
            assert_eq!(
                reads_all(&Portal::start(capped), &im::recent::List::new(), &all),
                needed
            );
        }
    }
}

#[test]
fn a_word_spares_the_request_for_the_empty_page() {
    type Word = fn(bool, &mut Value);
    let words: [Word; 5] = [
        |more, answer| answer["result"]["hasMore"] = json!(more),
        |more, answer| answer["result"]["hasNextPage"] = json!(if more { "Y" } else { "N" }),
        |more, answer| {
            answer["result"]["nextCursor"] = if more { json!("abc") } else { Value::Null }
        },
        |_, answer| answer["total"] = json!(120),
        |more, answer| {
            // Beside a word, a total that cannot be is none.
            answer["result"]["hasMore"] = json!(more);
            answer["total"] = json!(0);
        },
    ];
    for (index, word) in words.into_iter().enumerate() {
        let told = move |request: &Request| {
            let mut answer = answer(request.method(), &request.json(), &ids(1..=120));
            let rows = answer["result"]["items"].as_array().unwrap();
            word(rows.len() == 50, &mut answer);
            Reply::Json(200, answer)
        };
        assert_eq!(
            reads_all(&Portal::start(told), &eventlog::List::new(), &ids(1..=120)),
            3
        );
        // To who reads by identifier, a total is that of the rows from the page on.
        if index != 3 {
            let walk = eventlog::List::new().walk();
            assert_eq!(reads_all(&Portal::start(told), &walk, &ids(1..=120)), 3);
        }
        assert_eq!(
            reads_all(
                &Portal::start(told),
                &im::recent::List::new(),
                &ids(1..=120)
            ),
            3
        );
    }
}

#[test]
fn a_total_that_counts_the_page_ends_no_list() {
    let portal = || {
        Portal::start(|request| {
            let mut answer = answer(request.method(), &request.json(), &ids(1..=120));
            answer["total"] = json!(answer["result"].as_array().unwrap().len());
            Reply::Json(200, answer)
        })
    };
    let users = im::dialog::users::List::new("chat1");
    assert_eq!(reads_all(&portal(), &users, &ids(1..=120)), 4);
    assert_eq!(reads_all(&portal(), &deal::List::new(), &ids(1..=120)), 3);
}

#[test]
fn a_short_page_ends_a_list_by_number_and_one_by_identifier_unless_there_is_a_word() {
    let short = |word: fn(i64) -> Value| {
        Portal::start(move |request| {
            let page = request.json()["page"].as_i64().unwrap_or(1);
            let mut answer = json!({ "result": rows("id", &ids(page * 10 - 9..=page * 10)) });
            if let Value::Object(word) = word(page) {
                answer.as_object_mut().unwrap().extend(word);
            }
            Reply::Json(200, answer)
        })
    };
    let list = source::List::new();
    assert_eq!(reads_all(&short(|_| Value::Null), &list, &ids(1..=10)), 1);
    let next = |page| {
        if page < 3 {
            json!({ "next": page + 1 })
        } else {
            Value::Null
        }
    };
    assert_eq!(reads_all(&short(next), &list, &ids(1..=30)), 3);

    let full = Portal::start(|request| {
        let mut answer = answer(request.method(), &request.json(), &ids(1..=100));
        answer["total"] = json!(100);
        Reply::Json(200, answer)
    });
    assert_eq!(reads_all(&full, &list, &ids(1..=100)), 2);
}

#[test]
fn a_row_that_moves_to_the_next_page_is_given_once() {
    // A deal is added in front of the others after each page, so the last row of a page is the first of the next.
    let portal = Portal::start(|request| {
        let start = request.json()["start"].as_i64().unwrap_or(0);
        let added = start / 50;
        let list: Vec<i64> = (0..120 + added).map(|row| 1000 - added + row).collect();
        let from = start as usize;
        let page = &list[from..list.len().min(from + 50)];
        let mut answer = json!({ "result": rows("ID", page), "total": list.len() });
        if from + 50 < list.len() {
            answer["next"] = json!(start + 50);
        }
        Reply::Json(200, answer)
    });
    assert_eq!(reads_all(&portal, &deal::List::new(), &ids(1000..=1119)), 3);
}

#[test]
fn lists_of_the_older_protocol_send_start_whatever_their_page_calls_it() {
    // The dispatcher of the server reads this spelling alone.
    let portal = || {
        Portal::start(|request| {
            let parameters = request.json();
            let from = parameters["start"].as_i64().unwrap_or(0);
            let end = (from + 50).min(120);
            let mut rows = rows("ID", &ids(from + 1..=end));
            for row in rows.as_array_mut().unwrap() {
                row["NAME"] = json!("a name");
            }
            let mut answer = json!({ "result": rows, "total": 120 });
            if end < 120 {
                answer["next"] = json!(end);
            }
            Reply::Json(200, answer)
        })
    };
    assert_eq!(
        reads_all(&portal(), &department::Get::new(), &ids(1..=120)),
        3
    );
    assert_eq!(
        reads_all(&portal(), &bizproc::task::List::new(), &ids(1..=120)),
        3
    );
    let sent = bitrix24::encode(&department::Get::new().start(50)).unwrap();
    assert_eq!(sent, br#"{"start":50}"#);
}
