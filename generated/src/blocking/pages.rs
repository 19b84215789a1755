//! Lists of a blocking client, as iterators.

use std::fmt;
use std::iter::FusedIterator;
use std::time::{Duration, Instant};

use super::Bitrix24;
use crate::client::{Page, PageRows, Progress};
use crate::policy::walk::Walk;
use crate::{CallError, ItemError, Paged};

/// The pages of a list, as an [`Iterator`]; made by [`Bitrix24::pages`].
///
/// It ends after the last page, or after an error. A list that does not come to its end is an error,
/// [`CallError::Stalled`]. A page is asked for when it is wanted, and not before. A row that does not decode is an error in its
/// place on the [`Page`].
pub struct Pages<M: Paged> {
    client: Bitrix24,
    walk: Walk<M>,
    deadline: Option<Duration>,
    /// When the deadline ends, from the first page on.
    until: Option<Instant>,
}

impl<M: Paged> fmt::Debug for Pages<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("walk", &self.walk)
            .finish_non_exhaustive()
    }
}

impl<M: Paged> Pages<M> {
    pub(super) fn new(client: Bitrix24, first: M) -> Self {
        Self {
            client,
            walk: Walk::new(first),
            deadline: None,
            until: None,
        }
    }

    /// Ends after so many rows.
    #[must_use]
    pub fn max_items(mut self, max: u64) -> Self {
        self.walk.max_items(max);
        self
    }

    /// Sets how long the whole list may take, from the first page on, instead of what the client says.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Tells after each page how far the walk is.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.walk.on_progress(callback);
        self
    }
}

impl<M: Paged> Iterator for Pages<M> {
    type Item = Result<Page<M::Item>, CallError<M::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.walk.request()?;
        self.until = self.until.or_else(|| self.client.0.until(self.deadline));
        let call = self.client.request(request).until(self.until);
        let answer = call.partial().send_full();
        Some(self.walk.page(answer))
    }
}

impl<M: Paged> FusedIterator for Pages<M> {}

/// The rows of a list, over all its pages, as an [`Iterator`]; made by [`Bitrix24::items`].
///
/// It ends after the last row, or after [`ItemError::Call`]. A row that does not decode is [`ItemError::Row`], after which the
/// next one follows.
pub struct Items<M: Paged> {
    pages: Pages<M>,
    rows: PageRows<M::Item>,
}

impl<M: Paged> fmt::Debug for Items<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

impl<M: Paged> Items<M> {
    pub(super) fn new(pages: Pages<M>) -> Self {
        Self {
            pages,
            rows: PageRows::default(),
        }
    }

    /// Ends after so many rows.
    #[must_use]
    pub fn max_items(mut self, max: u64) -> Self {
        self.pages = self.pages.max_items(max);
        self
    }

    /// Sets how long the whole list may take, from the first page on, instead of what the client says.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.pages = self.pages.deadline(deadline);
        self
    }

    /// Tells after each page how far the walk is.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.pages = self.pages.on_progress(callback);
        self
    }
}

impl<M: Paged> Iterator for Items<M> {
    type Item = Result<M::Item, ItemError<M::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.rows.next() {
                return Some(row.map_err(ItemError::Row));
            }
            match self.pages.next()? {
                Ok(page) => self.rows = page.into_iter(),
                Err(error) => return Some(Err(ItemError::Call(error))),
            }
        }
    }
}

impl<M: Paged> FusedIterator for Items<M> {}
