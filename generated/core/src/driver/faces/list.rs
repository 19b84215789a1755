//! Lists.

/// The setters of `Pages` and `Items`, given the field with the walk.
macro_rules! list {
    ($type:ident, $($walk:ident).+) => {
        impl<R: crate::PagedRequest> ::std::fmt::Debug for $type<R> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($type))
                    .field("walk", &self.$($walk).+)
                    .finish_non_exhaustive()
            }
        }

        impl<R: crate::PagedRequest> $type<R> {
            /// Ends after so many rows.
            #[must_use]
            pub fn max_items(mut self, max: u64) -> Self {
                self.$($walk).+.max_items(max);
                self
            }

            /// Sets how long the whole list may take, from the first page on, instead of what the client says.
            #[must_use]
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.$($walk).+.deadline(deadline);
                self
            }

            /// Asks for each page by a request of its own. Otherwise up to 50 pages of a list that is
            /// read by identifier are one request: see [`Walkable`](crate::Walkable).
            #[must_use]
            pub fn page_by_page(mut self) -> Self {
                self.$($walk).+.page_by_page();
                self
            }

            /// Leaves optional fields absent whose values are of another kind than documented; otherwise such a value is an error of
            /// its row, unless the [client](super::Builder::tolerant) is tolerant. What is required still is an error of the row.
            #[must_use]
            pub fn tolerant(mut self) -> Self {
                self.$($walk).+.tolerant();
                self
            }

            /// Tells of each optional field that was left absent, before the rows of its page are given. On a
            /// [`Page`](crate::client::Page) they are also found by [`mistakes`](crate::client::Page::mistakes).
            #[must_use]
            pub fn on_mistake(
                mut self,
                callback: impl FnMut(&crate::Mistake) + Send + 'static,
            ) -> Self {
                self.$($walk).+.on_mistake(callback);
                self
            }

            /// Tells after each page how far the walk is.
            #[must_use]
            pub fn on_progress(
                mut self,
                callback: impl FnMut(crate::client::Progress) + Send + 'static,
            ) -> Self {
                self.$($walk).+.on_progress(callback);
                self
            }
        }
    };
}

pub(crate) use list;
