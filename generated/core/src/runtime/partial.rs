//! A list some of whose rows do not decode: they are cut out of the response, and the rest is decoded as usual.
//!
//! Only a response that has failed as a whole comes here, so it may take its time.

use serde_core::de::DeserializeSeed as _;

use super::allowance::{self, Allowance};
use super::any_code::AnyCode;
use super::body::Body;
use super::call::Answer;
use super::decode::Fill;
use super::decode_error::DecodeError;
use super::envelope::{Envelope, without_bom};
use super::error::CallError;
use super::members::{elements_of_php, member};
use super::record::{List, Optional, SlotMut};
use super::response::Meta;
use super::row::RowError;
use super::shown::Shown;
use super::trace::Trace;

impl Answer<'_> {
    /// Decodes the result without the rows that do not decode, because of one of which the whole did not.
    #[cold]
    pub(super) fn decode_partial(
        &self,
        rows: &str,
        error: DecodeError,
        output: &mut dyn Optional,
    ) -> Result<Meta, CallError<AnyCode>> {
        let Some(cut) = cut(self, rows, output) else {
            return Err(CallError::Decode(error));
        };
        let rest = Answer {
            body: cut.body.as_bytes(),
            ..*self
        };
        match rest.decode_whole(output) {
            Ok(meta) => Ok(Meta {
                row_errors: cut.errors,
                ..meta
            }),
            // Something else is wrong as well; of the whole response, the first mistake is told.
            Err(_) => Err(CallError::Decode(error)),
        }
    }
}

/// A response without the rows that do not decode.
struct Cut {
    body: String,
    errors: Vec<RowError>,
}

/// What an error takes, with its texts.
const ERROR: usize = size_of::<RowError>() + 512;

/// Cuts the rows that do not decode out of `answer`, whose rows are in the field `rows` of the output, or are the output if
/// that is empty. Nothing if the response has no rows there.
fn cut(answer: &Answer<'_>, rows: &str, output: &mut dyn Optional) -> Option<Cut> {
    let body = std::str::from_utf8(without_bom(answer.body)).ok()?;
    let keys = answer.method.keys().iter().copied();
    let keys = keys.chain(Some(rows).filter(|rows| !rows.is_empty()));
    let keys: Vec<&str> = keys.collect();
    let mut raw = Envelope::parse(body.as_bytes()).ok()?.result?;
    for key in &keys {
        raw = member(raw, key)?;
    }
    let elements = elements_of_php(raw.get())?;
    let list = list(output.fill(), rows)?;
    // Errors take memory as well; rows that are all wrong are no list.
    let allowance = Allowance::new(allowance::of_body(body.len()));
    let (mut good, mut errors) = (Vec::new(), Vec::new());
    for (index, element) in elements.into_iter().enumerate() {
        list.clear();
        let trace = Trace::within(allowance::of_body(element.get().len()));
        let trace = trace.leading(answer.method.lead);
        let mut json = serde_json::Deserializer::from_str(element.get());
        let Err(error) = Fill::new(list.push(), &trace).deserialize(&mut json) else {
            good.push(element.get());
            continue;
        };
        if !allowance.element(errors.len(), || ERROR) {
            return None;
        }
        trace.index(index, ());
        for key in keys.iter().rev() {
            trace.key(key, ());
        }
        trace.key("result", ());
        errors.push(RowError {
            method: answer.method.name.clone(),
            index,
            path: Shown::text(&trace.to_string()).to_string(),
            problem: trace.describe(&error),
            status: answer.status,
            json: Body::new(element.get().as_bytes()),
        });
    }
    // What was parsed is a part of the text that it was parsed from.
    let begin = raw
        .get()
        .as_ptr()
        .addr()
        .checked_sub(body.as_ptr().addr())?;
    let (before, after) = (body.get(..begin)?, body.get(begin + raw.get().len()..)?);
    let body = [before, "[", &good.join(","), "]", after].concat();
    Some(Cut { body, errors })
}

/// The rows of an output.
fn list<'a>(output: SlotMut<'a>, rows: &str) -> Option<&'a mut (dyn List + 'a)> {
    match output {
        SlotMut::List(list) if rows.is_empty() => Some(list),
        SlotMut::Option(option) => list(option.value(), rows),
        SlotMut::Record(record) => {
            let mut fields = record.def().fields.iter();
            let index = fields.position(|field| field.name == rows)?;
            list(record.get_mut(index), "")
        }
        _ => None,
    }
}
