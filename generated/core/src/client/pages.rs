//! Lists of an async client, as streams.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::Call;
use super::tasks::Tasks;
use super::{BoxFuture, Page, PageRows};
use crate::driver::{self, Driver};
use crate::policy::pager::{Answer, Ask, Pager};
use crate::{CallError, ItemError, PagedRequest};

/// The pages of a list, as a [`Stream`], created by [`Bitrix24::pages`](super::Bitrix24::pages).
///
/// It ends after the last page, or after an error. A list that does not come to its end is an error, [`CallError::Stalled`]. A
/// page is requested only when it is needed. A row that does not decode is an error in its place on the [`Page`].
pub struct Pages<R: PagedRequest> {
    client: Arc<Driver<Tasks>>,
    walk: Pager<R>,
    asked: Option<BoxFuture<'static, Answer<R>>>,
}

driver::list!(Pages, walk);

impl<R: PagedRequest> Pages<R> {
    pub(super) fn new(client: Arc<Driver<Tasks>>, first: R) -> Self {
        Self {
            client,
            walk: Pager::new(first),
            asked: None,
        }
    }

    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    ///
    /// [`CallError`], after which nothing follows.
    pub async fn next(&mut self) -> Option<Result<Page<R::Item>, CallError<R::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it refers to itself: what does is in a box.
impl<R: PagedRequest> Unpin for Pages<R> {}

impl<R: PagedRequest> Stream for Pages<R> {
    type Item = Result<Page<R::Item>, CallError<R::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(page) = this.walk.page() {
                return Poll::Ready(Some(page));
            }
            if this.asked.is_none() {
                let Some(ask) = this.client.ask(&mut this.walk) else {
                    return Poll::Ready(None);
                };
                this.asked = Some(Box::pin(answer(Arc::clone(&this.client), ask)));
            }
            let Some(asked) = &mut this.asked else {
                return Poll::Ready(None);
            };
            let answer = ready!(asked.as_mut().poll(context));
            this.asked = None;
            this.walk.answer(answer);
        }
    }
}

async fn answer<R: PagedRequest>(client: Arc<Driver<Tasks>>, ask: Ask<R>) -> Answer<R> {
    match ask {
        Ask::Page(request, options) => {
            let call = Call {
                client: &client,
                request,
                options,
            };
            Answer::Page(call.send_decoded().await)
        }
        Ask::Pages(batch) => Answer::Pages(client.send_batch(batch).await),
    }
}

/// The rows of a list, over all its pages, as a [`Stream`], created by [`Bitrix24::items`](super::Bitrix24::items).
///
/// It ends after the last row, or after [`ItemError::Call`]. A row that does not decode is [`ItemError::Row`], after which the
/// next one follows.
pub struct Items<R: PagedRequest> {
    pages: Pages<R>,
    rows: PageRows<R::Item>,
}

driver::list!(Items, pages.walk);

impl<R: PagedRequest> Items<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Self {
            pages,
            rows: PageRows::default(),
        }
    }

    /// Returns the next row; `None` after the last one.
    ///
    /// # Errors
    ///
    /// [`ItemError::Row`], after which the next row follows; [`ItemError::Call`], after which nothing does.
    pub async fn next(&mut self) -> Option<Result<R::Item, ItemError<R::Error>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<R: PagedRequest> Unpin for Items<R> {}

impl<R: PagedRequest> Stream for Items<R> {
    type Item = Result<R::Item, ItemError<R::Error>>;

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
