//! Reading a list page by page, and noticing when that leads nowhere.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

use super::page::Page;
use super::plan::Options;
use super::repeats::{Cycle, Neighbours};
use super::session::Session;
use crate::runtime::{Rows, Turn, fingerprint, identity, turn};
use crate::{CallError, Mistake, Paged, Response, StalledError};

/// How far a walk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The pages that were read.
    pub pages: u64,
    /// The rows that were read.
    pub items: u64,
    /// The number of all rows, as far as the server tells it.
    pub total: Option<u64>,
}

type Callback = Box<dyn FnMut(Progress) + Send>;
type OnMistake = Box<dyn FnMut(&Mistake) + Send>;

/// A walk over a list.
pub(crate) struct Pager<M: Paged> {
    next: Option<M>,
    progress: Progress,
    left: u64,
    deadline: Option<Duration>,
    /// When the deadline ends, from the first page on.
    until: Option<Instant>,
    callback: Option<Callback>,
    tolerant: bool,
    on_mistake: Option<OnMistake>,
    seen: Seen,
}

/// What is remembered of the pages that were read.
#[derive(Default)]
struct Seen {
    cycle: Cycle,
    neighbours: Neighbours,
    /// Whether rows of the page before may come again.
    overlaps: bool,
    /// Whether the page before said that there is more.
    leads_on: bool,
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

impl<M: Paged> fmt::Debug for Pager<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl<M: Paged> Pager<M> {
    pub(crate) fn new(first: M) -> Self {
        Self {
            next: Some(first),
            progress: Progress {
                pages: 0,
                items: 0,
                total: None,
            },
            left: u64::MAX,
            deadline: None,
            until: None,
            callback: None,
            tolerant: false,
            on_mistake: None,
            seen: Seen::default(),
        }
    }

    pub(crate) fn max_items(&mut self, max: u64) {
        self.left = max;
    }

    pub(crate) fn deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    pub(crate) fn on_progress(&mut self, callback: impl FnMut(Progress) + Send + 'static) {
        self.callback = Some(Box::new(callback));
    }

    pub(crate) fn tolerant(&mut self) {
        self.tolerant = true;
    }

    pub(crate) fn on_mistake(&mut self, callback: impl FnMut(&Mistake) + Send + 'static) {
        self.on_mistake = Some(Box::new(callback));
    }

    /// The request for the next page, with its options; none after the last page.
    pub(crate) fn request(&mut self, session: &Session, now: Instant) -> Option<(M, Options)> {
        let request = self.next.clone().filter(|_| self.left > 0)?;
        let until = || session.until(self.deadline, now);
        self.until = self.until.or_else(until);
        let options = Options {
            until: self.until,
            rows: Some(M::ROWS),
            tolerant: self.tolerant,
            ..Options::default()
        };
        Some((request, options))
    }

    /// Takes the response to the request. After an error nothing follows.
    pub(crate) fn page(
        &mut self,
        response: Result<Response<M::Output>, CallError<M::Error>>,
    ) -> Result<Page<M::Item>, CallError<M::Error>> {
        let Some(request) = self.next.take() else {
            return Ok(Page::new(Vec::new(), Vec::new(), Vec::new()));
        };
        let response = response?;
        let rows = Rows::of::<M>(&response);
        let ids: Vec<Option<u64>> = rows.iter().map(identity).collect();
        let known = self.seen.neighbours.compare(&ids);
        let fresh = rows.len() - known.count();
        let turn = turn(&request, &response, &rows, rows.len() > 0 && fresh == 0);
        let comes_again = match rows.len() {
            0 => false,
            _ => self.seen.cycle.closes(fingerprint(rows.iter())),
        };
        // Rows of which little is selected may be alike, and that tells nothing where the responses count on.
        let may_be_alike = !known.identified && self.seen.leads_on;
        let comes_again = comes_again && !may_be_alike && !self.seen.overlaps;
        self.seen.leads_on = leads_on(&response);
        let problem = self.seen.problem(&response, rows.len(), fresh);
        // Whoever wants no more does not mind that nothing follows.
        let is_enough = fresh as u64 >= self.left;
        let problem = match turn {
            _ if comes_again => Some("the same page came twice"),
            Turn::Wrong(problem) => Some(problem),
            Turn::Stalled(problem) => Some(problem).filter(|_| !is_enough),
            Turn::Next { request, overlaps } => {
                self.next = Some(request);
                self.seen.overlaps = overlaps;
                problem.filter(|_| !is_enough)
            }
            Turn::End => None,
        };
        if let Some(problem) = problem {
            self.next = None;
            return Err(CallError::Stalled(StalledError {
                method: Cow::Borrowed(M::NAME),
                problem: problem.to_owned(),
                pages: self.progress.pages,
                items: self.progress.items,
            }));
        }
        let total = response.total;
        if let Some(callback) = &mut self.on_mistake {
            response.mistakes.iter().for_each(callback);
        }
        let rows = M::into_items(response.result);
        let mut page = Page::new(rows, response.row_errors, response.mistakes);
        if fresh < page.len() {
            page = page.retain(|index| !known.rows.get(index).is_some_and(|known| *known));
        }
        if page.len() as u64 > self.left {
            let left = usize::try_from(self.left).unwrap_or(usize::MAX);
            page = page.retain(|index| index < left);
        }
        let count = page.len() as u64;
        self.left -= count;
        self.progress.pages += 1;
        self.progress.items += count;
        // A list that is not counted says that there are none.
        let total = total.and_then(|total| u64::try_from(total).ok());
        let total = total.filter(|total| *total >= self.progress.items);
        self.progress.total = total.or(self.progress.total);
        if let Some(callback) = &mut self.callback {
            callback(self.progress);
        }
        Ok(page)
    }
}

/// Whether the response counts on.
fn leads_on<T>(response: &Response<T>) -> bool {
    response.next.is_some() || response.total.is_some_and(|total| total > 0)
}

impl Seen {
    /// Takes a page with so many rows, of which some are new, and says why the list does not come to its end.
    fn problem<T>(
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
            return Some("page after page brings no new row");
        }
        let most = self.total.saturating_mul(2).saturating_add(BEYOND);
        (self.total > 0 && self.rows > most).then_some("it has far more rows than `total` says")
    }
}
