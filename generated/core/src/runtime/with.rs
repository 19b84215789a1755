//! A request with parameters that its type does not have.

use std::fmt;

use super::encode_error::EncodeError;
use super::method_def::MethodDef;
use super::paging::{Paging, Params};
use super::param::{IntoParam, Param};
use super::record::Record;
use super::request::{PagedRequest, Request};

/// A request with more parameters than its type has, or with values that its type does not allow, created by
/// [`Request::with_param`].
///
/// It is sent, batched and paged like the request itself. The vendor adds parameters faster than a crate can follow, and some
/// accept more than their documented types: a CRM field with several values is cleared by `""`, not by an empty list. `Debug`
/// shows the paths of the parameters and no value, which may be a secret.
///
/// In a list they are sent with each page, and replace what paging sets: with a `start` of your own, every page would be the
/// same, which is [`CallError::Stalled`](crate::CallError::Stalled). An order set by its
/// path is kept too: such a list is not read by ID unless it is a [`walk`](crate::Walkable::walk).
///
/// ```
/// use bitrix24::Request;
/// use bitrix24::crm::item::{EntityType, List};
///
/// let contacts = List::new(EntityType::Contact)
///     .with_param("auth_connector", "warehouse")
///     .with_param("filter[!ufCrmTags]", "");
/// // let mut contacts = bitrix.items(contacts);
/// ```
#[derive(Clone)]
pub struct With<R> {
    request: R,
    params: Vec<Param>,
}

impl<R: Request> With<R> {
    pub(super) fn new(request: R, path: &str, value: impl IntoParam) -> Self {
        Self {
            request,
            params: vec![Param::new(path, value)],
        }
    }

    /// Adds a parameter: see [`Request::with_param`].
    #[must_use]
    pub fn with_param(mut self, path: &str, value: impl IntoParam) -> Self {
        self.params.push(Param::new(path, value));
        self
    }
}

impl<R: Request> fmt::Debug for With<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt_request(f)?;
        for (index, param) in self.params.iter().enumerate() {
            f.write_str(if index == 0 { " with " } else { ", " })?;
            param.fmt(f)?;
        }
        Ok(())
    }
}

impl<R: Request> Request for With<R> {
    type Output = R::Output;
    type Error = R::Error;
    type Decoded = R::Decoded;

    fn method_def(&self) -> MethodDef {
        self.request.method_def()
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        Param::set_all(&self.params, self.request.encode_body()?)
    }

    fn record(&self) -> Option<&dyn Record> {
        self.request.record()
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn into_output(decoded: Self::Decoded) -> Option<Self::Output> {
        R::into_output(decoded)
    }
}

impl<R: PagedRequest> PagedRequest for With<R> {
    type Item = R::Item;

    fn paging(&self) -> Paging {
        self.request.paging()
    }

    fn rows(&self) -> &'static str {
        self.request.rows()
    }

    fn params(&mut self) -> Params<'_> {
        self.request.params()
    }

    fn turn_page(&mut self, decoded: &Self::Decoded) -> Option<bool> {
        self.request.turn_page(decoded)
    }

    fn take_rows(decoded: Self::Decoded) -> Vec<Self::Item> {
        R::take_rows(decoded)
    }
}
