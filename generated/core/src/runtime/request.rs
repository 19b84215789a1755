//! What a client sends.

use std::fmt;

use super::code::ErrorCode;
use super::encode_error::EncodeError;
use super::method::Method;
use super::method_def::MethodDef;
use super::own::{OutputAs, Own, RowsAs};
use super::paging::{Paged, Paging, Params};
use super::param::IntoParam;
use super::record::{Record, Slot, Wire};
use super::with::With;
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
use super::{error::CallError, response::Response};

/// What a client sends: the typed request of a [`Method`], one with [more parameters](With), one whose output is a
/// [type of the caller's own](OutputAs), or a call [without a spec](crate::Untyped).
///
/// All of them can be sent alone, in a batch, and page by page if they are [lists](PagedRequest). The trait cannot be
/// implemented outside of this crate: a request of your own implements [`Method`], see [`macros`](crate::macros).
pub trait Request: Send + Sync + Sized + 'static {
    /// What the caller receives.
    type Output;

    /// The codes of the method's own errors.
    type Error: ErrorCode;

    /// What the response is decoded into.
    #[doc(hidden)]
    type Decoded: Wire;

    #[doc(hidden)]
    fn method_def(&self) -> MethodDef;

    /// The parameters as JSON.
    #[doc(hidden)]
    fn encode_body(&self) -> Result<Vec<u8>, EncodeError>;

    /// The typed request, if it is one.
    #[doc(hidden)]
    fn record(&self) -> Option<&dyn Record> {
        None
    }

    #[doc(hidden)]
    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    #[doc(hidden)]
    fn into_output(decoded: Self::Decoded) -> Option<Self::Output>;

    /// Adds a parameter, or a value that the request's type does not allow. It replaces what the request itself has there.
    ///
    /// `path` begins with the outermost parameter: `auth_connector`, `fields.UF_CRM_SIZE`, `filter[>ID]`, `products[0].price`.
    /// A key in brackets may contain dots. Objects missing on the way are created. A path with an empty key or an unmatched
    /// bracket, or through a value that is neither an object nor an array, is an [`EncodeError`] when the request is sent.
    ///
    /// ```
    /// use bitrix24::Request;
    /// use bitrix24::biconnector::source::Delete;
    ///
    /// let request = Delete::new(7).with_param("auth_connector", "warehouse");
    /// assert_eq!(format!("{request:?}"), "Delete { id: 7 } with auth_connector");
    /// ```
    #[must_use]
    fn with_param(self, path: &str, value: impl IntoParam) -> With<Self> {
        With::new(self, path, value)
    }

    /// Decodes the output into a type of your own: see [`OutputAs`].
    #[must_use]
    fn output_as<T: Own>(self) -> OutputAs<Self, T> {
        OutputAs::new(self)
    }
}

/// A [`Request`] for a list in pages.
pub trait PagedRequest: Request + Clone {
    /// A row of the list.
    type Item;

    #[doc(hidden)]
    fn paging(&self) -> Paging;

    /// The field of the decoded output with the rows; empty if the output is the rows.
    #[doc(hidden)]
    fn rows(&self) -> &'static str;

    /// The parameters by which the request for the next page differs.
    #[doc(hidden)]
    fn params(&mut self) -> Params<'_>;

    /// Asks for the next page, and says whether there is one, if the request has a way of its own to do so.
    #[doc(hidden)]
    fn turn_page(&mut self, _decoded: &Self::Decoded) -> Option<bool> {
        None
    }

    #[doc(hidden)]
    fn take_rows(decoded: Self::Decoded) -> Vec<Self::Item>;

    /// Decodes each row into a type of your own: see [`RowsAs`].
    #[must_use]
    fn rows_as<T: Own>(self) -> RowsAs<Self, T> {
        RowsAs::new(self)
    }
}

impl<M: Method> Request for M {
    type Output = M::Output;
    type Error = M::Error;
    type Decoded = M::Output;

    fn method_def(&self) -> MethodDef {
        MethodDef::of::<M>()
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        super::encode(self as &dyn Record)
    }

    fn record(&self) -> Option<&dyn Record> {
        Some(self)
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Slot::Record(self), f)
    }

    fn into_output(decoded: Self::Decoded) -> Option<Self::Output> {
        Some(decoded)
    }
}

impl<M: Paged> PagedRequest for M {
    type Item = M::Item;

    fn paging(&self) -> Paging {
        M::PAGING
    }

    fn rows(&self) -> &'static str {
        M::ROWS
    }

    fn params(&mut self) -> Params<'_> {
        Params::Record(self)
    }

    fn turn_page(&mut self, decoded: &Self::Decoded) -> Option<bool> {
        matches!(M::PAGING, Paging::Own { .. }).then(|| Paged::turn_page(self, decoded))
    }

    fn take_rows(decoded: Self::Decoded) -> Vec<Self::Item> {
        M::into_items(decoded)
    }
}

/// What the response to a request is decoded into, or the error.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) type Received<R> =
    Result<Response<<R as Request>::Decoded>, CallError<<R as Request>::Error>>;

/// `Debug` of any request.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) struct Shown<'r, R>(pub(crate) &'r R);

#[cfg(any(feature = "client-core", feature = "blocking-core"))]
impl<R: Request> fmt::Debug for Shown<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt_request(f)
    }
}
