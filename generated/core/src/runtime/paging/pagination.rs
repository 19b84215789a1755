//! Pages of REST 3.

use crate::runtime::record::Wire as _;

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

crate::runtime::macros::record! {
    Pagination {
        0: page => "page",
        1: limit => "limit",
        2: offset => "offset",
    }
}
