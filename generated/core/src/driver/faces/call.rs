//! A call that is not sent yet.

/// The setters of `Call`.
macro_rules! call {
    ($example:literal) => {
        impl<'c, R: crate::Request> Call<'c, R> {
            /// Declares that running the call twice does no harm, so it is retried although it writes.
            pub fn idempotent(mut self) -> Self {
                self.options.idempotent = true;
                self
            }

            /// Sets the header by which the server of REST 3 recognizes a retried call, so that it can be retried:
            /// [`Version::IDEMPOTENCY_KEY`](crate::Version::IDEMPOTENCY_KEY). Methods of the older protocol ignore it.
            pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
                self.options.idempotency_key = Some(key.into());
                self
            }

            /// Leaves out the rows of a list that do not decode; [`Response::row_errors`](crate::Response::row_errors) has an
            /// error for each. Otherwise such a row fails the whole call.
            pub fn partial(mut self) -> Self
            where
                R: crate::PagedRequest,
            {
                self.options.rows = Some(self.request.rows());
                self
            }

            /// Adds a parameter, or a value that the request's type does not allow: see
            /// [`Request::with_param`](crate::Request::with_param).
            pub fn with_param(
                self,
                path: &str,
                value: impl crate::IntoParam,
            ) -> Call<'c, crate::With<R>> {
                Call {
                    client: self.client,
                    request: self.request.with_param(path, value),
                    options: self.options,
                }
            }

            /// Leaves an optional field absent if its value is of another kind than documented, and reports it in
            /// [`Response::mistakes`](crate::Response::mistakes). Otherwise such a value fails the whole call, unless the
            /// [client](super::Builder::tolerant) is tolerant.
            ///
            /// A required field that does not decode still fails whatever contains it, up to the next optional field, which is
            /// left out: such as a whole list, if one of its elements lacks its ID. With [`partial`](Self::partial) only the
            /// row fails.
            #[doc = concat!(
                                                                                "\n```no_run\n",
                                                                                $example,
                                                                                "\n```",
                                                                            )]
            pub fn tolerant(mut self) -> Self {
                self.options.tolerant = true;
                self
            }

            /// Sets how long the whole call may take, overriding the client's deadline.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.options.deadline = Some(deadline);
                self
            }

            /// Returns what would be sent, without sending it: the address, the parameters, whether the call would be retried.
            /// The call can be sent afterwards. For a list this is the request for the first page.
            ///
            /// # Errors
            ///
            /// Why the call would not be sent: [`CallError::Encode`](crate::CallError::Encode), or
            /// [`CallError::ReadOnly`](crate::CallError::ReadOnly).
            pub fn dry_run(&self) -> Result<crate::client::DryRun, crate::CallError<R::Error>> {
                let (options, session) = (self.options.clone(), &self.client.session);
                Ok(crate::driver::Prepared::dry_run(
                    &self.request,
                    options,
                    session,
                )?)
            }
        }

        impl Call<'_, crate::Untyped> {
            /// Declares that the call changes nothing, so it is safe to retry in any case.
            pub fn reads(mut self) -> Self {
                self.request = self.request.reads();
                self
            }

            /// Sets the version of the protocol. Default: [`V2`](crate::Version::V2).
            pub fn version(mut self, version: crate::Version) -> Self {
                self.request = self.request.version(version);
                self
            }
        }
    };
}

pub(crate) use call;
