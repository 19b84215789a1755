//! Changing a request so that it asks for the next page.

use super::Paging;
use crate::runtime::fill::fill;
use crate::runtime::record::{Record, Slot, SlotMut};

/// What a page says about the next one.
pub(super) struct Page<'a> {
    /// The number of its rows.
    pub(super) received: usize,
    pub(super) last: Slot<'a>,
    /// What stands beside the result.
    pub(super) next: Option<i64>,
}

/// The `start` that keeps the server from counting.
const UNCOUNTED: i64 = -1;

/// Makes `request` ask for the page after `page`; false if there is none.
pub(super) fn turn(request: &mut dyn Record, paging: Paging, page: &Page<'_>) -> bool {
    match paging {
        Paging::Page { param, size } => {
            // The server takes a number below the first for the first.
            let number = integer(request, param).unwrap_or(1).max(1);
            page.received >= size && set(request, param, number.checked_add(1))
        }
        Paging::Start { param, size, walk } => {
            if let Some(walk) = walk.filter(|_| integer(request, param) == Some(UNCOUNTED)) {
                let after = [">", walk.id].concat();
                let Some(last) = field(page.last, walk.id).filter(|_| page.received >= size) else {
                    return false;
                };
                put(request, walk.filter, |slot| match slot {
                    SlotMut::Map(filter) => copy(last, filter.insert(&after)),
                    _ => false,
                })
            } else {
                set(request, param, page.next)
            }
        }
        Paging::Offset { param, limit, size } => {
            let limit = integer(request, limit);
            let next = following(integer(request, param), page.received);
            !is_short(page.received, limit, size) && set(request, param, next)
        }
        Paging::Cursor {
            param,
            field: name,
            limit,
            size,
        } => {
            let limit = integer(request, limit);
            let Some(last) = field(page.last, name) else {
                return false;
            };
            !is_short(page.received, limit, size) && put(request, param, |slot| copy(last, slot))
        }
        Paging::Pagination { param, size } => put(request, param, |slot| match slot {
            SlotMut::Record(pagination) => {
                let limit = integer(pagination, "limit");
                if is_short(page.received, limit, size) {
                    return false;
                }
                let (page_number, offset) =
                    (integer(pagination, "page"), integer(pagination, "offset"));
                match (page_number, offset) {
                    (_, Some(offset)) => {
                        let next = following(Some(offset), page.received);
                        set(pagination, "offset", next)
                    }
                    (number, None) => set(
                        pagination,
                        "page",
                        number.unwrap_or(1).max(1).checked_add(1),
                    ),
                }
            }
            _ => false,
        }),
    }
}

/// Makes `request` read the list by ascending identifier and uncounted; false if it cannot be.
pub(super) fn walk(request: &mut dyn Record, paging: Paging) -> bool {
    let Paging::Start {
        param,
        walk: Some(walk),
        ..
    } = paging
    else {
        return false;
    };
    select(request, walk.select, walk.id);
    let ordered = put(request, walk.order, |slot| match slot {
        SlotMut::Map(order) => {
            order.clear();
            copy(Slot::Text("ASC"), order.insert(walk.id))
        }
        _ => false,
    });
    ordered && set(request, param, Some(UNCOUNTED))
}

/// The identifier must be among the selected fields, if there are any.
fn select(request: &mut dyn Record, param: &str, id: &str) {
    let Some(index) = index(request, param) else {
        return;
    };
    let Slot::List(selected) = request.get(index) else {
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

fn is_short(received: usize, limit: Option<i64>, size: usize) -> bool {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok());
    // No row is the end, whatever the limit.
    received == 0 || received < limit.unwrap_or(size)
}

fn following(offset: Option<i64>, received: usize) -> Option<i64> {
    let received = i64::try_from(received).ok()?;
    offset.unwrap_or(0).max(0).checked_add(received)
}

fn index(record: &dyn Record, name: &str) -> Option<usize> {
    let fields = record.def().fields;
    fields.iter().position(|field| field.name == name)
}

/// The field `name` of a row.
fn field<'a>(row: Slot<'a>, name: &str) -> Option<Slot<'a>> {
    let Slot::Record(row) = row else {
        return None;
    };
    let value = row.get(index(row, name)?);
    (!matches!(value, Slot::Absent | Slot::Null)).then_some(value)
}

fn integer(record: &dyn Record, name: &str) -> Option<i64> {
    match record.get(index(record, name)?) {
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
            last: row.as_ref().map_or(Slot::Absent, Wire::slot),
            next: None,
        };
        let after = Some("a".to_owned());
        let mut request = Request { after, limit };
        turn(&mut request, PAGING, &page).then_some(request.after)
    }

    #[test]
    fn a_cursor_is_a_value_of_the_last_row() {
        assert_eq!(next(None, 50, Some("z")), Some(Some("z".to_owned())));
        assert_eq!(next(Some(2), 2, Some("c")), Some(Some("c".to_owned())));
        assert_eq!(next(Some(2), 1, Some("c")), None);
        assert_eq!(next(None, 0, None), None);
        // Whatever the limit is, no row is the end.
        assert_eq!(next(Some(-1), 0, None), None);
    }
}
