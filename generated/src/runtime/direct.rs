//! The short way: an answer that is as it should be, in one pass.
//!
//! What is not (an error, a key that comes twice, a value of another shape, broken JSON) is left to the long way, which
//! reads the envelope first, and knows what is wrong.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::call::{Meta, Unwrap};
use super::decode::Fill;
use super::envelope::without_bom;
use super::key::TextKey;
use super::record::{SlotMut, Wire};
use super::trace::Trace;

/// Decodes an answer, if it is as it should be; else there may be anything in the output.
pub(super) fn direct(
    body: &[u8],
    unwrap: Option<&str>,
    output: SlotMut<'_>,
    has_error_field: bool,
) -> Option<Meta> {
    let body = std::str::from_utf8(without_bom(body)).ok()?;
    // A field of these may be called `error`, and `has_error_field` does not say so.
    let unclear = unwrap.is_none() && matches!(output, SlotMut::Option(_) | SlotMut::Union(_));
    if unclear && !has_error_field && body.contains("\"error\"") {
        return None;
    }
    let trace = Trace::default();
    let mut json = serde_json::Deserializer::from_str(body);
    let answer = Direct {
        unwrap,
        output,
        trace: &trace,
    };
    let meta = json.deserialize_map(answer).ok()?;
    json.end().ok()?;
    // It may be an error inside the result.
    (has_error_field || !trace.has_error()).then_some(meta)
}

struct Direct<'k, 'a, 't> {
    unwrap: Option<&'k str>,
    output: SlotMut<'a>,
    trace: &'t Trace,
}

impl<'de> Visitor<'de> for Direct<'_, '_, '_> {
    type Value = Meta;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Meta, A::Error> {
        let Self {
            unwrap,
            output,
            trace,
        } = self;
        let long_way = || A::Error::custom("the long way");
        let mut output = Some(output);
        let mut meta = Meta::default();
        let mut seen = [false; 3];
        while let Some(TextKey(key)) = map.next_key()? {
            let (place, slot) = match key.as_ref() {
                "result" => {
                    let output = output.take().ok_or_else(long_way)?;
                    match unwrap {
                        None => map.next_value_seed(Fill::new(output, trace)).map(|_| ())?,
                        Some(key) => map.next_value_seed(Unwrap { key, output, trace })?,
                    }
                    continue;
                }
                "error" => return Err(long_way()),
                "time" => (0, meta.time.slot_mut()),
                "total" => (1, meta.total.slot_mut()),
                "next" => (2, meta.next.slot_mut()),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(long_way());
            }
            map.next_value_seed(Fill::new(slot, trace))?;
        }
        match output {
            None => Ok(meta),
            Some(_) => Err(long_way()),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Unwrap<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}
