//! From the answer to a call, as bytes, to its output or its error.

use serde_core::de::DeserializeSeed as _;
use serde_json::value::RawValue;

use super::allowance;
use super::any_code::AnyCode;
use super::api_error::ApiError;
use super::body::Body;
use super::code::{ErrorCode, ErrorRow};
use super::decode::Fill;
use super::decode_error::{DecodeError, UnexpectedError};
use super::direct::direct;
use super::envelope::{Envelope, RawError};
use super::error::CallError;
use super::hint::hint;
use super::method::Method;
use super::method_def::MethodDef;
use super::mistake::Mistake;
use super::more::more;
use super::own::stream;
use super::paging::Paged;
use super::record::{Optional, SlotMut, Wire};
use super::response::{Meta, Response, response};
use super::shown::Shown;
use super::too_large::{TooLargeError, TooLargeKind};
use super::trace::Trace;
use super::unwrap::Unwrap;
use crate::SystemCode;

/// Decodes the answer to a call of `M`: enough to use the crate with any HTTP client.
///
/// The HTTP status alone decides nothing: several methods answer their errors with 200. A code that is in both the method's
/// table and the system's is the method's, unless the status is the system's: `ACCESS_DENIED` is about the plan with 403, and
/// about rights with any other.
///
/// Several methods put an error inside the result of a successful answer. It is the method's, whatever its code. If the keys of
/// the output are data, as those of a map, a key `error` is data as well.
///
/// # Errors
///
/// [`CallError::Method`] and [`CallError::System`] if the server answered an error, wherever it stands;
/// [`CallError::Decode`] if the result has another shape than documented; [`CallError::Unexpected`] if the answer is
/// not one of the REST API. All of these keep the body. [`CallError::TooLarge`] if the output would take more memory than 64 MiB
/// and than 16 times the body.
///
/// ```
/// use bitrix24::CallError;
/// use bitrix24::biconnector::source;
///
/// let body = r#"{"error":"SOURCE_NOT_FOUND","error_description":"Source was not found."}"#;
/// match bitrix24::decode::<source::Get>(200, body) {
///     Err(CallError::Method(error)) => assert_eq!(error.code, source::GetError::SourceNotFound),
///     other => panic!("{other:?}"),
/// }
/// ```
pub fn decode<M: Method>(
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<Response<M::Output>, CallError<M::Error>> {
    let mut output = None;
    let outcome = decode_into(MethodDef::of::<M>(), status, body.as_ref(), &mut output);
    response(output, outcome)
}

/// Decodes a page of a list as [`decode`] does, but rows that do not decode are left out:
/// [`Response::row_errors`] has an error for each.
///
/// # Errors
///
/// As [`decode`]; [`CallError::Decode`] is about the response around the rows.
///
/// ```
/// use bitrix24::crm::deal::List;
///
/// let body = r#"{"result":[{"ID":"1","OPPORTUNITY":"1 500,50"},{"ID":"2","OPPORTUNITY":"20.00"}],"total":2}"#;
/// assert!(bitrix24::decode::<List>(200, body).is_err());
/// let page = bitrix24::decode_partial::<List>(200, body)?;
/// assert_eq!(page.result.len(), 1);
/// assert_eq!(page.row_errors[0].path, "result[0].OPPORTUNITY");
/// # Ok::<(), bitrix24::Error>(())
/// ```
pub fn decode_partial<M: Paged>(
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<Response<M::Output>, CallError<M::Error>> {
    let mut output = None;
    let method = MethodDef::of::<M>().partial(Some(M::ROWS));
    let outcome = decode_into(method, status, body.as_ref(), &mut output);
    response(output, outcome)
}

/// Decodes the response to a call of `M` like [`decode`], but leaves an optional field absent if its value is of another kind
/// than documented, and reports it in [`Response::mistakes`].
///
/// A required field that does not decode still fails whatever contains it, up to the next optional field, which is left out:
/// such as a whole list, if one of its elements lacks its ID. If no optional field contains it, decoding fails.
///
/// # Errors
///
/// Like [`decode`]; [`CallError::Decode`] is about a required value.
///
/// ```
/// use bitrix24::crm::deal::List;
///
/// let body = r#"{"result":[{"ID":"1","OPPORTUNITY":"1 500,50"},{"ID":"2","OPPORTUNITY":"20.00"}]}"#;
/// assert!(bitrix24::decode::<List>(200, body).is_err());
/// let deals = bitrix24::decode_tolerant::<List>(200, body)?;
/// assert_eq!(deals.result[0].opportunity, None);
/// assert_eq!(deals.mistakes[0].path, "result[0].OPPORTUNITY");
/// # Ok::<(), bitrix24::Error>(())
/// ```
pub fn decode_tolerant<M: Method>(
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<Response<M::Output>, CallError<M::Error>> {
    let mut output = None;
    let method = MethodDef::of::<M>().tolerant(true);
    let outcome = decode_into(method, status, body.as_ref(), &mut output);
    response(output, outcome)
}

// What has a type parameter here is compiled for each method, in the crate of the caller; the rest is compiled once.

fn decode_into(
    method: MethodDef,
    status: u16,
    body: &[u8],
    output: &mut dyn Optional,
) -> Result<Meta, CallError<AnyCode>> {
    let answer = Answer {
        method: &method,
        status,
        body,
    };
    answer.decode(output)
}

/// The answer to a call.
pub(crate) struct Answer<'a> {
    pub(crate) method: &'a MethodDef,
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The result and the time, not yet decoded. An error inside the result is a part of it.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn raw(&self) -> Result<(&RawValue, Option<&RawValue>), CallError<AnyCode>> {
        let envelope = self.envelope()?;
        match (envelope.error(), envelope.result) {
            (Some(error), _) => Err(self.classify(error)),
            (None, Some(result)) => Ok((result, envelope.time)),
            (None, None) => Err(self.unexpected(NEITHER.to_owned())),
        }
    }

    fn envelope(&self) -> Result<Envelope<'_>, CallError<AnyCode>> {
        let parse = match self.method.envelope {
            true => Envelope::parse,
            false => Envelope::parse_bare,
        };
        parse(self.body).map_err(|problem| self.unexpected(problem))
    }

    /// Whether it is an error of the API, wherever that stands.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn is_error(&self, has_error_field: bool) -> bool {
        // To look for the key, in either spelling, is faster than to take apart an answer without it.
        let text = std::str::from_utf8(self.body).unwrap_or_default();
        if !text.contains("\"error\"") && !text.contains("\\u") {
            return false;
        }
        Envelope::parse(self.body).is_ok_and(|envelope| {
            envelope.error().is_some() || (!has_error_field && envelope.error_in_result().is_some())
        })
    }

    /// Decodes the result into a blank value; without the rows that do not decode, if the method says so.
    pub(crate) fn decode(&self, output: &mut dyn Optional) -> Result<Meta, CallError<AnyCode>> {
        match (self.decode_whole(output), self.method.rows) {
            (Err(CallError::Decode(error)), Some(rows)) => self.decode_partial(rows, error, output),
            (outcome, _) => outcome,
        }
    }

    pub(super) fn decode_whole(
        &self,
        output: &mut dyn Optional,
    ) -> Result<Meta, CallError<AnyCode>> {
        let mut slot = output.fill();
        let has_error_field = self.method.has_error_field(&mut slot);
        let trace = Trace::within(self.allowance()).leading(self.method.lead);
        let keys = self.method.keys();
        let short_way = if self.method.own { stream } else { direct };
        if let Some(meta) = short_way(self.body, keys, slot, has_error_field, &trace) {
            return Ok(meta);
        }
        if trace.is_too_large() {
            return Err(self.too_large());
        }
        let envelope = self.envelope()?;
        if let Some(error) = envelope.error() {
            return Err(self.classify(error));
        }
        if let Some(error) = envelope.error_in_result().filter(|_| !has_error_field) {
            return Err(self.classify(error));
        }
        let Some(result) = envelope.result else {
            return Err(self.unexpected(NEITHER.to_owned()));
        };
        // Of a list whose rows are errors one by one it is not known yet which.
        let mistakes = match self.method.tolerant && self.method.rows.is_none() {
            true => self.fill::<true>(output.fill(), result, envelope.is_bare)?,
            false => self.fill::<false>(output.fill(), result, envelope.is_bare)?,
        };
        Ok(Meta {
            mistakes,
            time: tolerant(envelope.time),
            total: tolerant(envelope.total),
            next: tolerant(envelope.next),
            more: more(result),
            ..Meta::default()
        })
    }

    /// The memory that decoding may take.
    fn allowance(&self) -> usize {
        allowance::of_body(self.body.len())
    }

    /// Decodes a result, and gives what was left out.
    fn fill<const TOLERANT: bool>(
        &self,
        output: SlotMut<'_>,
        result: &RawValue,
        is_bare: bool,
    ) -> Result<Vec<Mistake>, CallError<AnyCode>> {
        let trace = Trace::within(self.allowance()).leading(self.method.lead);
        let unwrap = Unwrap::<TOLERANT> {
            keys: self.method.keys(),
            output,
            trace: &trace,
        };
        let mut json = serde_json::Deserializer::from_str(result.get());
        let Err(error) = unwrap.deserialize(&mut json) else {
            return Ok(trace.left_out.mistakes(self.method, self.status));
        };
        if trace.is_too_large() {
            return Err(self.too_large());
        }
        let error = match is_bare {
            true => error,
            false => trace.key("result", error),
        };
        let place = trace.place();
        Err(CallError::Decode(DecodeError {
            method: self.method.name.clone(),
            path: Shown::text(&place.path).to_string(),
            problem: trace.describe(&error),
            status: self.status,
            body: Body::new(self.body).wrong_at(place.public),
        }))
    }

    #[cold]
    fn too_large(&self) -> CallError<AnyCode> {
        CallError::TooLarge(TooLargeError {
            method: self.method.name.clone(),
            kind: TooLargeKind::Decoded,
            limit: self.allowance(),
        })
    }

    pub(crate) fn unexpected(&self, problem: String) -> CallError<AnyCode> {
        CallError::Unexpected(UnexpectedError {
            method: self.method.name.clone(),
            problem,
            status: self.status,
            body: Body::new(self.body),
        })
    }

    /// Decides whose error it is. Inside a result it is always the method's, whatever the code. So is a code of the method's
    /// own table, unless only the system's table knows it with this HTTP status: `ACCESS_DENIED` is a matter of rights with
    /// 200, of the tariff with 403.
    fn classify(&self, error: RawError) -> CallError<AnyCode> {
        // Whether a table has the code, and whether it has it with this status, or with any.
        let listed = |rows: &'static [ErrorRow]| {
            let rows = rows.iter();
            let rows = rows.filter(|row| row.code.eq_ignore_ascii_case(&error.code));
            let mut statuses = rows.clone().filter_map(ErrorRow::status).peekable();
            let is_any = statuses.peek().is_none();
            let is_this = statuses.any(|status| status == self.status);
            rows.clone().next().map(|_| (is_this, is_any))
        };
        let is_system = || match (listed(self.method.errors), listed(SystemCode::rows())) {
            (None, system) => system.is_some(),
            (Some(_), None) => false,
            (Some((own, any)), Some((system, _))) => !own && !any && system,
        };
        if !error.in_result && is_system() {
            let mut error = self.api_error(error);
            error.body.kept_mut().hint = hint(&error.code, self.method);
            CallError::System(error)
        } else {
            CallError::Method(self.api_error(error))
        }
    }

    fn api_error<C: ErrorCode>(&self, error: RawError) -> ApiError<C> {
        let mut body = Body::new(self.body);
        body.kept_mut().in_result = error.in_result;
        ApiError {
            method: self.method.name.clone(),
            code: C::from_code(&error.code),
            description: error.description,
            status: self.status,
            body,
        }
    }
}

/// What is wrong with an answer that has no meaning.
const NEITHER: &str = "the answer has neither a result nor an error";

/// What stands beside the result is not worth failing for.
pub(crate) fn tolerant<T: Wire>(raw: Option<&RawValue>) -> Option<T> {
    let mut value = None;
    let mut json = serde_json::Deserializer::from_str(raw?.get());
    let trace = Trace::within(allowance::of_body(0));
    Fill::<false>::new(Wire::slot_mut(&mut value), &trace)
        .deserialize(&mut json)
        .ok()?;
    value
}
