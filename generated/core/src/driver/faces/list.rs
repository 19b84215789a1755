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
            /// Ends after this many rows.
            #[must_use]
            pub fn max_items(mut self, max: u64) -> Self {
                self.$($walk).+.max_items(max);
                self
            }

            /// Sets how long the whole list may take, from the first page on, overriding the client's deadline.
            #[must_use]
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.$($walk).+.deadline(deadline);
                self
            }

            /// Requests each page by itself. Otherwise up to 50 pages of a list that is read by ID share one request: see
            /// [`Walkable`](crate::Walkable).
            #[must_use]
            pub fn page_by_page(mut self) -> Self {
                self.$($walk).+.page_by_page();
                self
            }

            /// Leaves an optional field absent if its value is of another kind than documented; otherwise such a value is an
            /// error of its row, unless the [client](super::Builder::tolerant) is tolerant. A required field that does not
            /// decode is an error of the row either way.
            #[must_use]
            pub fn tolerant(mut self) -> Self {
                self.$($walk).+.tolerant();
                self
            }

            /// Reports each optional field that was left absent, before the rows of its page are returned. A
            /// [`Page`](crate::client::Page) also lists them in [`mistakes`](crate::client::Page::mistakes).
            #[must_use]
            pub fn on_mistake(
                mut self,
                callback: impl FnMut(&crate::Mistake) + Send + 'static,
            ) -> Self {
                self.$($walk).+.on_mistake(callback);
                self
            }

            /// Reports the progress after each page.
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
