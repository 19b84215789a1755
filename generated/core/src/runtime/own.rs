//! Types of the caller's own in the place of those of the API.

mod key;
mod output;
mod stream;

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::DeserializeOwned;

use super::encode_error::EncodeError;
use super::method_def::MethodDef;
use super::paging::{Paging, Params};
use super::record::{Record, Wire as _};
use super::request::{PagedRequest, Request};
use output::{OwnOutput, OwnRows};
pub(super) use stream::stream;

/// A type of your own: any type that serde can deserialize.
pub trait Own: DeserializeOwned + Send + Sync + 'static {}

impl<T: DeserializeOwned + Send + Sync + 'static> Own for T {}

/// A request whose output is a type of your own, created by [`Request::output_as`].
///
/// Any type that serde can deserialize will do. It is decoded as leniently as the types of the crate, as far as it tells serde
/// what it expects: an `i64` takes `"7"`, a `bool` takes `"Y"`, a struct takes `[]` for an empty object, and an `Option` is
/// `None` for `""` or `false` unless its inner type accepts them. Behind `#[serde(flatten)]` and in enums that are untagged or
/// internally tagged, serde does not say what is expected, so decoding is strict; a field there can have
/// `#[serde(deserialize_with = "bitrix24::record::deserialize")]`. No error repeats a value.
///
/// ```no_run
/// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
/// use bitrix24::Request;
/// use bitrix24::crm::item::{EntityType, Get};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct MyDeal {
///     id: i64,
///     title: String,
///     uf_crm_size: Option<i64>,
/// }
///
/// let deal = bitrix.send(Get::new(EntityType::Deal, 7).output_as::<MyDeal>()).await?;
/// println!("{} {:?}", deal.title, deal.uf_crm_size);
/// # Ok(())
/// # }
/// ```
pub struct OutputAs<R, T> {
    request: R,
    output: PhantomData<fn() -> T>,
}

/// A list whose rows are a type of your own, created by [`PagedRequest::rows_as`].
///
/// Rows are decoded like an [`OutputAs`]. Fields that the type does not have are skipped, so a row takes no more memory than it
/// keeps: of a wide list, such as
/// [`crm.item.list`](https://apidocs.bitrix24.com/api-reference/crm/universal/crm-item-list.html), this takes a fraction of the
/// memory.
///
/// ```no_run
/// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
/// use bitrix24::PagedRequest;
/// use bitrix24::crm::item::{EntityType, List};
///
/// #[derive(serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct MyDeal {
///     id: i64,
///     title: String,
///     uf_crm_size: Option<i64>,
/// }
///
/// let mut deals = bitrix.items(List::new(EntityType::Deal).rows_as::<MyDeal>());
/// while let Some(deal) = deals.next().await {
///     println!("{}", deal?.title);
/// }
/// # Ok(())
/// # }
/// ```
pub struct RowsAs<R, T> {
    request: R,
    row: PhantomData<fn() -> T>,
}

impl<R: Request, T> OutputAs<R, T> {
    pub(super) fn new(request: R) -> Self {
        Self {
            request,
            output: PhantomData,
        }
    }
}

impl<R: PagedRequest, T> RowsAs<R, T> {
    pub(super) fn new(request: R) -> Self {
        Self {
            request,
            row: PhantomData,
        }
    }
}

macro_rules! as_the_request {
    ($name:ident) => {
        impl<R: Clone, T> Clone for $name<R, T> {
            fn clone(&self) -> Self {
                Self {
                    request: self.request.clone(),
                    ..*self
                }
            }
        }

        impl<R: Request, T> fmt::Debug for $name<R, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.request.fmt_request(f)
            }
        }
    };
}

as_the_request!(OutputAs);
as_the_request!(RowsAs);

impl<R: Request, T: Own> Request for OutputAs<R, T> {
    type Output = T;
    type Error = R::Error;
    type Decoded = OwnOutput<T>;

    fn method_def(&self) -> MethodDef {
        let method = self.request.method_def();
        let has_error = method.has_error_field(&mut R::Decoded::blank().slot_mut());
        MethodDef {
            has_error: Some(has_error),
            own: true,
            ..method
        }
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        self.request.encode_body()
    }

    fn record(&self) -> Option<&dyn Record> {
        self.request.record()
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt_request(f)
    }

    fn into_output(decoded: Self::Decoded) -> Option<T> {
        decoded.into_inner()
    }
}

impl<R: PagedRequest, T: Own> Request for RowsAs<R, T> {
    type Output = Vec<T>;
    type Error = R::Error;
    type Decoded = OwnRows<T>;

    fn method_def(&self) -> MethodDef {
        let lead = match self.request.paging() {
            Paging::Cursor { field, .. } => field,
            paging => paging.walk().map_or("", |walk| walk.id),
        };
        let method = self.request.method_def().unwrap(self.request.rows());
        MethodDef {
            lead,
            own: true,
            ..method
        }
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        self.request.encode_body()
    }

    fn record(&self) -> Option<&dyn Record> {
        self.request.record()
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt_request(f)
    }

    fn into_output(decoded: Self::Decoded) -> Option<Vec<T>> {
        Some(decoded.into_inner())
    }
}

impl<R: PagedRequest, T: Own> PagedRequest for RowsAs<R, T> {
    type Item = T;

    fn paging(&self) -> Paging {
        self.request.paging()
    }

    fn rows(&self) -> &'static str {
        ""
    }

    fn params(&mut self) -> Params<'_> {
        self.request.params()
    }

    fn take_rows(decoded: Self::Decoded) -> Vec<T> {
        decoded.into_inner()
    }
}
