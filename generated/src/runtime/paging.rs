//! Lists that come in pages.

mod parts;
mod turn;
mod walk;

use serde_json::Value;

use super::call::Response;
use super::method::Method;
use super::more::said_by;
use super::record::{Slot, Wire};
use super::row::RowError;

/// A method that answers a list in pages.
///
/// Sort by something unique, such as `id`: otherwise the server is free to put a row on two pages or on none.
///
/// A client reads it by [`items`](crate::client::Bitrix24::items); without one, each request leads to the next:
///
/// ```
/// # #[cfg(feature = "biconnector")] {
/// use bitrix24::biconnector::source::{List, ListOrder, ListSelect};
/// use bitrix24::{Direction, Paged};
///
/// # fn call(_: &List) -> Result<bitrix24::Response<Vec<bitrix24::biconnector::SourceItem>>, ()> { Err(()) }
/// # fn walk() -> Result<(), ()> {
/// let mut next = Some(
///     List::new()
///         .select([ListSelect::Id, ListSelect::Title])
///         .order(ListOrder::new().id(Direction::Asc)),
/// );
/// while let Some(request) = next {
///     let page = call(&request)?; // by any HTTP client
///     next = request.next_page(&page);
///     for source in page.result {
///         println!("{:?}", source.title);
///     }
/// }
/// # Ok(())
/// # }
/// # }
/// ```
pub trait Paged: Method + Clone {
    /// How one page leads to the next.
    const PAGING: Paging;

    /// An element of the list.
    type Item: Wire + Clone + PartialEq;

    /// The elements of an answer.
    fn items(output: &Self::Output) -> &[Self::Item];

    /// The elements of an answer, to keep.
    fn into_items(output: Self::Output) -> Vec<Self::Item>;

    /// The field of the output that holds the rows; empty if the output is the rows.
    const ROWS: &'static str = "";

    /// The request for the page after the one that answered `page`; nothing if that was the last, or if it leads nowhere: its
    /// last row lacks the field that leads on, or its rows are not those that were asked for.
    #[must_use]
    fn next_page(&self, page: &Response<Self::Output>) -> Option<Self> {
        match turn(self, page, &Rows::of::<Self>(page), false) {
            Turn::Next { request, .. } => Some(request),
            Turn::End | Turn::Stalled(_) | Turn::Wrong(_) => None,
        }
    }
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

/// Where the page that `request` was answered by leads; `known` says whether all its rows stood on the page before.
pub(crate) fn turn<M: Paged>(
    request: &M,
    page: &Response<M::Output>,
    rows: &Rows<'_, M::Item>,
    known: bool,
) -> Turn<M> {
    let mut next = request.clone();
    let more = match page.result.slot() {
        Slot::Record(output) => said_by(output),
        _ => None,
    };
    let page = turn::Page {
        received: rows.len(),
        row: &|index| rows.get(index),
        next: page.next,
        total: page.total,
        more: more.or(page.more),
        known,
    };
    match turn::turn(&mut next, M::PAGING, &page) {
        Turn::Next { overlaps, .. } => Turn::Next {
            request: next,
            overlaps,
        },
        Turn::End => Turn::End,
        Turn::Stalled(problem) => Turn::Stalled(problem),
        Turn::Wrong(problem) => Turn::Wrong(problem),
    }
}

/// The rows of a page as the server sent them: with those that did not decode, which are JSON.
pub(crate) struct Rows<'r, T> {
    items: &'r [T],
    errors: &'r [RowError],
    json: Vec<Value>,
}

impl<'r, T: Wire> Rows<'r, T> {
    pub(crate) fn of<M: Paged<Item = T>>(page: &'r Response<M::Output>) -> Self {
        let json = page.row_errors.iter();
        let json = json.map(|error| serde_json::from_str(error.json()).unwrap_or_default());
        Self {
            items: M::items(&page.result),
            errors: &page.row_errors,
            json: json.collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len() + self.errors.len()
    }

    /// The rows in their order.
    #[allow(dead_code)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = Slot<'_>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The row at a place; [`Slot::Absent`] beyond the last.
    pub(crate) fn get(&self, index: usize) -> Slot<'_> {
        let before = self.errors.partition_point(|error| error.index < index);
        match self.errors.get(before) {
            Some(error) if error.index == index => {
                self.json.get(before).map_or(Slot::Absent, Slot::Json)
            }
            _ => self
                .items
                .get(index - before)
                .map_or(Slot::Absent, Wire::slot),
        }
    }
}

/// A list that can be read without being counted.
pub trait Walkable: Paged {
    /// The same list, to be read by ascending identifier and without being counted, which is much faster for a long one.
    /// Its pages follow by [`next_page`](Paged::next_page) like any others. An order and a `start` of its own are given up,
    /// the identifier is selected too, and [`Response::total`] says nothing.
    #[must_use]
    fn walk(&self) -> Self {
        let mut walk = self.clone();
        walk::walk(&mut walk, Self::PAGING);
        walk
    }
}

/// How one page of a list leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// Pages have numbers, from 1. The last one is shorter than the others, and may be empty; how many there are is not
    /// reported. Reading `n` rows takes `n / size + 1` requests.
    #[non_exhaustive]
    Page {
        /// The parameter that takes the number.
        param: &'static str,
        /// How many rows a page has.
        size: usize,
    },
    /// A page begins at a row. The response says where the following one does, by [`Response::next`], and has the number of
    /// all rows, [`Response::total`]. No request more than there are pages; read by identifier, `n / size + 1`.
    #[non_exhaustive]
    Start {
        /// The parameter that takes the number of rows before the page.
        param: &'static str,
        /// How many rows a page has.
        size: usize,
        /// How the list is read without being counted, if it can be: then it is [`Walkable`].
        walk: Option<Walk>,
    },
    /// A page begins at a row, and has as many rows as are asked for, or fewer: servers have limits of their own, and leave out
    /// what the user may not see. Where the response says whether there is more (`hasMore`, `total`), reading takes a request
    /// for each page; where it does not, one more, for only an empty page is the end.
    #[non_exhaustive]
    Offset {
        /// The parameter that takes the number of rows before the page.
        param: &'static str,
        /// The parameter that takes the number of rows on a page.
        limit: &'static str,
        /// How many that are by default.
        size: usize,
    },
    /// A page begins after the row that has a certain value. Where the response does not say that there is no more, an empty page
    /// is the end, which takes a request.
    #[non_exhaustive]
    Cursor {
        /// The parameter that takes the value.
        param: &'static str,
        /// The field of the rows that has it.
        field: &'static str,
        /// The parameter that takes the number of rows on a page; empty if there is none.
        limit: &'static str,
        /// How many that are by default.
        size: usize,
    },
    /// REST 3: as [`Offset`](Self::Offset), with both numbers in a [`Pagination`].
    #[non_exhaustive]
    Pagination {
        /// The parameter that takes it.
        param: &'static str,
        /// How many rows a page has by default.
        size: usize,
    },
}

/// How a list is read without being counted: by ascending identifier, each page after the last row of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Walk {
    /// The field of the rows that identifies them.
    pub id: &'static str,
    /// The parameter with the conditions.
    pub filter: &'static str,
    /// The parameter that sorts.
    pub order: &'static str,
    /// The parameter that names the fields to answer; empty if there is none.
    pub select: &'static str,
}

impl Walk {
    // Whether a list can be walked depends on the features.
    #[allow(dead_code)]
    pub(crate) const fn new(
        id: &'static str,
        filter: &'static str,
        order: &'static str,
        select: &'static str,
    ) -> Self {
        Self {
            id,
            filter,
            order,
            select,
        }
    }
}

/// The page of a list of REST 3.
///
/// ```
/// use bitrix24::Pagination;
///
/// let page = Pagination::new().page(2).limit(10);
/// assert_eq!(serde_json::to_value(&page)?, serde_json::json!({ "page": 2, "limit": 10 }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
pub struct Pagination {
    /// The number of the page, from 1.
    pub page: Option<i64>,
    /// The number of rows on a page; the method says how many are possible.
    pub limit: Option<i64>,
    /// The number of rows before the page; it has precedence over `page`.
    pub offset: Option<i64>,
}

impl Pagination {
    /// The first page, of the usual length.
    #[must_use]
    pub fn new() -> Self {
        Self::blank()
    }

    /// Sets the number of the page, from 1.
    #[must_use]
    pub fn page(mut self, page: i64) -> Self {
        self.page = Some(page);
        self
    }

    /// Sets the number of rows on a page.
    #[must_use]
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets the number of rows before the page.
    #[must_use]
    pub fn offset(mut self, offset: i64) -> Self {
        self.offset = Some(offset);
        self
    }
}

impl Default for Pagination {
    fn default() -> Self {
        Self::new()
    }
}

super::macros::record! {
    Pagination {
        0: page => "page",
        1: limit => "limit",
        2: offset => "offset",
    }
}
