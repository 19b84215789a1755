//! Changing a request so that it asks for the next page.

use super::{Paging, Turn, Walk};
use crate::runtime::fill::{fill, same};
use crate::runtime::record::{Map, Record, Slot, SlotMut};

/// What a page says about the next one.
pub(super) struct Page<'p, 'a> {
    /// The number of its rows.
    pub(super) received: usize,
    /// Each of them, by its index.
    pub(super) row: &'p dyn Fn(usize) -> Slot<'a>,
    /// What stands beside the result.
    pub(super) next: Option<i64>,
    pub(super) total: Option<i64>,
}

impl<'a> Page<'_, 'a> {
    fn last(&self) -> Slot<'a> {
        (self.row)(self.received.saturating_sub(1))
    }
}

/// The `start` that keeps the server from counting.
const UNCOUNTED: i64 = -1;

/// Makes `request` ask for the page after `page`.
pub(super) fn turn(request: &mut dyn Record, paging: Paging, page: &Page<'_, '_>) -> Turn<()> {
    match paging {
        Paging::Page { param, size } => {
            // The server takes a number below the first for the first.
            let number = integer(request, param).unwrap_or(1).max(1);
            if page.received < size {
                return Turn::End;
            }
            next_if(set(request, param, number.checked_add(1)), "the last page")
        }
        Paging::Start { param, size, walk } => {
            let walk = walk.filter(|walk| walks(request, param, *walk));
            if let Some(walk) = walk {
                return walk_on(request, walk, size, page);
            }
            let here = integer(request, param).unwrap_or(0);
            if here == UNCOUNTED && page.received >= size {
                return Turn::Stalled("it was not counted, and is not read by `walk()`");
            }
            match page.next {
                Some(next) if next > here => next_if(
                    set(request, param, Some(next)),
                    "there is no place for `next`",
                ),
                // What comes after the first page anew is the first page.
                Some(_) if here > 0 => Turn::Wrong("`next` does not lead on"),
                Some(_) => Turn::Stalled("`next` does not lead on"),
                None if page.received > 0 && following(Some(here), page.received) < page.total => {
                    Turn::Stalled(
                        "there is no `next`, although `total` says that there are more rows",
                    )
                }
                None => Turn::End,
            }
        }
        Paging::Offset { param, limit, size } => {
            let limit = integer(request, limit);
            if is_short(page.received, limit, size) {
                return Turn::End;
            }
            let next = following(integer(request, param), page.received);
            next_if(set(request, param, next), "the last row")
        }
        Paging::Cursor {
            param,
            field: name,
            limit,
            size,
        } => {
            let limit = integer(request, limit);
            if is_short(page.received, limit, size) {
                return Turn::End;
            }
            let Some(last) = field(page.last(), name) else {
                return Turn::Stalled("its last row does not say where the next page begins");
            };
            if get(request, param).is_some_and(|value| same(value, last)) {
                return Turn::Stalled("it ends where it began");
            }
            next_if(
                put(request, param, |slot| copy(last, slot)),
                "there is no place for the cursor",
            )
        }
        Paging::Pagination { param, size } => {
            let mut is_last = false;
            let turned = put(request, param, |slot| match slot {
                SlotMut::Record(pagination) => {
                    let limit = integer(pagination, "limit");
                    is_last = is_short(page.received, limit, size);
                    if is_last {
                        return false;
                    }
                    let offset = integer(pagination, "offset");
                    let number = integer(pagination, "page").unwrap_or(1).max(1);
                    // The server may have a limit of its own, below the one that is asked for.
                    let capped =
                        limit.is_some_and(|limit| following(None, page.received) < Some(limit));
                    if offset.is_some() || (capped && number == 1) {
                        set(pagination, "offset", following(offset, page.received))
                    } else {
                        set(pagination, "page", number.checked_add(1))
                    }
                }
                _ => false,
            });
            if is_last {
                return Turn::End;
            }
            next_if(turned, "the last page")
        }
    }
}

fn next_if(turned: bool, problem: &'static str) -> Turn<()> {
    if turned {
        Turn::Next(())
    } else {
        Turn::Stalled(problem)
    }
}

/// The page after the row with the greatest identifier so far.
fn walk_on(request: &mut dyn Record, walk: Walk, size: usize, page: &Page<'_, '_>) -> Turn<()> {
    let after = [">", walk.id].concat();
    let is_last = page.received < size;
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
    let Some(last) = field(page.last(), walk.id) else {
        return Turn::Stalled("its last row has no identifier");
    };
    let moved = put(request, walk.filter, |slot| match slot {
        SlotMut::Map(filter) => moves(filter, &after, last),
        _ => false,
    });
    if moved {
        Turn::Next(())
    } else {
        Turn::Wrong("its identifiers do not ascend")
    }
}

/// The identifier that the rows come after.
fn bound(request: &dyn Record, filter: &str, after: &str) -> Option<i64> {
    let Slot::Map(filter) = get(request, filter)? else {
        return None;
    };
    let mut entries = filter.entries().filter(|(key, _)| *key == after);
    match entries.next()? {
        (_, Slot::Json(value)) => number(value),
        _ => None,
    }
}

/// Makes `request` read the list by ascending identifier and uncounted, if it can be.
pub(super) fn walk(request: &mut dyn Record, paging: Paging) {
    let Paging::Start {
        param,
        walk: Some(walk),
        ..
    } = paging
    else {
        return;
    };
    select(request, walk.select, walk.id);
    enclose(request, walk.filter);
    put(request, walk.order, |slot| match slot {
        SlotMut::Map(order) => {
            order.clear();
            copy(Slot::Text("ASC"), order.insert(walk.id))
        }
        _ => false,
    });
    set(request, param, Some(UNCOUNTED));
}

/// Whether `request` reads the list by identifier: a `start` of -1 alone does not.
fn walks(request: &dyn Record, param: &str, walk: Walk) -> bool {
    let ascending = match get(request, walk.order) {
        Some(Slot::Map(order)) => {
            order.len() == 1
                && order.entries().all(|(field, direction)| {
                    let up =
                        matches!(direction, Slot::Text(text) if text.eq_ignore_ascii_case("ASC"));
                    field == walk.id && up
                })
        }
        _ => false,
    };
    ascending && integer(request, param) == Some(UNCOUNTED)
}

/// Conditions of which one is enough become a group, beside which the identifier is another condition.
fn enclose(request: &mut dyn Record, param: &str) {
    let Some(Slot::Map(filter)) = get(request, param) else {
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
    put(request, param, |slot| match slot {
        SlotMut::Map(filter) => {
            filter.clear();
            match filter.insert("0") {
                SlotMut::Json(to) => *to = group.into(),
                _ => return false,
            }
            true
        }
        _ => false,
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
fn select(request: &mut dyn Record, param: &str, id: &str) {
    let Some(Slot::List(selected)) = get(request, param) else {
        return;
    };
    let is_id = |index| matches!(selected.get(index), Slot::Text(name) if name == id);
    if !selected.is_empty() && !(0..selected.len()).any(is_id) {
        put(request, param, |slot| match slot {
            SlotMut::List(selected) => copy(Slot::Text(id), selected.push()),
            _ => false,
        });
    }
}

/// Whether a page is the last one. The server may have a limit of its own below the one that is asked for, so only a
/// page that is shorter than usual is sure to be.
fn is_short(received: usize, limit: Option<i64>, size: usize) -> bool {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    received == 0 || received < limit.unwrap_or(size).min(size)
}

fn following(offset: Option<i64>, received: usize) -> Option<i64> {
    let received = i64::try_from(received).ok()?;
    offset.unwrap_or(0).max(0).checked_add(received)
}

fn index(record: &dyn Record, name: &str) -> Option<usize> {
    let fields = record.def().fields;
    fields.iter().position(|field| field.name == name)
}

fn get<'a>(record: &'a dyn Record, name: &str) -> Option<Slot<'a>> {
    Some(record.get(index(record, name)?))
}

/// The field `name` of a row.
fn field<'a>(row: Slot<'a>, name: &str) -> Option<Slot<'a>> {
    let Slot::Record(row) = row else {
        return None;
    };
    let value = get(row, name)?;
    (!matches!(value, Slot::Absent | Slot::Null)).then_some(value)
}

fn integer(record: &dyn Record, name: &str) -> Option<i64> {
    match get(record, name)? {
        Slot::Integer(number) => Some(number),
        _ => None,
    }
}

fn set(record: &mut dyn Record, name: &str, number: Option<i64>) -> bool {
    number.is_some_and(|number| put(record, name, |slot| copy(Slot::Integer(number), slot)))
}

/// Changes the parameter `name`, which is there afterwards.
fn put(record: &mut dyn Record, name: &str, change: impl FnOnce(SlotMut<'_>) -> bool) -> bool {
    let Some(index) = index(record, name) else {
        return false;
    };
    let mut slot = record.get_mut(index);
    while let SlotMut::Option(option) = slot {
        slot = option.value();
    }
    change(slot)
}

/// Copies a value of a row into a parameter, or into the conditions, which are JSON.
fn copy(from: Slot<'_>, to: SlotMut<'_>) -> bool {
    match (from, to) {
        (Slot::Integer(from), SlotMut::Json(to)) => *to = from.into(),
        (Slot::Text(from), SlotMut::Json(to)) => *to = from.into(),
        (from, to) => fill(from, to),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::record::Wire;

    struct Request {
        after: Option<String>,
        limit: Option<i64>,
    }

    crate::runtime::macros::record! {
        Request {
            0: after => "after",
            1: limit => "limit",
        }
    }

    struct Row {
        name: String,
    }

    crate::runtime::macros::record! {
        Row {
            0: name => "name" required,
        }
    }

    const PAGING: Paging = Paging::Cursor {
        param: "after",
        field: "name",
        limit: "limit",
        size: 50,
    };

    fn next(limit: Option<i64>, received: usize, last: Option<&str>) -> Option<Option<String>> {
        let row = last.map(|name| Row {
            name: name.to_owned(),
        });
        let page = Page {
            received,
            row: &|_| row.as_ref().map_or(Slot::Absent, Wire::slot),
            next: None,
            total: None,
        };
        let after = Some("a".to_owned());
        let mut request = Request { after, limit };
        matches!(turn(&mut request, PAGING, &page), Turn::Next(())).then_some(request.after)
    }

    #[test]
    fn a_cursor_is_a_value_of_the_last_row() {
        assert_eq!(next(None, 50, Some("z")), Some(Some("z".to_owned())));
        assert_eq!(next(Some(2), 2, Some("c")), Some(Some("c".to_owned())));
        assert_eq!(next(Some(2), 1, Some("c")), None);
        assert_eq!(next(None, 0, None), None);
        // Whatever the limit is, no row is the end.
        assert_eq!(next(Some(-1), 0, None), None);
        // A server that ignores the cursor answers the same page for ever.
        assert_eq!(next(None, 50, Some("a")), None);
    }
}
