//! Lists that come in pages.

use super::call::Response;
use super::method::Method;
use super::record::{Record, Slot, SlotMut, Wire};

/// A method that answers a list in pages.
///
/// Sort by something unique, such as `id`: otherwise the server is free to put a row on two pages or on none.
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
    type Item: Wire;

    /// The elements of an answer.
    fn items(output: &Self::Output) -> &[Self::Item];

    /// The elements of an answer, to keep.
    fn into_items(output: Self::Output) -> Vec<Self::Item>;

    /// The request for the page after the one that answered `page`; nothing if that was the last.
    #[must_use]
    fn next_page(&self, page: &Response<Self::Output>) -> Option<Self> {
        let mut next = self.clone();
        let received = Self::items(&page.result).len();
        turn(&mut next, Self::PAGING, received).then_some(next)
    }
}

/// How one page of a list leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// Pages have numbers, from 1. The last one is shorter than the others, and may be empty; how many there are is not
    /// reported.
    #[non_exhaustive]
    Page {
        /// The parameter that takes the number.
        param: &'static str,
        /// How many elements a page has.
        size: usize,
    },
}

/// Makes `request` ask for the page after one of `received` elements; false if there is none.
fn turn(request: &mut dyn Record, paging: Paging, received: usize) -> bool {
    let Paging::Page { param, size } = paging;
    let fields = request.def().fields;
    let Some(index) = fields.iter().position(|field| field.name == param) else {
        return false;
    };
    if received < size {
        return false;
    }
    // The server takes a number below the first for the first.
    let page = match request.get(index) {
        Slot::Integer(page) => page.max(1),
        _ => 1,
    };
    let Some(next) = page.checked_add(1) else {
        return false;
    };
    let mut slot = request.get_mut(index);
    while let SlotMut::Option(option) = slot {
        slot = option.fill();
    }
    match slot {
        SlotMut::Integer(number) => {
            *number = next;
            true
        }
        _ => false,
    }
}
