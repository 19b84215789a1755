//! Rows of a list that do not decode, one by one.

use std::borrow::Cow;
use std::fmt;

use super::any_error::Error;
use super::body::Body;
use super::code::ErrorCode;
use super::decode_error::DecodeError;
use super::error::CallError;
use super::report::report;

/// A row of a list whose shape is not the documented one. The rows around it are not affected.
///
/// Neither `Debug` nor `Display` shows a value of the row; [`json`](Self::json) has all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RowError {
    /// The method of the list.
    pub method: Cow<'static, str>,
    /// The position of the row on its page, from 0.
    pub index: usize,
    /// The place in the response: `result.items[7].opportunity`.
    pub path: String,
    /// What is wrong there; it never repeats a value of the response.
    pub problem: String,
    /// The HTTP status of the page.
    pub status: u16,
    pub(crate) json: Body,
}

impl RowError {
    /// The JSON of the row; of more than a MiB, the beginning. It may hold secrets: think before you log it.
    #[must_use]
    pub fn json(&self) -> &str {
        self.json.as_text()
    }

    /// Describes the error for a public issue, without any value of the response: see [`DecodeError::report`].
    #[must_use]
    pub fn report(&self) -> String {
        report(&self.method, self.status, [self.in_public()])
    }

    pub(super) fn in_public(&self) -> (&str, &str) {
        (self.json.place(), &self.problem)
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.method, self.path, self.problem)
    }
}

impl std::error::Error for RowError {}

/// The body of the error is the JSON of the row.
impl From<RowError> for DecodeError {
    fn from(error: RowError) -> Self {
        Self {
            method: error.method,
            path: error.path,
            problem: error.problem,
            status: error.status,
            body: error.json,
        }
    }
}

impl From<RowError> for Error {
    fn from(error: RowError) -> Self {
        CallError::<super::AnyCode>::Decode(error.into()).into()
    }
}

/// What a stream of rows yields instead of a row.
///
/// ```
/// use bitrix24::crm::deal::List;
/// use bitrix24::{Bitrix24, ItemError};
///
/// async fn print_deals(bitrix: &Bitrix24) -> Result<(), bitrix24::Error> {
///     let mut deals = bitrix.items(List::new());
///     while let Some(deal) = deals.next().await {
///         match deal {
///             Ok(deal) => println!("{:?}", deal.title),
///             Err(ItemError::Row(error)) => eprintln!("skipped: {error}"),
///             Err(ItemError::Call(error)) => return Err(error.into()),
///         }
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
pub enum ItemError<E> {
    /// This row does not decode. The next row follows.
    Row(RowError),
    /// The list cannot be read any further. Nothing follows.
    Call(CallError<E>),
}

impl<E: fmt::Display> fmt::Display for ItemError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(error) => error.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

/// The cause of the variant's error.
impl<E: fmt::Debug + fmt::Display> std::error::Error for ItemError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Row(_) => None,
            Self::Call(error) => error.source(),
        }
    }
}

impl<E> From<RowError> for ItemError<E> {
    fn from(error: RowError) -> Self {
        Self::Row(error)
    }
}

impl<E> From<CallError<E>> for ItemError<E> {
    fn from(error: CallError<E>) -> Self {
        Self::Call(error)
    }
}

impl<E: ErrorCode> From<ItemError<E>> for Error {
    fn from(error: ItemError<E>) -> Self {
        match error {
            ItemError::Row(error) => error.into(),
            ItemError::Call(error) => error.into(),
        }
    }
}
