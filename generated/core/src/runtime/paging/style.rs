//! The ways in which pages follow each other.

/// How one page of a list leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Paging {
    /// Pages have numbers, from 1. The last one is shorter than the others, and may be empty; how many there are is not
    /// reported. Reading `n` rows takes `n / size + 1` requests, by identifier as well.
    Page {
        /// The parameter that takes the number.
        param: &'static str,
        /// How many rows a page has.
        size: usize,
        /// How the list is read by ID, if it can be: then it is [`Walkable`](crate::Walkable).
        walk: Option<Walk>,
        /// There may be more. `#[non_exhaustive]` would keep the macros of other crates from making one.
        #[doc(hidden)]
        more: (),
    },
    /// A page begins at a row. The response says where the next one begins, [`Response::next`](crate::Response::next), and the
    /// number of all rows, [`Response::total`](crate::Response::total). Takes one request per page; by ID, up to `n / size + 1`
    /// for `n` rows.
    Start {
        /// The parameter that takes the number of rows before the page.
        param: &'static str,
        /// How many rows a page has.
        size: usize,
        /// How the list is read by ID, if it can be: then it is [`Walkable`](crate::Walkable).
        walk: Option<Walk>,
        #[doc(hidden)]
        more: (),
    },
    /// A page begins at a row, and has at most as many rows as requested: servers cap pages, and leave out what the user may
    /// not see. If the response says whether there is more (`hasMore`, `total`), reading takes one request per page; otherwise
    /// one more, since only an empty page is the end.
    Offset {
        /// The parameter that takes the number of rows before the page.
        param: &'static str,
        /// The parameter that takes the number of rows on a page.
        limit: &'static str,
        /// The default number of rows on a page.
        size: usize,
        /// How the list is read by ID, if it can be: then it is [`Walkable`](crate::Walkable).
        walk: Option<Walk>,
        #[doc(hidden)]
        more: (),
    },
    /// A page begins after the row with a certain value. Unless the response says that it is the last, an empty page is the
    /// end, which takes one more request.
    Cursor {
        /// The parameter that takes the value.
        param: &'static str,
        /// The field of the rows that has it.
        field: &'static str,
        /// The parameter that takes the number of rows on a page; empty if the method has none.
        limit: &'static str,
        /// The default number of rows on a page.
        size: usize,
        #[doc(hidden)]
        more: (),
    },
    /// REST 3: like [`Offset`](Self::Offset), with both numbers in a [`Pagination`](crate::Pagination).
    Pagination {
        /// The parameter that takes it.
        param: &'static str,
        /// How many rows a page has by default.
        size: usize,
        /// How the list is read by ID, if it can be: then it is [`Walkable`](crate::Walkable).
        walk: Option<Walk>,
        #[doc(hidden)]
        more: (),
    },
    /// In a way of the method's own, which is written by hand: [`Paged::turn_page`](crate::Paged::turn_page).
    Own {
        /// How many rows a page has by default.
        size: usize,
        #[doc(hidden)]
        more: (),
    },
}

impl Paging {
    /// Pages of 50 rows that begin at `start`, as in most lists.
    #[must_use]
    pub const fn start() -> Self {
        Self::Start {
            param: "start",
            size: 50,
            walk: None,
            more: (),
        }
    }

    /// Pages of 50 rows with numbers, from 1.
    #[must_use]
    pub const fn page(param: &'static str) -> Self {
        Self::Page {
            param,
            size: 50,
            walk: None,
            more: (),
        }
    }

    /// Pages by offset and limit: 50 rows by default.
    #[must_use]
    pub const fn offset(param: &'static str, limit: &'static str) -> Self {
        Self::Offset {
            param,
            limit,
            size: 50,
            walk: None,
            more: (),
        }
    }

    /// Pages of 50 rows that begin after the row whose `field` has the value of `param`.
    #[must_use]
    pub const fn cursor(param: &'static str, field: &'static str) -> Self {
        Self::Cursor {
            param,
            field,
            limit: "",
            size: 50,
            more: (),
        }
    }

    /// Pages of REST 3, by the parameter `pagination`: 50 rows by default.
    #[must_use]
    pub const fn pagination() -> Self {
        Self::Pagination {
            param: "pagination",
            size: 50,
            walk: None,
            more: (),
        }
    }

    /// Sets the number of rows on a page.
    #[must_use]
    pub const fn with_size(mut self, rows: usize) -> Self {
        match &mut self {
            Self::Page { size, .. }
            | Self::Start { size, .. }
            | Self::Offset { size, .. }
            | Self::Cursor { size, .. }
            | Self::Pagination { size, .. }
            | Self::Own { size, .. } => *size = rows,
        }
        self
    }

    /// Sets how the list is read by ID, which makes it [`Walkable`](crate::Walkable::walk). Has no effect on a list with a
    /// cursor, which is read that way already, or with a way of its own.
    #[must_use]
    pub const fn with_walk(mut self, by: Walk) -> Self {
        match &mut self {
            Self::Page { walk, .. }
            | Self::Start { walk, .. }
            | Self::Offset { walk, .. }
            | Self::Pagination { walk, .. } => *walk = Some(by),
            Self::Cursor { .. } | Self::Own { .. } => {}
        }
        self
    }

    /// Returns how the list is read by ID; `None` if it cannot be.
    #[must_use]
    pub const fn walk(&self) -> Option<Walk> {
        match self {
            Self::Page { walk, .. }
            | Self::Start { walk, .. }
            | Self::Offset { walk, .. }
            | Self::Pagination { walk, .. } => *walk,
            Self::Cursor { .. } | Self::Own { .. } => None,
        }
    }
}

/// How a list is read by ascending ID, each page after the last row of the previous one: [`walk()`](crate::Walkable::walk).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Walk {
    /// The field of the rows that identifies them, an integer.
    pub id: &'static str,
    /// Name of that field in requests; some spell it `ID` where the rows have `id`.
    pub name: &'static str,
    /// The parameter with the conditions: an object (`{">ID": 7}`), or in REST 3 an array (`[["id", ">", 7]]`).
    pub filter: &'static str,
    /// The parameter that sorts: an object of fields with their directions, or the direction alone if there is a
    /// [`sort`](Self::sort).
    pub order: &'static str,
    /// The parameter that takes the name of the field to sort by; empty if `order` has it.
    pub sort: &'static str,
    /// The parameter that names the fields to return; empty if the method has none.
    pub select: &'static str,
}

/// Reads a list by a field of its rows, with the usual names of parameters; the setters change what differs.
///
/// ```
/// use bitrix24::Walk;
///
/// let users = Walk::by("ID").filter("FILTER").sort("SORT").order("ORDER");
/// # let _ = users;
/// ```
impl Walk {
    /// By this field: with the parameters `filter`, `order` and `select`.
    #[must_use]
    pub const fn by(id: &'static str) -> Self {
        Self::new(id).select("select")
    }

    #[doc(hidden)]
    pub const fn new(id: &'static str) -> Self {
        Self {
            id,
            name: id,
            filter: "filter",
            order: "order",
            sort: "",
            select: "",
        }
    }

    /// Sets the name of the field in requests, if it differs from that in the rows.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The parameter with the conditions.
    #[must_use]
    pub const fn filter(mut self, param: &'static str) -> Self {
        self.filter = param;
        self
    }

    /// The parameter that sorts.
    #[must_use]
    pub const fn order(mut self, param: &'static str) -> Self {
        self.order = param;
        self
    }

    /// The parameter with the field to sort by, if `order` is the direction alone.
    #[must_use]
    pub const fn sort(mut self, param: &'static str) -> Self {
        self.sort = param;
        self
    }

    /// The parameter that names the fields to return.
    #[must_use]
    pub const fn select(mut self, param: &'static str) -> Self {
        self.select = param;
        self
    }
}
