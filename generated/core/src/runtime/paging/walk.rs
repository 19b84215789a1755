//! Lists that are read by ascending identifier, without being counted.

use super::page::{Page, Turn, UNCOUNTED};
use super::parts::{Params, copy, field, text};
use super::style::{Paging, Walk};
use crate::runtime::record::{Map, Slot, SlotMut};

/// The page after the row with the greatest identifier so far.
pub(super) fn walk_on(
    request: &mut Params<'_>,
    walk: Walk,
    size: usize,
    page: &Page<'_, '_>,
) -> Turn<()> {
    let after = [">", walk.id].concat();
    let is_last = !page.more.unwrap_or(page.received >= size);
    let begin = bound(request, walk.filter, &after);
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
        return Turn::Stalled("its rows have no identifier");
    };
    let moved = request.put_map(walk.filter, |filter| moves(filter, &after, last));
    if moved {
        Turn::Next {
            request: (),
            overlaps: false,
        }
    } else {
        Turn::Wrong("its identifiers do not ascend")
    }
}

/// The identifier that the rows come after.
fn bound(request: &Params<'_>, filter: &str, after: &str) -> Option<i64> {
    let Slot::Map(filter) = request.get(filter)? else {
        return None;
    };
    let mut entries = filter.entries().filter(|(key, _)| *key == after);
    match entries.next()? {
        (_, Slot::Json(value)) => number(value),
        _ => None,
    }
}

/// Makes `request` read the list by ascending identifier and uncounted, if it can be.
pub(crate) fn walk(request: &mut Params<'_>, paging: Paging) {
    let Paging::Start {
        param,
        walk: Some(walk),
        ..
    } = paging
    else {
        return;
    };
    ascend(request, walk);
    request.set(param, Some(UNCOUNTED));
}

/// Makes `request` read the list by ascending identifier.
fn ascend(request: &mut Params<'_>, walk: Walk) {
    select(request, walk.select, walk.id);
    enclose(request, walk.filter);
    request.put_map(walk.order, |order| {
        order.clear();
        copy(Slot::Text("ASC"), order.insert(walk.id))
    });
}

/// Makes `request` read the list by ascending identifier, counted, if the caller has no wish of his own; says whether it does.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) fn ascend_if_free(request: &mut Params<'_>, paging: Paging) -> bool {
    let Paging::Start {
        param,
        walk: Some(walk),
        ..
    } = paging
    else {
        return false;
    };
    let is_free = |value: Option<Slot<'_>>| match value {
        None | Some(Slot::Absent) => true,
        Some(Slot::Map(map)) => map.is_empty(),
        Some(Slot::List(list)) => list.is_empty(),
        Some(_) => false,
    };
    if !is_free(request.get(param)) || !is_free(request.get(walk.order)) {
        return false;
    }
    ascend(request, walk);
    true
}

/// How `request` reads the list by identifier and uncounted, if it does.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) fn walking(request: &Params<'_>, paging: Paging) -> Option<(Walk, usize)> {
    match paging {
        Paging::Start {
            param,
            size,
            walk: Some(walk),
            ..
        } => walks(request, param, walk).then_some((walk, size)),
        _ => None,
    }
}

/// Whether `request` reads the list by identifier: a `start` of -1 alone does not.
pub(super) fn walks(request: &Params<'_>, param: &str, walk: Walk) -> bool {
    let ascending = match request.get(walk.order) {
        Some(Slot::Map(order)) => {
            order.len() == 1
                && order.entries().all(|(field, direction)| {
                    let up = text(direction).is_some_and(|text| text.eq_ignore_ascii_case("ASC"));
                    field == walk.id && up
                })
        }
        _ => false,
    };
    ascending && request.integer(param) == Some(UNCOUNTED)
}

/// Conditions of which one is enough become a group, beside which the identifier is another condition.
fn enclose(request: &mut Params<'_>, param: &str) {
    let Some(Slot::Map(filter)) = request.get(param) else {
        return;
    };
    if !filter.entries().any(|(key, _)| key == "logic") {
        return;
    }
    let json = |(key, value): (&str, Slot<'_>)| match value {
        Slot::Json(value) => Some((key.to_owned(), value.clone())),
        _ => None,
    };
    let group: serde_json::Map<_, _> = filter.entries().filter_map(json).collect();
    request.put_map(param, |filter| {
        filter.clear();
        match filter.insert("0") {
            SlotMut::Json(to) => *to = group.into(),
            _ => return false,
        }
        true
    });
}

/// Sets the condition that rows come after `last`; false if the page before ended there or later, for then there is no
/// progress.
fn moves(filter: &mut dyn Map, after: &str, last: Slot<'_>) -> bool {
    let mut json = serde_json::Value::Null;
    copy(last, SlotMut::Json(&mut json));
    let stays = |(key, value): (&str, Slot<'_>)| match value {
        Slot::Json(value) if key == after => {
            let numbers = number(value).zip(number(&json));
            *value == json || numbers.is_some_and(|(before, last)| before >= last)
        }
        _ => false,
    };
    !filter.entries().any(stays) && copy(last, filter.insert(after))
}

/// An identifier, as something that can be compared.
fn number(value: &serde_json::Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The identifier must be among the selected fields, if there are any.
fn select(request: &mut Params<'_>, param: &str, id: &str) {
    let Some(Slot::List(selected)) = request.get(param) else {
        return;
    };
    let is_id = |index| text(selected.get(index)) == Some(id);
    if !selected.is_empty() && !(0..selected.len()).any(is_id) {
        request.put(param, |slot| match slot {
            SlotMut::List(selected) => copy(Slot::Text(id), selected.push()),
            _ => false,
        });
    }
}
