//! Reading a list page by page, and noticing when that leads nowhere.

mod chain;
mod read;
mod seen;

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use super::batch::{Batch, BatchCall, BatchResults, SIZE};
use super::page::Page;
use super::plan::Options;
use super::session::Session;
use crate::runtime::{Received, Rows, Turn, ascend, is_free, probe_walk, turn, walking};
use crate::{CallError, ErrorCode, Mistake, PagedRequest, Request};
use chain::{Chain, chain};
use seen::Seen;

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

/// A page, or the error after which nothing follows.
pub(crate) type Read<R> = Result<Page<<R as PagedRequest>::Item>, CallError<<R as Request>::Error>>;

type Callback = Box<dyn FnMut(Progress) + Send>;
type OnMistake = Box<dyn FnMut(&Mistake) + Send>;

/// What is asked for next.
pub(crate) enum Ask<R> {
    /// A page.
    Page(R, Options),
    /// Pages that follow each other, in one request.
    Pages(Batch),
}

/// What that is answered by.
pub(crate) enum Answer<R: Request> {
    Page(Received<R>),
    Pages(BatchResults),
}

/// Reads a list: says what to ask for, and takes the answers.
///
/// A list that can be read by identifier, and whose order the caller leaves open, is read so from its second page on, up to 50
/// pages in a request: as many as `total` says that there are, and otherwise twice as many each time. Each page begins after
/// the last row of the one before, by a reference that the server resolves; if it does not, no error tells. So of these pages
/// only those count that follow on a full page, ascend from its last row, and are not empty; what is left is asked for again.
/// What a server refuses in a batch is asked for page by page.
///
/// Where the first page does not ascend, the list is read by place. An empty page of a list that has more rows, as far as its first
/// page told, is asked for once more by place: the rows on it may all be hidden from the user.
pub(crate) struct Pager<R: PagedRequest> {
    next: Option<R>,
    progress: Progress,
    left: u64,
    deadline: Option<Duration>,
    /// When the deadline ends, from the first page on.
    until: Option<Instant>,
    callback: Option<Callback>,
    tolerant: bool,
    on_mistake: Option<OnMistake>,
    seen: Seen,
    /// Whether the pages after the first are read by identifier, although the caller did not say so; unknown before the first.
    ascends: Option<bool>,
    /// Whether each page is a request of its own.
    page_by_page: bool,
    /// How many pages are asked for together if it is not known how many there are.
    length: usize,
    /// How many may be asked for together after a short page, behind which the others led nowhere.
    most: usize,
    /// How often in a row no page but the first of several was of use.
    broken: u32,
    /// The pages that are asked for together.
    calls: VecDeque<BatchCall<R>>,
    /// The page that has come.
    page: Option<Received<R>>,
    /// The pages that have come together.
    chain: Option<Chain<R>>,
}

/// How often in a row no page but the first of several may be of use, before each is asked for alone.
const BROKEN: u32 = 2;

impl<R: PagedRequest> fmt::Debug for Pager<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl<R: PagedRequest> Pager<R> {
    pub(crate) fn new(first: R) -> Self {
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
            ascends: None,
            page_by_page: false,
            length: 1,
            most: SIZE,
            broken: 0,
            calls: VecDeque::new(),
            page: None,
            chain: None,
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

    pub(crate) fn page_by_page(&mut self) {
        self.page_by_page = true;
    }

    pub(crate) fn tolerant(&mut self) {
        self.tolerant = true;
    }

    pub(crate) fn on_mistake(&mut self, callback: impl FnMut(&Mistake) + Send + 'static) {
        self.on_mistake = Some(Box::new(callback));
    }

    /// What to ask for next; nothing after the last page.
    pub(crate) fn ask(&mut self, session: &Session, now: Instant) -> Option<Ask<R>> {
        let next = self.next.as_mut().filter(|_| self.left > 0)?;
        if self.ascends.is_none() {
            let may_ascend = !self.page_by_page && next.method_def().may_be_chained();
            let ascending = may_ascend.then(|| ascending(next, session)).flatten();
            self.ascends = Some(ascending.is_some());
            *next = ascending.unwrap_or_else(|| next.clone());
        }
        let request = next.clone();
        let until = || session.until(self.deadline, now);
        self.until = self.until.or_else(until);
        let pages = self.pages_at_once(&request);
        if pages > 1 {
            if let Some((batch, calls)) = chain(&request, pages, self.tolerant, self.until) {
                self.calls = calls;
                return Some(Ask::Pages(batch));
            }
        }
        let options = Options {
            until: self.until,
            rows: Some(request.rows()),
            tolerant: self.tolerant,
            ..Options::default()
        };
        Some(Ask::Page(request, options))
    }

    /// How many pages to ask for together.
    fn pages_at_once(&mut self, request: &R) -> usize {
        let paging = request.paging();
        let walking = walking(&request.clone().params(), paging);
        let Some((_, size)) = walking.filter(|_| !self.page_by_page) else {
            return 1;
        };
        if !request.method_def().may_be_chained() {
            return 1;
        }
        let pages = |rows: u64| usize::try_from(rows.div_ceil(size.max(1) as u64));
        let known = self
            .progress
            .total
            .and_then(|total| total.checked_sub(self.progress.items));
        let pages_left = match known.filter(|rows| *rows > 0) {
            Some(rows) => pages(rows).unwrap_or(SIZE),
            None => {
                self.length *= 2;
                self.length / 2
            }
        };
        self.length = self.length.min(SIZE);
        let most = self.most;
        self.most = (most * 2).min(SIZE);
        pages_left.min(pages(self.left).unwrap_or(SIZE)).min(most)
    }

    /// Takes what the last question was answered by.
    pub(crate) fn answer(&mut self, answer: Answer<R>) {
        match answer {
            Answer::Page(page) => self.page = Some(page),
            Answer::Pages(results) => {
                self.chain = Some(Chain {
                    results,
                    calls: std::mem::take(&mut self.calls),
                    taken: 0,
                });
            }
        }
    }

    /// The next page that has come. After an error nothing follows.
    pub(crate) fn page(&mut self) -> Option<Read<R>> {
        if let Some(page) = self.page.take() {
            return Some(self.read(page));
        }
        let chain = self.chain.as_mut()?;
        let page = chain
            .calls
            .pop_front()
            .map(|call| chain.results.take_decoded(call));
        let index = chain.taken;
        chain.taken += 1;
        match page {
            Some(Err(error)) if index == 0 && may_be_of_batch(&error) => {
                self.chain = None;
                self.page_by_page = true;
                None
            }
            Some(page) if index == 0 || self.follows(&page) => {
                self.broken = if index > 0 { 0 } else { self.broken };
                Some(self.read(page))
            }
            page => {
                self.chain = None;
                self.length = if page.is_some() { 1 } else { self.length };
                if page.is_some() && index == 1 {
                    self.break_off();
                }
                None
            }
        }
    }

    /// Notes that no page but the first of several was of use.
    fn break_off(&mut self) {
        self.broken += 1;
        self.page_by_page |= self.broken > BROKEN;
    }

    /// Drops the pages that have come together behind a short one: they begin elsewhere.
    fn drop_behind_short(&mut self) {
        let Some(chain) = self.chain.take().filter(|chain| !chain.calls.is_empty()) else {
            return;
        };
        self.most = chain.taken;
        if chain.taken == 1 {
            self.break_off();
        }
    }

    /// Whether a page that was asked for by a reference is the one that is wanted. An empty one may be the end of the list, or what
    /// becomes of a reference that does not resolve.
    fn follows(&self, page: &Received<R>) -> bool {
        let (Some(request), Ok(response)) = (&self.next, page) else {
            return false;
        };
        let rows = Rows::of(response, request.rows());
        rows.len() > 0 && !matches!(turn(request, response, &rows, false, true), Turn::Wrong(_))
    }
}

/// The list by ascending identifier, counted, if nothing that is sent says otherwise: neither the request nor the whole client.
fn ascending<R: PagedRequest>(request: &R, session: &Session) -> Option<R> {
    let paging = request.paging();
    let (mut ascending, mut probe) = (request.clone(), request.clone());
    if !ascend(&mut ascending.params(), paging) || !probe_walk(&mut probe.params(), paging) {
        return None;
    }
    let sent = |request: &R| session.config.with_params(request.encode_body()?);
    let (now, then) = (sent(request).ok()?, sent(&probe).ok()?);
    is_free(&now, &then, paging).then_some(ascending)
}

/// Whether an error may be one of the batch alone: what a server answers there, or the size of all pages together.
fn may_be_of_batch<E: ErrorCode>(error: &CallError<E>) -> bool {
    let answered = matches!(error, CallError::Method(_) | CallError::System(_));
    matches!(error, CallError::TooLarge(_)) || answered && !error.is_rate_limited()
}
