//! What is remembered of the pages that were read, by which a list is noticed that does not come to its end.

use crate::Response;
use crate::policy::repeats::{Cycle, Neighbours};

/// What is remembered of the pages that were read.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) cycle: Cycle,
    pub(super) neighbours: Neighbours,
    /// Whether rows of the page before may come again.
    pub(super) overlaps: bool,
    /// Whether the page before said that there is more.
    pub(super) leads_on: bool,
    /// How many pages in a row brought no new row.
    barren: u32,
    /// How many rows have come, with those that came twice.
    rows: u64,
    /// The greatest number of rows that the server has told.
    total: u64,
}

/// How many pages in a row may bring no new row: as many as the rate limit lets pass at once. Rows that the user may not see
/// are left out of a page, so there may be some.
const BARREN: u32 = 50;

/// How many rows may come beyond twice the number that the server tells: others may add some while the list is read.
const BEYOND: u64 = 500;

/// Whether the response counts on.
pub(super) fn leads_on<T>(response: &Response<T>) -> bool {
    response.next.is_some() || response.total.is_some_and(|total| total > 0)
}

impl Seen {
    /// Takes a page with so many rows, of which some are new, and says why the list does not come to its end.
    pub(super) fn problem<T>(
        &mut self,
        response: &Response<T>,
        rows: usize,
        fresh: usize,
    ) -> Option<&'static str> {
        self.rows += rows as u64;
        // Some servers count the rows of the page.
        let total = response.total.and_then(|total| u64::try_from(total).ok());
        let total = total.filter(|total| *total != rows as u64).unwrap_or(0);
        self.total = self.total.max(total);
        self.barren = if fresh == 0 { self.barren + 1 } else { 0 };
        if self.barren > BARREN {
            return Some("several pages in a row had no new rows");
        }
        let most = self.total.saturating_mul(2).saturating_add(BEYOND);
        (self.total > 0 && self.rows > most).then_some("it has far more rows than `total` says")
    }
}
