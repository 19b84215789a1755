//! The clients.

/// The methods of `Bitrix24` that make no call.
macro_rules! client {
    () => {
        impl ::std::fmt::Debug for Bitrix24 {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Bitrix24 {
            /// Starts a call with options, such as a deadline.
            pub fn request<R: crate::Request>(&self, request: R) -> Call<'_, R> {
                Call {
                    client: &self.0,
                    request,
                    options: crate::policy::Options::default(),
                }
            }

            /// Starts a call of a method without a spec, with parameters as JSON: an object, or an array for a method with
            /// positional parameters. It is retried as a write unless it [`reads`](Call::reads). For batches and lists see
            /// [`Untyped`](crate::Untyped).
            pub fn untyped(
                &self,
                method: impl Into<::std::borrow::Cow<'static, str>>,
                parameters: ::serde_json::Value,
            ) -> Call<'_, crate::Untyped> {
                self.request(crate::Untyped::new(method, parameters))
            }

            /// Returns the pages of a list, one after the other.
            pub fn pages<R: crate::PagedRequest>(&self, request: R) -> Pages<R> {
                Pages::new(::std::sync::Arc::clone(&self.0), request)
            }

            /// Returns the rows of a list, over all its pages. Long lists are read fastest with
            /// [`walk()`](crate::Walkable::walk).
            pub fn items<R: crate::PagedRequest>(&self, request: R) -> Items<R> {
                Items::new(self.pages(request))
            }

            /// Reads the rows of a list as a type of your own: see [`RowsAs`](crate::RowsAs).
            pub fn items_as<T: crate::Own, R: crate::PagedRequest>(
                &self,
                request: R,
            ) -> Items<crate::RowsAs<R, T>> {
                self.items(request.rows_as())
            }

            /// Returns what would be sent for a batch, without sending it: the requests, the calls that go on their own, and
            /// those that are refused. The batch can be sent afterwards.
            #[must_use]
            pub fn dry_run_batch(
                &self,
                batch: &crate::client::Batch,
            ) -> crate::client::BatchDryRun {
                self.0.dry_run_batch(batch)
            }

            /// Returns how long a method has worked in the last ten minutes, according to its last response to this client;
            /// `None` without one.
            #[must_use]
            pub fn operating_time(&self, method: &str) -> Option<crate::client::OperatingTime> {
                self.0.operating_time(method)
            }

            /// Returns the current tokens of an application.
            #[must_use]
            pub fn tokens(&self) -> Option<crate::client::Tokens> {
                self.0.session.tokens()
            }
        }
    };
}

pub(crate) use client;
