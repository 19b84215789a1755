//! The condition that rows come after an identifier, in either form of a filter: `{">ID": 7}`, and in REST 3
//! `[["id", ">", 7]]`.

use serde_json::{Value, json};

use super::parts::{Params, copy};
use super::style::{Paging, Walk};
use crate::runtime::record::{List, Slot, SlotMut};

/// What stands before the name of the field, or behind it.
const AFTER: &str = ">";

/// The identifier that the rows must come after.
pub(super) fn bound<'a>(request: &'a Params<'_>, walk: Walk) -> Option<&'a Value> {
    match request.get(walk.filter)? {
        Slot::Map(filter) => {
            let key = key(walk);
            let mut entries = filter.entries().filter(|(name, _)| *name == key);
            match entries.next()? {
                (_, Slot::Json(value)) => Some(value),
                _ => None,
            }
        }
        Slot::List(filter) => {
            (0..filter.len()).find_map(|index| of(condition(filter, index)?, walk))
        }
        _ => None,
    }
}

/// Sets the identifier that the rows must come after; false if there is no place for it.
pub(super) fn bind(request: &mut Params<'_>, walk: Walk, paging: Paging, id: Slot<'_>) -> bool {
    // A number that JSON cannot write is among the conditions. Encoding fails, and nothing here may hide it.
    if let Some(Slot::Double(_)) = request.get(walk.filter) {
        return true;
    }
    request.put(walk.filter, |slot| match slot {
        SlotMut::Map(filter) => copy(id, filter.insert(&key(walk))),
        // Without a spec, there are no conditions yet.
        SlotMut::Json(filter) => {
            let mut value = Value::Null;
            copy(id, SlotMut::Json(&mut value));
            *filter = match paging {
                Paging::Pagination { .. } => json!([[walk.name, AFTER, value]]),
                _ => json!({ key(walk): value }),
            };
            true
        }
        SlotMut::List(filter) => {
            let all = (0..filter.len()).filter_map(|index| condition(filter, index));
            let mut all: Vec<Value> = all.cloned().collect();
            let mut value = Value::Null;
            copy(id, SlotMut::Json(&mut value));
            let triple = json!([walk.name, AFTER, value]);
            match all
                .iter_mut()
                .find(|condition| of(condition, walk).is_some())
            {
                Some(condition) => *condition = triple,
                None => all.push(triple),
            }
            filter.clear();
            for condition in all {
                if let SlotMut::Json(to) = filter.push() {
                    *to = condition;
                }
            }
            true
        }
        _ => false,
    })
}

/// Conditions of which one is enough become a group, beside which the identifier is another condition. Those of REST 3 are in a
/// group already.
pub(super) fn enclose(request: &mut Params<'_>, param: &str) {
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

pub(super) fn key(walk: Walk) -> String {
    [AFTER, walk.name].concat()
}

fn condition(filter: &dyn List, index: usize) -> Option<&Value> {
    match filter.get(index) {
        Slot::Json(condition) => Some(condition),
        _ => None,
    }
}

/// The value of a triple, if it is the condition.
fn of(condition: &Value, walk: Walk) -> Option<&Value> {
    match condition.as_array()?.as_slice() {
        [field, sign, value] if field == walk.name && sign == AFTER => Some(value),
        _ => None,
    }
}
