//! Reading a list page by page, and noticing when that leads nowhere.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::{Turn, turn};
use crate::{CallError, Paged, Response, StalledError};

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
    /// The page before, to see whether the next one is another.
    before: Option<Vec<M::Item>>,
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
        let total = response.total.and_then(|total| u64::try_from(total).ok());
        let mut items = M::into_items(response.result);
        let again = !items.is_empty() && self.before.as_ref() == Some(&items);
        let problem = match turn {
            Turn::Next(_) if again => Some("the same page came twice"),
            Turn::Next(next) => {
                self.next = Some(next);
                None
            }
            Turn::End => None,
            Turn::Stalled(problem) => Some(problem),
        };
        if let Some(problem) = problem {
            return Err(CallError::Stalled(StalledError {
                method: Cow::Borrowed(M::NAME),
                problem: problem.to_owned(),
                pages: self.progress.pages,
                items: self.progress.items,
            }));
        }
        self.before = self.next.is_some().then(|| items.clone());
        items.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        let count = items.len() as u64;
        self.left -= count;
        self.progress.pages += 1;
        self.progress.items += count;
        self.progress.total = total.or(self.progress.total);
        if let Some(callback) = &mut self.callback {
            callback(self.progress);
        }
        Ok(items)
    }
}
