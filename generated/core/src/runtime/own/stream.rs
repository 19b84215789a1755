//! The short way to a type of the caller's own: an answer that is as it should be, in one pass over its text.
//!
//! As of the types of the API, what is not as it should be is left to the long way.

use serde_core::de::DeserializeSeed as _;

use crate::runtime::allowance::size;
use crate::runtime::decode::Fill;
use crate::runtime::envelope::without_bom;
use crate::runtime::lenient::Json;
use crate::runtime::more::more_of;
use crate::runtime::record::{SlotMut, Wire as _};
use crate::runtime::response::Meta;
use crate::runtime::trace::Trace;

/// Decodes an answer, if it is as it should be; else there may be anything in the output.
pub(in crate::runtime) fn stream(
    body: &[u8],
    keys: &[&'static str],
    output: SlotMut<'_>,
    has_error_field: bool,
    trace: &Trace,
) -> Option<Meta> {
    let body = std::str::from_utf8(without_bom(body)).ok()?;
    let json = Json::new(body);
    let (mut meta, mut output) = (Meta::default(), Some(output));
    let mut seen = [false; 3];
    members(&json, |key| {
        let (place, slot) = match key {
            "result" => return fill_within(&json, keys, output.take()?, trace),
            "error" => return None,
            "time" => (0, meta.time.slot_mut()),
            "total" => (1, meta.total.slot_mut()),
            "next" => (2, meta.next.slot_mut()),
            _ => return json.skip().map(drop),
        };
        if std::mem::replace(seen.get_mut(place)?, true) {
            return None;
        }
        let mut value = serde_json::Deserializer::from_str(json.skip()?);
        Fill::<false>::new(slot, trace)
            .deserialize(&mut value)
            .ok()
            .map(drop)
    })?;
    if output.is_some() || json.peek() != 0 || json.at() < body.len() {
        return None;
    }
    if trace.has_more() {
        meta.more = more_of(body);
    }
    // It may be an error inside the result.
    (has_error_field || !trace.has_error()).then_some(meta)
}

/// Reads an object; `member` takes the value of each key.
fn members(json: &Json<'_>, mut member: impl FnMut(&str) -> Option<()>) -> Option<()> {
    json.takes(b'{').then_some(())?;
    let mut is_first = true;
    while json.goes_on(b'}', std::mem::take(&mut is_first))? {
        member(&json.key()?)?;
    }
    Some(())
}

/// Takes the output from under the keys that wrap it, one in the other.
fn fill_within(
    json: &Json<'_>,
    keys: &[&'static str],
    output: SlotMut<'_>,
    trace: &Trace,
) -> Option<()> {
    let Some((wrap, keys)) = keys.split_first() else {
        return fill(json, output, trace);
    };
    let mut output = Some(output);
    members(json, |key| match output.take_if(|_| key == *wrap) {
        Some(output) => fill_within(json, keys, output, trace),
        None => {
            trace.other_key(key);
            json.skip().map(drop)
        }
    })?;
    output.is_none().then_some(())
}

fn fill(json: &Json<'_>, output: SlotMut<'_>, trace: &Trace) -> Option<()> {
    match output {
        SlotMut::Raw(output) => output.set(json, trace).ok(),
        SlotMut::List(list) => {
            json.takes(b'[').then_some(())?;
            list.clear();
            for index in 0.. {
                if !json.goes_on(b']', index == 0)? {
                    break;
                }
                let row = list.push();
                trace
                    .element::<serde_json::Error>(index, || size(&row))
                    .ok()?;
                fill(json, row, trace)?;
            }
            Some(())
        }
        _ => None,
    }
}
