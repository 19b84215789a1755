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
            /// A call that can be told more before it is sent.
            pub fn request<M: crate::Method>(&self, request: M) -> Call<'_, M> {
                Call {
                    client: &self.0,
                    request,
                    options: crate::policy::Options::default(),
                }
            }

            /// The pages of a list, one after the other.
            pub fn pages<M: crate::Paged>(&self, request: M) -> Pages<M> {
                Pages::new(::std::sync::Arc::clone(&self.0), request)
            }

            /// The rows of a list, over all its pages. A long list is read fastest by [`walk()`](crate::Walkable::walk).
            pub fn items<M: crate::Paged>(&self, request: M) -> Items<M> {
                Items::new(self.pages(request))
            }

            /// How long a method has worked in the last ten minutes, by its last answer to this client; nothing if there was none.
            #[must_use]
            pub fn operating_time(&self, method: &str) -> Option<crate::client::OperatingTime> {
                self.0.operating_time(method)
            }

            /// The tokens of an application as they are now.
            #[must_use]
            pub fn tokens(&self) -> Option<crate::client::Tokens> {
                self.0.session.tokens()
            }
        }
    };
}

pub(crate) use client;
