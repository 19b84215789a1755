//! Changing a request so that it asks for the next page.
//!
//! Where the response has a word for more rows (`next`, `total`, `hasMore`, `hasNextPage`, `nextCursor`), the word decides.
//! Without one, a page that is shorter than the documented size ends a list whose pages have numbers, and one that is not
//! counted. All other servers may answer fewer rows than they are asked for, so only an empty page ends their lists. By identifier
//! it is the same.

use super::page::{Page, Turn, UNCOUNTED, count};
use super::parts::{Params, copy, field};
use super::style::Paging;
use super::walk::{walk_on, walks};
use crate::runtime::fill::same;

/// Makes `request` ask for the page after `page`.
pub(super) fn turn(request: &mut Params<'_>, paging: Paging, page: &Page<'_, '_>) -> Turn<()> {
    if let Some(walk) = walks(request, paging) {
        return walk_on(request, walk, paging, page);
    }
    match paging {
        Paging::Page { param, size, .. } => {
            // The server takes a number below the first for the first.
            let number = request.integer(param).unwrap_or(1).max(1);
            let before = number.saturating_sub(1).saturating_mul(count(size));
            let next = number.checked_add(1);
            // Should there be a `next`, it may be the number of a page, or that of a row.
            let more = match page.next.is_some() && page.next == next {
                true => Some(true),
                false => page.says_more(before, count(size)),
            };
            if more.unwrap_or(page.received >= size) {
                next_if(request.set(param, next), "the last page")
            } else {
                Turn::End
            }
        }
        Paging::Start { param, size, .. } => {
            let here = request.integer(param).unwrap_or(0);
            if here == UNCOUNTED && page.received >= size {
                return Turn::Stalled("it was not counted, and is not read by `walk()`");
            }
            let here = here.max(0);
            let after = here.saturating_add(count(page.received));
            // A page may have more rows than a page has.
            let least = after.min(here.saturating_add(count(size)));
            match page.next {
                Some(next) if next > here && next >= least => next_if(
                    request.set(param, Some(next)),
                    "there is no place for `next`",
                ),
                // What comes after the first page anew is the first page.
                Some(next) if next <= here && here > 0 => Turn::Wrong("`next` does not lead on"),
                Some(_) => Turn::Stalled("`next` does not lead beyond its rows"),
                None if page.more == Some(true) => {
                    let next = if page.received > 0 {
                        after
                    } else {
                        here.saturating_add(count(size))
                    };
                    next_if(
                        request.set(param, Some(next)),
                        "there is no place for `start`",
                    )
                }
                None if page.received > 0 && Some(after) < page.total => Turn::Stalled(
                    "there is no `next`, although `total` says that there are more rows",
                ),
                None => Turn::End,
            }
        }
        Paging::Offset {
            param, limit, size, ..
        } => {
            let limit = request.limit_of(limit, size);
            let here = request.integer(param).unwrap_or(0).max(0);
            match page.offset(here, limit) {
                Ok(Some(next)) if request.set(param, Some(next)) => Turn::Next {
                    request: (),
                    overlaps: page.received > 0 && next < here.saturating_add(limit),
                },
                Ok(Some(_)) => Turn::Stalled("there is no place for the offset"),
                Ok(None) => Turn::End,
                Err(problem) => Turn::Stalled(problem),
            }
        }
        Paging::Cursor {
            param, field: name, ..
        } => {
            if page.received == 0 || page.more == Some(false) {
                return Turn::End;
            }
            let Some(last) = field((page.row)(page.received.saturating_sub(1)), name) else {
                return Turn::Stalled("its last row does not say where the next page begins");
            };
            if request.get(param).is_some_and(|value| same(value, last)) {
                return Turn::Stalled("it ends where it began");
            }
            next_if(
                request.put(param, |slot| copy(last, slot)),
                "there is no place for the cursor",
            )
        }
        // The request itself knows: without its type, nobody does.
        Paging::Own { .. } => {
            Turn::Stalled("only the typed output says where the next page begins")
        }
        Paging::Pagination { param, size, .. } => {
            let mut turned = Turn::Stalled("there is no place for the page");
            request.inside(param, |pagination| {
                turned = paginate(pagination, page, size);
                matches!(turned, Turn::Next { .. })
            });
            turned
        }
    }
}

/// The next page of a list of REST 3.
fn paginate(pagination: &mut Params<'_>, page: &Page<'_, '_>, size: usize) -> Turn<()> {
    let limit = pagination.limit_of("limit", size);
    let number = pagination.integer("page").unwrap_or(1).max(1);
    let by_number = number.saturating_sub(1).saturating_mul(limit);
    let offset = pagination.integer("offset");
    let here = offset.unwrap_or(by_number).max(0);
    let next = match page.offset(here, limit) {
        Ok(Some(next)) => next,
        Ok(None) => return Turn::End,
        Err(problem) => return Turn::Stalled(problem),
    };
    // A server with a limit of its own counts its own pages, so after a short one the rows are counted.
    let by_offset = offset.is_some() || (number == 1 && next != limit);
    let turned = if by_offset {
        pagination.set("offset", Some(next))
    } else {
        pagination.set("page", number.checked_add(1))
    };
    next_if(turned, "the last page")
}

fn next_if(turned: bool, problem: &'static str) -> Turn<()> {
    if turned {
        Turn::Next {
            request: (),
            overlaps: false,
        }
    } else {
        Turn::Stalled(problem)
    }
}
