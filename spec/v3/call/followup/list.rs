//! Pages of `call.followup.list`: each answer has the cursor of the next one.

use super::{List, ListPagination, ListResult};

pub(super) fn next_page(request: &mut List, page: &ListResult) -> bool {
    let cursor = page.after_cursor.clone();
    let is_there = page.has_more != Some(false) && cursor.is_some();
    if is_there {
        let pagination = request.pagination.get_or_insert_with(ListPagination::new);
        pagination.after_cursor = cursor;
    }
    is_there
}
