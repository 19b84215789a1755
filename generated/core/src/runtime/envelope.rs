//! The object around every answer: `result` with `time`, `total` and `next`, or `error` with its description.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::key::TextKey;

/// The parts of an answer, not yet decoded.
#[derive(Default)]
pub(super) struct Envelope<'a> {
    pub(super) result: Option<&'a RawValue>,
    pub(super) time: Option<&'a RawValue>,
    pub(super) total: Option<&'a RawValue>,
    pub(super) next: Option<&'a RawValue>,
    error: Option<&'a RawValue>,
    /// REST 3 calls it `code`.
    code: Option<&'a RawValue>,
    description: Option<&'a RawValue>,
    /// What REST 3 calls the description.
    message: Option<&'a RawValue>,
    /// What REST 3 says about single parameters.
    validation: Option<&'a RawValue>,
    /// Of which of them a row of that is.
    field: Option<&'a RawValue>,
    /// Whether there is no envelope, and the result is the whole answer.
    pub(super) is_bare: bool,
}

impl<'de: 'a, 'a> Deserialize<'de> for Envelope<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EnvelopeVisitor;

        impl<'de> Visitor<'de> for EnvelopeVisitor {
            type Value = Envelope<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut envelope = Envelope::default();
                while let Some(TextKey(key)) = map.next_key()? {
                    let part = match key.as_ref() {
                        "result" => &mut envelope.result,
                        "time" => &mut envelope.time,
                        "total" => &mut envelope.total,
                        "next" => &mut envelope.next,
                        "error" => &mut envelope.error,
                        "code" => &mut envelope.code,
                        "error_description" => &mut envelope.description,
                        "message" => &mut envelope.message,
                        "validation" => &mut envelope.validation,
                        "field" => &mut envelope.field,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    *part = Some(map.next_value()?);
                }
                Ok(envelope)
            }
        }

        deserializer.deserialize_map(EnvelopeVisitor)
    }
}

/// An error as the server sent it.
#[derive(Debug, PartialEq)]
pub(super) struct RawError {
    /// Empty if there is none.
    pub(super) code: String,
    pub(super) description: String,
    /// Whether it stood inside the result of a successful answer: the system's errors never do.
    pub(super) in_result: bool,
}

impl<'a> Envelope<'a> {
    /// Splits an answer; the error says what is wrong with the JSON, and where, but repeats nothing of it.
    pub(super) fn parse(body: &'a [u8]) -> Result<Self, String> {
        let body = without_bom(body);
        if !body.trim_ascii_start().starts_with(b"{") {
            return Err("the answer is no JSON object".to_owned());
        }
        // Text, as everywhere: a parser of bytes would be compiled beside that of text.
        let parsed = match std::str::from_utf8(body) {
            Ok(body) => serde_json::from_str(body).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        parsed.map_err(|problem| format!("the answer is no JSON: {problem}"))
    }

    /// The same of a method that may answer without an envelope: where there is neither a result nor an error, the result is all.
    pub(super) fn parse_bare(body: &'a [u8]) -> Result<Self, String> {
        let found = Self::parse(body).unwrap_or_default();
        if found.result.is_some() || found.error().is_some() {
            return Ok(found);
        }
        let text = std::str::from_utf8(without_bom(body)).map_err(|error| error.to_string());
        let whole = text.and_then(|text| serde_json::from_str(text).map_err(|it| it.to_string()));
        let whole = whole.map_err(|problem| format!("the answer is no JSON: {problem}"))?;
        Ok(Self {
            result: Some(whole),
            is_bare: true,
            ..found
        })
    }

    /// The error of the answer itself. Beside a result, an empty `error` means that there is none.
    pub(super) fn error(&self) -> Option<RawError> {
        let error = self.raw_error()?;
        let says_nothing = error.code.is_empty() && error.description.is_empty();
        (self.result.is_none() || !says_nothing).then_some(error)
    }

    /// The error that some methods put inside the result of a successful answer: as an object under `error`, or as a
    /// code with a description beside it.
    pub(super) fn error_in_result(&self) -> Option<RawError> {
        let raw = self
            .result
            .filter(|raw| raw.get().starts_with('{') && raw.get().contains("\"error\""))?;
        let result = parts(raw)?;
        let error = result.error?;
        let says_something = |found: &RawError| {
            if !is_object(error) {
                // A map of data may well have the keys `error` and `message`.
                return result.description.is_some() && !found.description.is_empty();
            }
            parts(error).is_some_and(|inner| {
                let text = inner.description.or(inner.message);
                inner.error.is_some() || inner.code.is_some() || text.is_some()
            })
        };
        let found = result.raw_error().filter(says_something)?;
        Some(RawError {
            in_result: true,
            ..found
        })
    }

    /// `error` with the description beside it; or both inside it, as in REST 3 and in a result.
    fn raw_error(&self) -> Option<RawError> {
        let error = self.error?;
        if is_object(error) {
            let inner = parts(error)?;
            let code = inner.error.filter(|raw| !is_object(raw)).or(inner.code);
            return Some(RawError {
                code: code.map(code_text).unwrap_or_default(),
                description: inner.description(),
                in_result: false,
            });
        }
        Some(RawError {
            code: code_text(error),
            description: self.description(),
            in_result: false,
        })
    }

    fn description(&self) -> String {
        let description = self.description.or(self.message);
        description.map(text).unwrap_or_default()
    }
}

pub(super) fn without_bom(body: &[u8]) -> &[u8] {
    const BOM: &[u8] = b"\xef\xbb\xbf";
    body.strip_prefix(BOM).unwrap_or(body)
}

/// A code is a string or a number; `0`, `false`, `null` and `[]` are none.
fn code_text(raw: &RawValue) -> String {
    match raw.get() {
        "0" | "\"0\"" | "false" | "null" | "[]" => String::new(),
        _ => text(raw),
    }
}

/// A string, or the JSON of any other value.
fn text(raw: &RawValue) -> String {
    match raw.get() {
        "null" => String::new(),
        json => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
    }
}

fn is_object(raw: &RawValue) -> bool {
    raw.get().starts_with('{')
}

/// The parts of an object inside an answer.
fn parts(object: &RawValue) -> Option<Envelope<'_>> {
    serde_json::from_str(object.get()).ok()
}

/// The parameters that an error of REST 3 names, each with what it says about it; nothing if that has another shape.
pub(super) fn validation(body: &[u8]) -> impl Iterator<Item = (String, String)> {
    let error = Envelope::parse(body).ok().and_then(|answer| answer.error);
    let rows = error.and_then(parts).and_then(|error| error.validation);
    let rows: Vec<&RawValue> = rows
        .and_then(|rows| serde_json::from_str(rows.get()).ok())
        .unwrap_or_default();
    let text = |raw: Option<&RawValue>| {
        let text = raw.and_then(|raw| serde_json::from_str(raw.get()).ok());
        text.unwrap_or_default()
    };
    let rows = rows.into_iter().filter(|row| is_object(row));
    rows.filter_map(parts)
        .map(move |row| (text(row.field), text(row.message)))
}
