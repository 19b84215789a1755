//! From the answer to a call, as bytes, to its output or its error.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::body::Body;
use super::decode::{Fill, kind};
use super::direct::direct;
use super::envelope::{Envelope, RawError};
use super::error::{ApiError, CallError, DecodeError, ErrorCode, ErrorRow, UnexpectedError};
use super::key::TextKey;
use super::method::Method;
use super::record::{Optional, Slot, SlotMut, Wire};
use super::trace::Trace;
use crate::api::{SystemCode, Time};

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
}

/// Decodes the answer to a call of `M`: enough to use the crate with any HTTP client.
///
/// The HTTP status alone decides nothing: several methods answer their errors with 200. A code that stands in the table
/// of the method and in that of the system is the method's, unless the status is the system's: `ACCESS_DENIED` is a matter
/// of the tariff with 403, and of rights with any other.
///
/// # Errors
///
/// [`CallError::Method`] and [`CallError::System`] if the server answered an error, wherever it stands;
/// [`CallError::Decode`] if the result has another shape than documented; [`CallError::Unexpected`] if the answer is
/// not one of the REST API. All of them keep the body.
///
/// ```
/// # #[cfg(feature = "biconnector")] {
/// use bitrix24::CallError;
/// use bitrix24::biconnector::source;
///
/// let body = r#"{"error":"SOURCE_NOT_FOUND","error_description":"Source was not found."}"#;
/// match bitrix24::decode::<source::Get>(200, body) {
///     Err(CallError::Method(error)) => assert_eq!(error.code, source::GetError::SourceNotFound),
///     other => panic!("{other:?}"),
/// }
/// # }
/// ```
pub fn decode<M: Method>(
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<Response<M::Output>, CallError<M::Error>> {
    let answer = Answer {
        method: Cow::Borrowed(M::NAME),
        status,
        body: body.as_ref(),
    };
    answer.response(M::UNWRAP, has_error_field::<M>())
}

/// Whether `error` inside the result is a part of the output and no error.
pub(crate) fn has_error_field<M: Method>() -> bool {
    match (M::UNWRAP, M::Output::blank().slot()) {
        (Some(key), _) => key == "error",
        (None, Slot::Record(record)) => record
            .def()
            .fields
            .iter()
            .any(|field| field.name == "error"),
        _ => false,
    }
}

/// The answer to a call.
pub(crate) struct Answer<'a> {
    pub(crate) method: Cow<'static, str>,
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

/// What stands beside a result.
#[derive(Default)]
pub(super) struct Meta {
    pub(super) time: Option<Time>,
    pub(super) total: Option<i64>,
    pub(super) next: Option<i64>,
}

enum Failure {
    Api(RawError),
    Decode(DecodeError),
    Unexpected(UnexpectedError),
}

impl Answer<'_> {
    /// Decodes the whole of it.
    pub(crate) fn response<T: Wire, E: ErrorCode>(
        &self,
        unwrap: Option<&str>,
        has_error_field: bool,
    ) -> Result<Response<T>, CallError<E>> {
        let mut result = None;
        match self.decode(unwrap, &mut result, has_error_field) {
            Ok(meta) => Ok(Response {
                result: result.unwrap_or_else(T::blank),
                time: meta.time,
                total: meta.total,
                next: meta.next,
                attempts: 1,
            }),
            Err(Failure::Api(error)) => Err(self.classify(error)),
            Err(Failure::Decode(error)) => Err(CallError::Decode(error)),
            Err(Failure::Unexpected(error)) => Err(CallError::Unexpected(error)),
        }
    }

    /// The result, not yet decoded.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn raw_result<E: ErrorCode>(&self) -> Result<&RawValue, CallError<E>> {
        let envelope = Envelope::parse(self.body)
            .map_err(|problem| CallError::Unexpected(self.unexpected_error(problem)))?;
        if let Some(error) = envelope.error() {
            return Err(self.classify(error));
        }
        let problem = "the answer has neither a result nor an error";
        let missing = || CallError::Unexpected(self.unexpected_error(problem.to_owned()));
        envelope.result.ok_or_else(missing)
    }

    /// Whether it is an error of the API, wherever that stands.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn is_error(&self, has_error_field: bool) -> bool {
        Envelope::parse(self.body).is_ok_and(|envelope| {
            envelope.error().is_some() || (!has_error_field && envelope.error_in_result().is_some())
        })
    }

    /// Decodes the result into a blank value. Not generic, so that it is compiled once and not for every method.
    fn decode(
        &self,
        unwrap: Option<&str>,
        output: &mut dyn Optional,
        has_error_field: bool,
    ) -> Result<Meta, Failure> {
        if let Some(meta) = direct(self.body, unwrap, output.fill(), has_error_field) {
            return Ok(meta);
        }
        let envelope = Envelope::parse(self.body).map_err(|problem| self.unexpected(problem))?;
        if let Some(error) = envelope.error() {
            return Err(Failure::Api(error));
        }
        if let Some(error) = envelope.error_in_result().filter(|_| !has_error_field) {
            return Err(Failure::Api(error));
        }
        let Some(result) = envelope.result else {
            return Err(self.unexpected("the answer has neither a result nor an error".to_owned()));
        };
        self.fill(unwrap, output.fill(), result)?;
        Ok(Meta {
            time: tolerant(envelope.time),
            total: tolerant(envelope.total),
            next: tolerant(envelope.next),
        })
    }

    fn fill(
        &self,
        unwrap: Option<&str>,
        output: SlotMut<'_>,
        result: &RawValue,
    ) -> Result<(), Failure> {
        let trace = Trace::default();
        let mut json = serde_json::Deserializer::from_str(result.get());
        let filled = match (unwrap, result.get().as_bytes()) {
            (None, _) => Fill::new(output, &trace).deserialize(&mut json).map(|_| ()),
            (Some(key), [b'{', ..]) => json.deserialize_map(Unwrap {
                key,
                output,
                trace: &trace,
            }),
            // PHP writes an empty object as an array, and no rows as nothing.
            (Some(_), b"[]") if matches!(output, SlotMut::List(_) | SlotMut::Map(_)) => Ok(()),
            (Some(key), b"[]") => absent(key, output, &trace),
            (Some(_), _) => Err(trace.fail("object", "another value")),
        };
        filled.map_err(|error| {
            let error = trace.key("result", error);
            Failure::Decode(DecodeError {
                method: self.method.clone(),
                path: trace.to_string(),
                // Without a problem of ours it is the JSON: what passes the envelope fails by its depth only.
                problem: trace
                    .problem()
                    .map_or_else(|| error.to_string(), |problem| problem.to_string()),
                status: self.status,
                body: Body::new(self.body),
            })
        })
    }

    fn unexpected(&self, problem: String) -> Failure {
        Failure::Unexpected(self.unexpected_error(problem))
    }

    pub(crate) fn unexpected_error(&self, problem: String) -> UnexpectedError {
        UnexpectedError {
            method: self.method.clone(),
            problem,
            status: self.status,
            body: Body::new(self.body),
        }
    }

    /// Decides whose error it is. A code of the method's own table is the method's, unless only the system's table
    /// knows it with this HTTP status: `ACCESS_DENIED` is a matter of rights with 200, of the tariff with 403. Inside a
    /// result it is always the method's.
    fn classify<E: ErrorCode>(&self, error: RawError) -> CallError<E> {
        let row = |rows: &'static [ErrorRow]| {
            let mut rows = rows.iter();
            rows.find(|row| row.code.eq_ignore_ascii_case(&error.code))
        };
        let is_system = match (row(E::rows()), row(SystemCode::rows())) {
            (None, system) => system.is_some(),
            (Some(_), None) => false,
            (Some(own), Some(system)) => {
                let alien = !own.statuses.is_empty() && !own.statuses.contains(&self.status);
                alien && system.statuses.contains(&self.status) && !error.in_result
            }
        };
        if is_system {
            CallError::System(self.api_error(error))
        } else {
            CallError::Method(self.api_error(error))
        }
    }

    fn api_error<C: ErrorCode>(&self, error: RawError) -> ApiError<C> {
        ApiError {
            method: self.method.clone(),
            code: C::from_code(&error.code),
            description: error.description,
            status: self.status,
            body: Body::new(self.body),
        }
    }
}

/// What stands beside the result is not worth failing for.
fn tolerant<T: Wire>(raw: Option<&RawValue>) -> Option<T> {
    let mut value = None;
    let mut json = serde_json::Deserializer::from_str(raw?.get());
    Fill::new(Wire::slot_mut(&mut value), &Trace::default())
        .deserialize(&mut json)
        .ok()?;
    value
}

/// Takes the output from under the one key that wraps it.
pub(super) struct Unwrap<'k, 'a, 't> {
    pub(super) key: &'k str,
    pub(super) output: SlotMut<'a>,
    pub(super) trace: &'t Trace,
}

impl<'de> Visitor<'de> for Unwrap<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { key, output, trace } = self;
        let mut output = Some(output);
        while let Some(TextKey(name)) = map.next_key()? {
            match output.take_if(|_| name == key) {
                Some(output) => {
                    map.next_value_seed(Fill::new(output, trace))
                        .map_err(|error| trace.key(key, error))?;
                }
                None => {
                    trace.other_key(&name);
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        output.map_or(Ok(()), |output| absent(key, output, trace))
    }
}

/// The key that wraps the output is not there.
fn absent<E: serde::de::Error>(key: &str, output: SlotMut<'_>, trace: &Trace) -> Result<(), E> {
    match output {
        SlotMut::Option(option) => {
            option.clear();
            Ok(())
        }
        output => Err(trace.key(key, trace.fail(kind(&output), "nothing"))),
    }
}
