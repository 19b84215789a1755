//! What a successful answer says.

#[cfg(feature = "serde")]
mod serialize;

#[cfg(any(feature = "client-core", feature = "blocking-core"))]
use std::borrow::Cow;

use super::any_code::AnyCode;
use super::code::ErrorCode;
use super::error::CallError;
use super::mistake::Mistake;
use super::record::Wire;
use super::report::report;
use super::row::RowError;
use super::shown::Secrets;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
use super::{body::Body, decode_error::UnexpectedError, request::Request};
use crate::Time;

/// A successful response. With the feature `serde` it is `Serialize`, if the output is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The output of the method.
    pub result: T,
    /// How long the server worked.
    pub time: Option<Time>,
    /// Number of rows that match, over all pages of a list; absent where pages have numbers, see [`Paging::Page`]. Methods
    /// without pages send it as well: the number of rows of the result.
    ///
    /// [`Paging::Page`]: crate::Paging::Page
    pub total: Option<i64>,
    /// The `start` of the next page of a list; absent on the last page.
    pub next: Option<i64>,
    /// How often the request was sent; more than once, if a client had to repeat it.
    pub attempts: u32,
    /// The rows of a list that do not decode, where they are allowed: by [`decode_partial`](crate::decode_partial), or by `partial()` of a client's call.
    pub row_errors: Vec<RowError>,
    /// The optional fields left absent because their values are of another kind than documented. Always empty without
    /// [`decode_tolerant`](crate::decode_tolerant), or `tolerant()` of a client's call or builder.
    pub mistakes: Vec<Mistake>,
    /// What the result says about more rows of the list.
    pub(crate) more: Option<bool>,
}

impl<D> Response<D> {
    /// The output of a request that is decoded into `D`.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn into_output<R: Request<Decoded = D>>(
        self,
        method: Cow<'static, str>,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        let mut output = None;
        let beside = self.map(|decoded| output = R::into_output(decoded));
        let Some(output) = output else {
            return Err(CallError::Unexpected(UnexpectedError {
                method,
                problem: "the response has no output".to_owned(),
                status: 200,
                body: Body::new(&[]),
            }));
        };
        Ok(beside.map(|()| output))
    }
}

impl<T> Response<T> {
    /// Converts the output, and keeps what stands beside it.
    ///
    /// ```
    /// use bitrix24::crm::deal::List;
    ///
    /// let page = bitrix24::decode::<List>(200, r#"{"result":[{"ID":"1"},{"ID":"2"}],"total":52}"#)?;
    /// let count = page.map(|deals| deals.len());
    /// assert_eq!((count.result, count.total), (2, Some(52)));
    /// # Ok::<(), bitrix24::Error>(())
    /// ```
    #[must_use]
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            result: convert(self.result),
            time: self.time,
            total: self.total,
            next: self.next,
            attempts: self.attempts,
            row_errors: self.row_errors,
            mistakes: self.mistakes,
            more: self.more,
        }
    }

    /// Describes all [`mistakes`](Self::mistakes) and [`row_errors`](Self::row_errors) for a public issue, without any value of
    /// the response: see [`DecodeError::report`](crate::DecodeError::report); `None` if there are none.
    #[must_use]
    pub fn report(&self) -> Option<String> {
        report_of(&self.mistakes, self.row_errors.iter())
    }
}

/// The report of an answer.
pub(crate) fn report_of<'e>(
    mistakes: &'e [Mistake],
    rows: impl Iterator<Item = &'e RowError> + Clone,
) -> Option<String> {
    let answers = mistakes.iter().map(|it| (&it.method, it.status));
    let mut answers = answers.chain(rows.clone().map(|it| (&it.method, it.status)));
    let (method, status) = answers.next()?;
    let rows = rows.map(RowError::in_public);
    let told = rows.chain(mistakes.iter().map(Mistake::in_public));
    Some(report(method, status, told))
}

/// What stands beside a result, and how often the request was sent.
pub(crate) struct Meta {
    pub(crate) time: Option<Time>,
    pub(crate) total: Option<i64>,
    pub(crate) next: Option<i64>,
    pub(crate) attempts: u32,
    pub(crate) row_errors: Vec<RowError>,
    pub(crate) mistakes: Vec<Mistake>,
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
            mistakes: Vec::new(),
            more: None,
        }
    }
}

// What is in use of this depends on the features.
#[allow(dead_code)]
impl Meta {
    /// Whether something was left out.
    pub(crate) fn is_incomplete(&self) -> bool {
        !self.row_errors.is_empty() || !self.mistakes.is_empty()
    }

    /// Hides these in what is said about that.
    pub(crate) fn conceal(&mut self, secrets: &Secrets) {
        self.row_errors
            .iter_mut()
            .for_each(|error| secrets.conceal(&mut error.path));
        self.mistakes
            .iter_mut()
            .for_each(|mistake| mistake.conceal(secrets));
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
            mistakes: meta.mistakes,
            more: meta.more,
        }),
        Err(error) => Err(error.recoded()),
    }
}
