//! Lists of a blocking client, as iterators.

use std::iter::FusedIterator;
use std::sync::Arc;

use super::block_on::block_on;
use super::call::Call;
use super::threads::Threads;
use crate::client::{Page, PageRows};
use crate::driver::{self, Driver};
use crate::policy::pager::{Answer, Ask, Pager};
use crate::{CallError, ItemError, PagedRequest};

/// The pages of a list, as an [`Iterator`], created by [`Bitrix24::pages`](super::Bitrix24::pages).
///
/// It ends after the last page, or after an error. A list that does not come to its end is an error, [`CallError::Stalled`]. A
/// page is requested only when it is needed. A row that does not decode is an error in its place on the [`Page`].
pub struct Pages<R: PagedRequest> {
    client: Arc<Driver<Threads>>,
    walk: Pager<R>,
}

driver::list!(Pages, walk);

impl<R: PagedRequest> Pages<R> {
    pub(super) fn new(client: Arc<Driver<Threads>>, first: R) -> Self {
        Self {
            client,
            walk: Pager::new(first),
        }
    }
}

impl<R: PagedRequest> Iterator for Pages<R> {
    type Item = Result<Page<R::Item>, CallError<R::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(page) = self.walk.page() {
                return Some(page);
            }
            let answer = match self.client.ask(&mut self.walk)? {
                Ask::Page(request, options) => {
                    let call = Call {
                        client: &self.client,
                        request,
                        options,
                    };
                    Answer::Page(call.send_decoded())
                }
                Ask::Pages(batch) => Answer::Pages(block_on(self.client.send_batch(batch))),
            };
            self.walk.answer(answer);
        }
    }
}

impl<R: PagedRequest> FusedIterator for Pages<R> {}

/// The rows of a list, over all its pages, as an [`Iterator`], created by [`Bitrix24::items`](super::Bitrix24::items).
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
}

impl<R: PagedRequest> Iterator for Items<R> {
    type Item = Result<R::Item, ItemError<R::Error>>;

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

impl<R: PagedRequest> FusedIterator for Items<R> {}
