//! An output under the one key that wraps it.

use std::fmt;

use serde_core::de::{IgnoredAny, MapAccess, Visitor};

use super::decode::{Fill, kind};
use super::key::TextKey;
use super::record::SlotMut;
use super::trace::Trace;

/// Takes the output from under the one key that wraps it.
pub(super) struct Unwrap<'k, 'a, 't, const TOLERANT: bool> {
    pub(super) key: &'k str,
    pub(super) output: SlotMut<'a>,
    pub(super) trace: &'t Trace,
}

impl<'de, const TOLERANT: bool> Visitor<'de> for Unwrap<'_, '_, '_, TOLERANT> {
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
                    let output = Fill::<TOLERANT>::new(output, trace);
                    trace.at_key::<TOLERANT, _, _>(key, || map.next_value_seed(output))?;
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
pub(super) fn absent<E: serde_core::de::Error>(
    key: &str,
    output: SlotMut<'_>,
    trace: &Trace,
) -> Result<(), E> {
    match output {
        SlotMut::Option(option) => {
            option.clear();
            Ok(())
        }
        output => Err(trace.key(key, trace.fail(kind(&output), "nothing"))),
    }
}
