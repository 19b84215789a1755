//! What a successful answer says.

#[cfg(any(feature = "client", feature = "blocking"))]
use std::borrow::Cow;

use super::any_code::AnyCode;
use super::code::ErrorCode;
use super::error::CallError;
use super::record::Wire;
use super::row::RowError;
#[cfg(any(feature = "client", feature = "blocking"))]
use super::{body::Body, decode_error::UnexpectedError, request::Request};
use crate::Time;

/// A successful answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The output of the method.
    pub result: T,
    /// How long the server worked.
    pub time: Option<Time>,
    /// Number of rows that match, over all pages of a list; absent where pages have numbers, see [`Paging::Page`].
    ///
    /// [`Paging::Page`]: crate::Paging::Page
    pub total: Option<i64>,
    /// The `start` of the next page of a list; absent on the last page.
    pub next: Option<i64>,
    /// How often the request was sent; more than once, if a client had to repeat it.
    pub attempts: u32,
    /// The rows of a list that do not decode, where they are allowed: by [`decode_partial`](crate::decode_partial), or by `partial()` of a client's call.
    pub row_errors: Vec<RowError>,
    /// What the result says about more rows of the list.
    pub(crate) more: Option<bool>,
}

impl<D> Response<D> {
    /// The output of a request that is decoded into `D`.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn into_output<R: Request<Decoded = D>>(
        self,
        method: Cow<'static, str>,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        let Some(result) = R::into_output(self.result) else {
            return Err(CallError::Unexpected(UnexpectedError {
                method,
                problem: "the response has no output".to_owned(),
                status: 200,
                body: Body::new(&[]),
            }));
        };
        Ok(Response {
            result,
            time: self.time,
            total: self.total,
            next: self.next,
            attempts: self.attempts,
            row_errors: self.row_errors,
            more: self.more,
        })
    }
}

/// What stands beside a result, and how often the request was sent.
pub(crate) struct Meta {
    pub(crate) time: Option<Time>,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
    pub(crate) attempts: u32,
    pub(crate) row_errors: Vec<RowError>,
    /// What the result says about more rows.
    pub(crate) more: Option<bool>,
}

impl Default for Meta {
    fn default() -> Self {
        Self {
            time: None,
            total: None,
            next: None,
            attempts: 1,
            row_errors: Vec::new(),
            more: None,
        }
    }
}

/// The output with what stands beside it, or the error with the codes of its method.
pub(crate) fn response<T: Wire, E: ErrorCode>(
    output: Option<T>,
    outcome: Result<Meta, CallError<AnyCode>>,
) -> Result<Response<T>, CallError<E>> {
    match outcome {
        Ok(meta) => Ok(Response {
            result: output.unwrap_or_else(T::blank),
            time: meta.time,
            total: meta.total,
            next: meta.next,
            attempts: meta.attempts,
            row_errors: meta.row_errors,
            more: meta.more,
        }),
        Err(error) => Err(error.recoded()),
    }
}
