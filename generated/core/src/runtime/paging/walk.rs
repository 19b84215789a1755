//! Lists that are read by ascending identifier.

use serde_json::Value;

use super::bound::{bind, bound, enclose};
use super::page::{Page, Turn, UNCOUNTED, count};
use super::parts::{Params, copy, field, text};
use super::style::{Paging, Walk};
use crate::runtime::record::{Slot, SlotMut};

/// Makes `request` read the list by ascending identifier, and uncounted where a request can say so.
pub(crate) fn walk(request: &mut Params<'_>, paging: Paging) {
    let Some(walk) = paging.walk() else {
        return;
    };
    select(request, walk.select, walk.name);
    enclose(request, walk.filter);
    sort(request, walk);
    match paging {
        Paging::Start { param, .. } => {
            request.set(param, Some(UNCOUNTED));
            return;
        }
        Paging::Page { param, .. } | Paging::Offset { param, .. } => request.clear(param),
        Paging::Pagination { param, .. } => rewind(request, param),
        Paging::Cursor { .. } | Paging::Own { .. } => {}
    }
    // All rows meet it. It tells the request from one with the same order that is read by place.
    if bound(request, walk).is_none() {
        bind(request, walk, paging, Slot::Integer(0));
    }
}

/// How `request` reads the list by identifier, if it does.
pub(super) fn walks(request: &Params<'_>, paging: Paging) -> Option<Walk> {
    let walk = paging.walk()?;
    let begins = match paging {
        // A `start` of -1 with another order does not.
        Paging::Start { param, .. } => request.integer(param) == Some(UNCOUNTED),
        Paging::Page { param, .. } | Paging::Offset { param, .. } => {
            request.integer(param).is_none() && bound(request, walk).is_some()
        }
        Paging::Pagination { param, .. } => {
            let begins = |name| request.integer_in(param, name).is_none();
            begins("page") && begins("offset") && bound(request, walk).is_some()
        }
        Paging::Cursor { .. } | Paging::Own { .. } => false,
    };
    (begins && ascends(request, walk)).then_some(walk)
}

/// The page after the row with the greatest identifier so far.
pub(super) fn walk_on(
    request: &mut Params<'_>,
    walk: Walk,
    paging: Paging,
    page: &Page<'_, '_>,
) -> Turn<()> {
    let is_last = is_last(request, paging, page);
    let begin = bound(request, walk).and_then(number);
    let mut before = begin;
    for index in 0..page.received {
        let Some(Slot::Integer(id)) = field((page.row)(index), walk.id) else {
            continue;
        };
        if before.is_some_and(|before| id <= before) {
            return Turn::Wrong("its identifiers do not ascend");
        }
        // Where nothing follows, the sequence does not matter.
        before = if is_last { begin } else { Some(id) };
    }
    if is_last {
        return Turn::End;
    }
    // A last row that did not decode may not say its identifier; the list goes on behind the one before it.
    let last = (0..page.received)
        .rev()
        .find_map(|index| field((page.row)(index), walk.id));
    let Some(last) = last else {
        return Turn::Stalled(match page.received {
            0 => "it has no row, although the response says that there are more",
            _ => "its rows have no identifier",
        });
    };
    if moves(request, walk, last) && bind(request, walk, paging, last) {
        Turn::Next {
            request: (),
            overlaps: false,
        }
    } else {
        Turn::Wrong("its identifiers do not ascend")
    }
}

/// Whether nothing follows the page: as with pages by place, but that its first row is always the first of the list.
fn is_last(request: &Params<'_>, paging: Paging, page: &Page<'_, '_>) -> bool {
    let (received, any) = (page.received, page.received > 0);
    let more = match paging {
        // What an uncounted page says of `next` and `total` means nothing.
        Paging::Start { size, .. } => page.more.unwrap_or(received >= size),
        Paging::Page { size, .. } => page.says_more(0, count(size)).unwrap_or(received >= size),
        Paging::Offset { limit, size, .. } => {
            let limit = request.limit_of(limit, size);
            page.says_more(0, limit).unwrap_or(any)
        }
        Paging::Pagination { param, size, .. } => {
            let limit = request
                .integer_in(param, "limit")
                .filter(|limit| *limit > 0);
            let limit = limit.unwrap_or_else(|| count(size));
            page.says_more(0, limit).unwrap_or(any)
        }
        Paging::Cursor { .. } | Paging::Own { .. } => false,
    };
    !more
}

/// Whether rows after `last` begin later than those of the page before.
fn moves(request: &Params<'_>, walk: Walk, last: Slot<'_>) -> bool {
    let Some(before) = bound(request, walk) else {
        return true;
    };
    let mut json = Value::Null;
    copy(last, SlotMut::Json(&mut json));
    let numbers = number(before).zip(number(&json));
    *before != json && numbers.is_none_or(|(before, last)| before < last)
}

/// An identifier, as something that can be compared.
pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Sorts by the identifier alone.
pub(super) fn sort(request: &mut Params<'_>, walk: Walk) {
    if walk.sort.is_empty() {
        request.put_map(walk.order, |order| {
            order.clear();
            copy(Slot::Text("ASC"), order.insert(walk.name))
        });
    } else {
        request.put(walk.order, |slot| copy(Slot::Text("ASC"), slot));
        request.put(walk.sort, |slot| copy(Slot::Text(walk.name), slot));
    }
}

/// Whether `request` sorts by the identifier alone.
fn ascends(request: &Params<'_>, walk: Walk) -> bool {
    let is_up = |slot| text(slot).is_some_and(|text| text.eq_ignore_ascii_case("ASC"));
    match request.get(walk.order) {
        Some(Slot::Map(order)) => {
            let mut entries = order.entries();
            let is_it = |(field, direction)| field == walk.name && is_up(direction);
            order.len() == 1 && entries.all(is_it)
        }
        Some(direction) if !walk.sort.is_empty() => {
            is_up(direction) && request.get(walk.sort).and_then(text) == Some(walk.name)
        }
        _ => false,
    }
}

/// The first page of REST 3, of as many rows as before.
fn rewind(request: &mut Params<'_>, param: &str) {
    if request.integer_in(param, "limit").is_none() {
        return request.clear(param);
    }
    request.inside(param, |page| {
        page.clear("page");
        page.clear("offset");
        true
    });
}

/// The identifier must be among the selected fields, if there are any.
pub(super) fn select(request: &mut Params<'_>, param: &str, name: &str) {
    let Some(Slot::List(selected)) = request.get(param) else {
        return;
    };
    let is_id = |index| text(selected.get(index)) == Some(name);
    if !selected.is_empty() && !(0..selected.len()).any(is_id) {
        request.put(param, |slot| match slot {
            SlotMut::List(selected) => copy(Slot::Text(name), selected.push()),
            _ => false,
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use crate::filter::eq;
    use crate::runtime::macros::{method, paged, record};
    use crate::runtime::record::{Record as _, Wire as _};
    use crate::runtime::{Conditions, Order, to_value};
    use crate::{Paged as _, SystemCode, Walkable as _};

    struct Row {
        id: Option<i64>,
    }

    record! { Row { 0: id => "id" } }

    struct List {
        filter: Option<Conditions>,
        order: Option<Order>,
        offset: Option<i64>,
        limit: Option<i64>,
    }

    record! {
        List {
            0: filter => "filter",
            1: order => "order",
            2: offset => "offset",
            3: limit => "limit",
        }
    }

    method! {
        List { name: "a.list", scopes: [], effect: Read, output: Vec<Row>, error: SystemCode }
    }

    paged! {
        List {
            paging: Offset { param: "offset", limit: "limit" },
            size: 50,
            item: Row,
            walk: { id: "id", name: "ID" },
        }
    }

    /// What is sent after a page with the rows from `first` to `last`, and other words of the response beside them.
    fn after(list: &List, first: i64, last: i64, beside: Value) -> Option<Value> {
        let rows: Vec<Value> = (first..=last).map(|id| json!({ "id": id })).collect();
        let mut body = beside;
        body["result"] = rows.into();
        let page = crate::decode::<List>(200, body.to_string()).unwrap();
        let next = list.next_page(&page)?;
        Some(to_value(next.slot()).unwrap())
    }

    struct Wrapped {
        params: Option<List>,
    }

    record! { Wrapped { 0: params => "params" } }

    method! {
        Wrapped { name: "a.wrapped", scopes: [], effect: Read, output: Vec<Row>, error: SystemCode }
    }

    paged! {
        Wrapped {
            paging: Offset { param: "params.offset", limit: "params.limit" },
            size: 2,
            item: Row,
            walk: { id: "id", name: "ID", filter: "params.filter", order: "params.order" },
        }
    }

    #[test]
    fn a_list_inside_a_parameter() {
        let body = json!({ "result": [{ "id": 5 }, { "id": 6 }] }).to_string();
        let page = crate::decode::<Wrapped>(200, body).unwrap();
        let sent = |request: &Wrapped| to_value(request.slot()).unwrap();

        // The object is there afterwards, also where nothing was set.
        let next = Wrapped { params: None }.next_page(&page).unwrap();
        assert_eq!(sent(&next)["params"]["offset"], 2);
        let again = next.next_page(&page).unwrap();
        assert_eq!(sent(&again)["params"]["offset"], 4);

        let next = next.walk().next_page(&page).unwrap();
        let params = &sent(&next)["params"];
        assert_eq!(params["filter"], json!({ ">ID": 6 }));
        assert_eq!(params["order"], json!({ "ID": "ASC" }));
        assert_eq!(params.get("offset"), None);
    }

    #[test]
    fn a_list_with_an_offset() {
        let mut list = List::empty();
        let mut filter = Conditions::default();
        filter.add("=", "PARENT", eq::<i64>(2), false);
        list.filter = Some(filter);
        list.offset = Some(100);
        list.limit = Some(20);
        let walk = list.walk();
        let sent = |id: i64| {
            let filter = json!({ "=PARENT": 2, ">ID": id });
            json!({ "filter": filter, "order": { "ID": "ASC" }, "limit": 20 })
        };
        assert_eq!(to_value(walk.slot()).unwrap(), sent(0));
        assert_eq!(after(&walk, 1, 20, json!({})), Some(sent(20)));
        // Fewer rows than are asked for end no list, unless the response says so.
        assert_eq!(after(&walk, 1, 7, json!({})), Some(sent(7)));
        assert_eq!(after(&walk, 1, 7, json!({ "total": 7 })), None);
        assert_eq!(after(&walk, 1, 7, json!({ "total": 8 })), Some(sent(7)));
        assert_eq!(after(&walk, 1, 7, json!({ "next": 7 })), Some(sent(7)));
        assert_eq!(after(&walk, 1, 0, json!({})), None);
        // Nor does what may count the rows of the page alone.
        assert_eq!(after(&walk, 1, 20, json!({ "total": 20 })), Some(sent(20)));
    }
}
