//! Lists that a client reads by ascending identifier although their caller did not say so, and what it has to know of them.

use serde_json::Value;

use super::bound::{bind, bound, enclose, key};
use super::parts::{Params, text};
use super::style::{Paging, Walk};
use super::walk::{number, select, sort, walk, walks};
use crate::runtime::record::Slot;

/// Makes `request` read the list by ascending identifier, counted; false where pages do not follow by `start`.
pub(crate) fn ascend(request: &mut Params<'_>, paging: Paging) -> bool {
    let Paging::Start {
        walk: Some(walk), ..
    } = paging
    else {
        return false;
    };
    select(request, walk.select, walk.name);
    enclose(request, walk.filter);
    sort(request, walk);
    true
}

/// An identifier that no row has.
const PROBE: i64 = i64::MIN + 1;

/// Makes `request` the one for a page after [`PROBE`]; false if it cannot be.
pub(crate) fn probe_walk(request: &mut Params<'_>, paging: Paging) -> bool {
    walk(request, paging);
    let by = paging.walk();
    by.is_some_and(|by| bind(request, by, paging, Slot::Integer(PROBE)))
}

/// Whether a caller leaves it open how a list is read, given what is sent of the request as it is, and of its
/// [probe](probe_walk). What is set by a path counts, whatever the case of its letters: most servers have no regard to that.
pub(crate) fn is_free(sent: &[u8], probe: &[u8], paging: Paging) -> bool {
    let json = |sent| serde_json::from_slice::<Value>(sent).ok();
    let (Paging::Start { param, .. }, Some(by)) = (paging, paging.walk()) else {
        return false;
    };
    let (Some(Value::Object(sent)), Some(mut probe)) = (json(sent), json(probe)) else {
        return false;
    };
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    };
    let says_nothing = sent.iter().all(|(key, value)| {
        let is = |param: &str| key.eq_ignore_ascii_case(param);
        let decides = is(param) || is(by.order) || is(by.sort);
        let is_misspelt = |param: &str| is(param) && key != param;
        let beside = is_misspelt(by.filter) || is_misspelt(by.select);
        is_empty(value) || !decides && !beside
    });
    let request = Params::Json(&mut probe);
    let walks = walks(&request, paging).is_some() && selects(&request, by);
    let begins = bound(&request, by).and_then(number) == Some(PROBE);
    let keeps = keeps_conditions(sent.get(by.filter), probe.get(by.filter), by);
    says_nothing && walks && begins && keeps
}

/// Whether the conditions of a probe are all those that are sent, beside the one of the identifier.
fn keeps_conditions(sent: Option<&Value>, probe: Option<&Value>, by: Walk) -> bool {
    let others = |filter: Option<&Value>| {
        let filter = filter.and_then(Value::as_object);
        let mut filter = filter.cloned().unwrap_or_default();
        filter.remove(&key(by));
        filter
    };
    let expected = match sent {
        Some(Value::Array(filter)) if !filter.is_empty() => return false,
        // All of them are in a group, beside which the identifier is another condition.
        Some(filter) if filter.get("logic").is_some() => {
            std::iter::once(("0".to_owned(), filter.clone())).collect()
        }
        sent => others(sent),
    };
    others(probe) == expected
}

/// Whether the rows have the identifier.
fn selects(request: &Params<'_>, by: Walk) -> bool {
    match request.get(by.select) {
        None => true,
        Some(Slot::List(selected)) => {
            let mut names = (0..selected.len()).map(|index| text(selected.get(index)));
            selected.is_empty() || names.any(|name| name == Some(by.name) || name == Some("*"))
        }
        Some(_) => false,
    }
}

/// Makes a request that reads by identifier, and was not counted, ask for the same page by place, which is counted; false if
/// it is no such request.
pub(crate) fn recount(request: &mut Params<'_>, paging: Paging) -> bool {
    match paging {
        Paging::Start { param, .. } if walks(request, paging).is_some() => {
            request.set(param, Some(0))
        }
        _ => false,
    }
}

/// Whether `request` asks for rows after an identifier.
pub(crate) fn bounded(request: &Params<'_>, paging: Paging) -> bool {
    let by = paging.walk();
    by.is_some_and(|by| bound(request, by).is_some())
}

/// How `request` reads the list by identifier, if it does, and how many rows a page has.
pub(crate) fn walking(request: &Params<'_>, paging: Paging) -> Option<(Walk, usize)> {
    let size = match paging {
        Paging::Page { size, .. } | Paging::Start { size, .. } => size,
        Paging::Offset { limit, size, .. } => {
            usize::try_from(request.limit_of(limit, size)).unwrap_or(size)
        }
        Paging::Cursor { .. } | Paging::Pagination { .. } | Paging::Own { .. } => return None,
    };
    Some((walks(request, paging)?, size))
}
