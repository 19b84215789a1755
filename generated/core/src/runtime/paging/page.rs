//! What a page says about the next one, and where it leads.

use crate::runtime::record::Slot;

/// What a page says about the next one.
pub(super) struct Page<'p, 'a> {
    /// The number of its rows, with those that did not decode.
    pub(super) received: usize,
    /// Each of them, by its index.
    pub(super) row: &'p dyn Fn(usize) -> Slot<'a>,
    /// What stands beside the result.
    pub(super) next: Option<i64>,
    pub(super) total: Option<i64>,
    /// What the result itself says about more rows.
    pub(super) more: Option<bool>,
    /// Whether all of its rows stood on the page before.
    pub(super) known: bool,
}

/// The `start` that keeps the server from counting.
pub(super) const UNCOUNTED: i64 = -1;

impl Page<'_, '_> {
    /// What the response says about rows behind this page, which begins at the row `here`; nothing if it says nothing.
    pub(super) fn says_more(&self, here: i64, limit: i64) -> Option<bool> {
        if self.next.is_some_and(|next| next > here) {
            return Some(true);
        }
        if self.more.is_some() {
            return self.more;
        }
        let received = count(self.received);
        let after = here.saturating_add(received);
        match self.total? {
            total if total > after => Some(true),
            // Some servers count the rows of the page, and some do not count at all.
            total if total < after || (total == received && received >= limit) => None,
            total => (total > 0).then_some(false),
        }
    }

    /// The row that the next page begins at; none after the last page.
    pub(super) fn offset(&self, here: i64, limit: i64) -> Result<Option<i64>, &'static str> {
        let more = self.says_more(here, limit);
        let received = count(self.received);
        if more == Some(false)
            || (self.received == 0 && (more.is_none() || self.more == Some(false)))
        {
            return Ok(None);
        }
        let step = match self.next {
            // Rows that the user may not see are left out of a page, and even all of them may be.
            _ if self.received == 0 || self.known => limit,
            Some(next) if next > here => return Ok(Some(next)),
            _ => received,
        };
        here.checked_add(step).map(Some).ok_or("the last row")
    }
}

pub(super) fn count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Where a page leads.
pub(crate) enum Turn<M> {
    /// To another one.
    Next {
        request: M,
        /// Whether rows of this page may stand on it as well.
        #[allow(dead_code)]
        overlaps: bool,
    },
    /// It was the last.
    End,
    /// Nowhere, although it is not the last.
    // Who walks by `next_page` sees no difference to the end.
    #[allow(dead_code)]
    Stalled(&'static str),
    /// Nowhere either, and its rows are not those that were asked for.
    #[allow(dead_code)]
    Wrong(&'static str),
}
