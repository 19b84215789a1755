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
use super::method_def::MethodDef;
use super::path::push_key;
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
        let method = MethodDef {
            rows: None,
            ..self.method.clone()
        };
        let keys = self.method.keys().iter().copied();
        let way: Vec<&str> = keys
            .chain([rows].into_iter().filter(|rows| !rows.is_empty()))
            .collect();
        let cut = cut(self, rows, &way, output);
        let body = match &cut {
            Some(cut) => cut.body.as_bytes(),
            None if method.tolerant => self.body,
            None => return Err(CallError::Decode(error)),
        };
        let rest = Answer {
            method: &method,
            body,
            status: self.status,
        };
        let mut path = "result".to_owned();
        way.iter().for_each(|key| push_key(&mut path, key));
        match rest.decode_whole(output) {
            // The rows as a whole are never left out: a list without them would seem to be at its end.
            Ok(meta) if meta.mistakes.iter().any(|mistake| mistake.path == path) => {
                Err(CallError::Decode(error))
            }
            Ok(mut meta) => {
                if let Some(cut) = cut {
                    for mistake in &mut meta.mistakes {
                        mistake.renumber(&path, &cut.kept);
                    }
                    meta.row_errors = cut.errors;
                }
                Ok(meta)
            }
            // Something required is wrong as well, and not the first mistake.
            Err(CallError::Decode(required)) if method.tolerant => {
                Err(CallError::Decode(DecodeError {
                    body: error.body.wrong_at(required.body.place().to_owned()),
                    ..required
                }))
            }
            // Something else is wrong as well; of the whole response, the first mistake is told.
            Err(_) => Err(CallError::Decode(error)),
        }
    }
}

/// A response without the rows that do not decode.
struct Cut {
    body: String,
    /// Where the rows that do stood.
    kept: Vec<usize>,
    errors: Vec<RowError>,
}

/// What an error takes, with its texts.
const ERROR: usize = size_of::<RowError>() + 512;

/// Cuts the rows that do not decode out of `answer`, whose rows are in the field `rows` of the output, or are the output if
/// that is empty; `keys` lead to them. Nothing if the response has no rows there.
fn cut(answer: &Answer<'_>, rows: &str, keys: &[&str], output: &mut dyn Optional) -> Option<Cut> {
    let body = std::str::from_utf8(without_bom(answer.body)).ok()?;
    let mut raw = Envelope::parse(body.as_bytes()).ok()?.result?;
    for key in keys {
        raw = member(raw, key)?;
    }
    let elements = elements_of_php(raw.get())?;
    let list = list(output.fill(), rows)?;
    // Errors take memory as well; rows that are all wrong are no list.
    let allowance = Allowance::new(allowance::of_body(body.len()));
    let (mut good, mut kept, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for (index, element) in elements.into_iter().enumerate() {
        list.clear();
        let trace = Trace::within(allowance::of_body(element.get().len()));
        let trace = trace.leading(answer.method.lead);
        let mut json = serde_json::Deserializer::from_str(element.get());
        let filled = match answer.method.tolerant {
            true => Fill::<true>::new(list.push(), &trace).deserialize(&mut json),
            false => Fill::<false>::new(list.push(), &trace).deserialize(&mut json),
        };
        let Err(error) = filled else {
            good.push(element.get());
            kept.push(index);
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
        let place = trace.place();
        errors.push(RowError {
            method: answer.method.name.clone(),
            index,
            path: Shown::text(&place.path).to_string(),
            problem: trace.describe(&error),
            status: answer.status,
            json: Body::new(element.get().as_bytes()).wrong_at(place.public),
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
    Some(Cut { body, kept, errors })
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
