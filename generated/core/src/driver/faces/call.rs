//! A call that is not sent yet.

/// The setters of `Call`.
macro_rules! call {
    ($example:literal) => {
        impl<'c, R: crate::Request> Call<'c, R> {
            /// Lets the call be repeated although it writes: running it twice does no harm, you say.
            pub fn idempotent(mut self) -> Self {
                self.options.idempotent = true;
                self
            }

            /// Sets the header by which the server of REST 3 knows a call that is repeated, so that it can be:
            /// [`Version::IDEMPOTENCY_KEY`](crate::Version::IDEMPOTENCY_KEY). Methods of the older protocol take no notice.
            pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
                self.options.idempotency_key = Some(key.into());
                self
            }

            /// Leaves out the rows of a list that do not decode; [`Response::row_errors`](crate::Response::row_errors) has an error
            /// for each. Otherwise such a row makes the whole call fail.
            pub fn partial(mut self) -> Self
            where
                R: crate::PagedRequest,
            {
                self.options.rows = Some(self.request.rows());
                self
            }

            /// Sends one more parameter, or another value than the type of the request allows: see
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

            /// Leaves optional fields absent whose values are of another kind than documented;
            /// [`Response::mistakes`](crate::Response::mistakes) has one for each. Otherwise such a value makes the whole call fail,
            /// unless the [client](super::Builder::tolerant) is tolerant.
            ///
            /// What is required still fails: within an optional field it leaves out that field, such as a whole list one of whose
            /// elements lacks its ID. With [`partial`](Self::partial) that is a matter of the row alone.
            #[doc = concat!(
                                                                                "\n```no_run\n",
                                                                                $example,
                                                                                "\n```",
                                                                            )]
            pub fn tolerant(mut self) -> Self {
                self.options.tolerant = true;
                self
            }

            /// Sets how long the whole call may take, instead of what the client says.
            pub fn deadline(mut self, deadline: ::std::time::Duration) -> Self {
                self.options.deadline = Some(deadline);
                self
            }

            /// What would be sent, without sending it: the address, the parameters, whether it would be repeated. It can be sent
            /// afterwards. Of a list it is the first page.
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
            /// Says that the call changes nothing: it can be repeated whatever became of it.
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
