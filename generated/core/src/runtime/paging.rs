//! Lists that come in pages.

mod bound;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(super) mod free;
mod page;
mod pagination;
mod parts;
mod style;
mod turn;
pub(super) mod walk;

use serde_json::Value;

use super::fill::eq;
use super::method::Method;
use super::more::said_by;
use super::record::{List, Slot, Wire};
use super::request::PagedRequest;
use super::response::Response;
use super::row::RowError;
use page::Page;

pub(crate) use page::Turn;
pub use pagination::Pagination;
pub(super) use parts::Params;
pub use style::{Paging, Walk};

/// A method that answers a list in pages.
///
/// Sort by something unique, such as `id`: otherwise the server is free to put a row on two pages or on none.
///
/// A client reads it by [`items`](crate::client::Bitrix24::items); without one, each request leads to the next:
///
/// ```
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
/// ```
pub trait Paged: Method + Clone {
    /// How one page leads to the next.
    const PAGING: Paging;

    /// An element of the list.
    type Item: Wire + Clone + PartialEq;

    /// The rows of a response.
    fn items(output: &Self::Output) -> &[Self::Item];

    /// The rows of a response, by value.
    fn into_items(output: Self::Output) -> Vec<Self::Item>;

    /// The field of the output that holds the rows; empty if the output is the rows.
    const ROWS: &'static str = "";

    /// Makes this request ask for the page after the one that was answered by `output`, where [`PAGING`](Self::PAGING) is
    /// [`Own`](Paging::Own); returns whether there is one. No other list needs it.
    fn turn_page(&mut self, output: &Self::Output) -> bool {
        let _ = output;
        false
    }

    /// Returns the request for the page after `page`, the response to this request; `None` if that was the last, or if it leads
    /// nowhere: its last row lacks the field that leads on, or its rows are not those requested.
    #[must_use]
    fn next_page(&self, page: &Response<Self::Output>) -> Option<Self> {
        match turn(self, page, &Rows::of(page, Self::ROWS), false, false) {
            Turn::Next { request, .. } => Some(request),
            Turn::End | Turn::Stalled(_) | Turn::Wrong(_) => None,
        }
    }
}

/// Where the page that `request` was answered by leads; `known` says whether all its rows stood on the page before, `more` whether
/// there are more rows than the page itself says.
pub(crate) fn turn<R: PagedRequest>(
    request: &R,
    page: &Response<R::Decoded>,
    rows: &Rows<'_>,
    known: bool,
    more_than_said: bool,
) -> Turn<R> {
    let mut next = request.clone();
    if let Some(is_there) = next.turn_page(&page.result) {
        return match (request.record(), next.record()) {
            _ if !is_there => Turn::End,
            (Some(before), Some(after)) if eq(before, after) => {
                Turn::Stalled("it ends where it began")
            }
            _ => Turn::Next {
                request: next,
                overlaps: false,
            },
        };
    }
    let more = match page.result.slot() {
        Slot::Record(output) => said_by(output),
        _ => None,
    };
    let page = Page {
        received: rows.len(),
        row: &|index| rows.get(index),
        next: page.next,
        total: page.total,
        more: more_than_said.then_some(true).or(more).or(page.more),
        known,
    };
    let paging = next.paging();
    match turn::turn(&mut next.params(), paging, &page) {
        Turn::Next { overlaps, .. } => Turn::Next {
            request: next,
            overlaps,
        },
        Turn::End => Turn::End,
        Turn::Stalled(problem) => Turn::Stalled(problem),
        Turn::Wrong(problem) => Turn::Wrong(problem),
    }
}

/// Makes `request` ask for as little as tells the number of all rows.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) fn count_only<R: PagedRequest>(request: &mut R) {
    let paging = request.paging();
    let mut params = request.params();
    match paging {
        Paging::Start { param, walk, .. } => {
            params.set(param, Some(0));
            if let Some(walk) = walk.filter(|walk| !walk.select.is_empty()) {
                params.put_list(walk.select, walk.name);
            }
        }
        Paging::Offset { limit, .. } | Paging::Cursor { limit, .. } if !limit.is_empty() => {
            params.set(limit, Some(1));
        }
        Paging::Pagination { param, .. } => {
            params.inside(param, |pagination| pagination.set("limit", Some(1)));
        }
        _ => {}
    }
}

/// The rows of a page as the server sent them: with those that did not decode, which are JSON.
pub(crate) struct Rows<'r> {
    list: Option<&'r (dyn List + 'r)>,
    errors: &'r [RowError],
    json: Vec<Value>,
}

impl<'r> Rows<'r> {
    /// Those in the field `rows` of an output; if that is empty, the output is the rows.
    pub(crate) fn of<T: Wire>(page: &'r Response<T>, rows: &str) -> Self {
        Self::new(page.result.slot(), rows, &page.row_errors)
    }

    fn new(output: Slot<'r>, rows: &str, errors: &'r [RowError]) -> Self {
        let list = match output {
            Slot::Record(output) => parts::get(output, rows),
            output => Some(output),
        };
        let json = errors.iter();
        let json = json.map(|error| serde_json::from_str(error.json()).unwrap_or_default());
        Self {
            list: match list {
                Some(Slot::List(list)) => Some(list),
                _ => None,
            },
            errors,
            json: json.collect(),
        }
    }

    fn items(&self) -> usize {
        self.list.map_or(0, List::len)
    }

    pub(crate) fn len(&self) -> usize {
        self.items() + self.errors.len()
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
            Some(error) if error.index == index => self
                .json
                .as_slice()
                .get(before)
                .map_or(Slot::Absent, Slot::Json),
            _ => self
                .list
                .map_or(Slot::Absent, |list| list.get(index - before)),
        }
    }
}

/// A list that can be read by ascending ID: it filters with `>` by an integer field of its rows, and sorts by it.
/// [`Paging::walk`] says which field.
///
/// In the older protocol a client reads up to 50 pages of such a list with one request: a batch in which each page begins after
/// the last row of the previous one. It does so for a [`walk`](Self::walk) and, if the list is paged by `start`, also for a
/// request that sends neither an order nor a `start`, by whichever way. Then the first page is counted, and 10,000 rows take 6 requests instead of
/// 200. A walk does not know how long the list is, so the number of pages doubles with each request, up to 50. A page is
/// accepted only if it follows a full one, ascends from its last row and is not empty; others are requested again, so neither
/// an error inside a batch nor a server that does not resolve references loses a row. If the server refuses the batch, pages are
/// requested one by one. `page_by_page()` of the stream or
/// iterator requests each page by itself.
pub trait Walkable: Paged {
    /// Reads the list by ascending ID: each page begins after the last row of the previous one. Rows that are added or deleted
    /// meanwhile do not shift others, so no row comes twice, and none that stays is missed. [`next_page`](Paged::next_page)
    /// works as for any list.
    ///
    /// If the list is paged by `start`, its rows are not counted, which is much faster for a long list, and [`Response::total`]
    /// is meaningless. In other lists a total counts the rows from that page on.
    ///
    /// The request keeps its filter; a condition that the ID is greater than a number sets where the list begins. Its order and
    /// its page are dropped, and the ID is added to its `select`, if it has one.
    ///
    /// ```
    /// use bitrix24::Walkable;
    /// use bitrix24::v3::main::eventlog::{List, ListSelect};
    ///
    /// let walk = List::new().select([ListSelect::Description]).walk();
    /// assert_eq!(
    ///     serde_json::to_value(&walk)?,
    ///     serde_json::json!({
    ///         "select": ["description", "id"],
    ///         "filter": [["id", ">", 0]],
    ///         "order": { "id": "ASC" },
    ///     })
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    fn walk(&self) -> Self {
        let mut walk = self.clone();
        walk::walk(&mut Params::Record(&mut walk), Self::PAGING);
        walk
    }
}
