//! Reading a list page by page, and noticing when that leads nowhere.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::{Turn, fingerprint, turn};
use crate::{CallError, Paged, Paging, Response, StalledError};

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

/// A walk over a list.
pub(crate) struct Walk<M: Paged> {
    next: Option<M>,
    progress: Progress,
    left: u64,
    callback: Option<Callback>,
    /// Fingerprints of the page before, to see whether the next one is another, and of the first page, with which a server begins
    /// anew that does not know the one it is asked for.
    before: Option<u64>,
    first: Option<u64>,
}

impl<M: Paged> fmt::Debug for Walk<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl<M: Paged> Walk<M> {
    pub(crate) fn new(first: M) -> Self {
        Self {
            next: Some(first),
            progress: Progress {
                pages: 0,
                items: 0,
                total: None,
            },
            left: u64::MAX,
            callback: None,
            before: None,
            first: None,
        }
    }

    pub(crate) fn max_items(&mut self, max: u64) {
        self.left = max;
    }

    pub(crate) fn on_progress(&mut self, callback: impl FnMut(Progress) + Send + 'static) {
        self.callback = Some(Box::new(callback));
    }

    /// The request for the next page; none after the last one.
    pub(crate) fn request(&self) -> Option<M> {
        self.next.clone().filter(|_| self.left > 0)
    }

    /// Takes the answer to the request. After an error nothing follows.
    pub(crate) fn page(
        &mut self,
        answer: Result<Response<M::Output>, CallError<M::Error>>,
    ) -> Result<Vec<M::Item>, CallError<M::Error>> {
        let Some(request) = self.next.take() else {
            return Ok(Vec::new());
        };
        let response = answer?;
        let turn = turn(&request, &response);
        let (total, next) = (response.total, response.next);
        let mut items = M::into_items(response.result);
        let page = Some(fingerprint(&items)).filter(|_| !items.is_empty());
        // Whoever wants no more does not mind that nothing follows.
        let is_enough = items.len() as u64 >= self.left;
        let problem = match turn {
            _ if self.is_known(page, &items, total, next) => Some("the same page came twice"),
            Turn::Wrong(problem) => Some(problem),
            Turn::Stalled(problem) => Some(problem).filter(|_| !is_enough),
            Turn::Next(next) => {
                self.next = Some(next);
                None
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
        if self.next.is_some() {
            if self.progress.pages == 0 {
                self.first = page;
            }
            self.before = page;
        }
        items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = items.len() as u64;
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
        Ok(items)
    }

    /// Whether the page is one that has come already.
    fn is_known(
        &self,
        page: Option<u64>,
        items: &[M::Item],
        total: Option<i64>,
        next: Option<i64>,
    ) -> bool {
        if page.is_none() || (self.before != page && self.first != page) {
            return false;
        }
        // Rows may be alike, if little is selected. Where the answers count, that is seen by another page that follows.
        let counts = matches!(M::PAGING, Paging::Start { .. });
        let counts = counts && total.is_some_and(|total| next.is_none_or(|next| next < total));
        let mut rows = items.iter().enumerate();
        let alike = rows.any(|(index, row)| items.iter().skip(index + 1).any(|other| other == row));
        !(counts && alike)
    }
}
