//! Lists of an async client, as streams.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_core::Stream;

use super::{Bitrix24, BoxFuture, Page, PageRows, Progress};
use crate::policy::walk::Walk;
use crate::{CallError, ItemError, Paged, Response};

type Answer<M> =
    Result<Response<<M as crate::Method>::Output>, CallError<<M as crate::Method>::Error>>;

/// The pages of a list, as a [`Stream`]; made by [`Bitrix24::pages`].
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
    asked: Option<BoxFuture<'static, Answer<M>>>,
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
            asked: None,
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

    /// The next page; nothing after the last one.
    ///
    /// # Errors
    ///
    /// [`CallError`], after which nothing follows.
    pub async fn next(&mut self) -> Option<Result<Page<M::Item>, CallError<M::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it refers to itself: what does is in a box.
impl<M: Paged> Unpin for Pages<M> {}

impl<M: Paged> Stream for Pages<M> {
    type Item = Result<Page<M::Item>, CallError<M::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.asked.is_none() {
            let Some(request) = this.walk.request() else {
                return Poll::Ready(None);
            };
            let client = this.client.clone();
            this.until = this.until.or_else(|| client.0.until(this.deadline));
            let until = this.until;
            this.asked = Some(Box::pin(async move {
                let call = client.request(request).until(until);
                call.partial().send_full().await
            }));
        }
        let Some(asked) = &mut this.asked else {
            return Poll::Ready(None);
        };
        let answer = ready!(asked.as_mut().poll(context));
        this.asked = None;
        Poll::Ready(Some(this.walk.page(answer)))
    }
}

/// The rows of a list, over all its pages, as a [`Stream`]; made by [`Bitrix24::items`].
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

    /// The next row; nothing after the last one.
    ///
    /// # Errors
    ///
    /// [`ItemError::Row`], after which the next row follows; [`ItemError::Call`], after which nothing does.
    pub async fn next(&mut self) -> Option<Result<M::Item, ItemError<M::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<M: Paged> Unpin for Items<M> {}

impl<M: Paged> Stream for Items<M> {
    type Item = Result<M::Item, ItemError<M::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(row.map_err(ItemError::Row)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.rows = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(ItemError::Call(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}
