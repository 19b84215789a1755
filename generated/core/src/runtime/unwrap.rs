//! An output under the keys that wrap it.

use std::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::decode::{Fill, kind};
use super::key::TextKey;
use super::record::SlotMut;
use super::trace::Trace;

/// Takes the output from under the keys that wrap it, one in the other.
pub(super) struct Unwrap<'k, 'a, 't, const TOLERANT: bool> {
    pub(super) keys: &'k [&'static str],
    pub(super) output: SlotMut<'a>,
    pub(super) trace: &'t Trace,
}

impl<'de, const TOLERANT: bool> DeserializeSeed<'de> for Unwrap<'_, '_, '_, TOLERANT> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.keys {
            [] => {
                let fill = Fill::<TOLERANT>::new(self.output, self.trace);
                fill.deserialize(deserializer).map(|_| ())
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de, const TOLERANT: bool> Visitor<'de> for Unwrap<'_, '_, '_, TOLERANT> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            keys,
            output,
            trace,
        } = self;
        let (key, keys) = keys.split_first().unwrap_or((&"", &[]));
        let mut output = Some(output);
        while let Some(TextKey(name)) = map.next_key()? {
            match output.take_if(|_| name == *key) {
                Some(output) => {
                    let inside = Unwrap::<TOLERANT> {
                        keys,
                        output,
                        trace,
                    };
                    trace.at_key::<TOLERANT, _, _>(key, || map.next_value_seed(inside))?;
                }
                None => {
                    trace.other_key(&name);
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        output.map_or(Ok(()), |output| absent(key, output, trace))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if seq.next_element::<IgnoredAny>()?.is_some() {
            return self.wrong();
        }
        match self.output {
            // PHP writes an empty object as an array, and no rows as nothing.
            SlotMut::List(_) | SlotMut::Map(_) => Ok(()),
            output => absent(self.keys.first().unwrap_or(&""), output, self.trace),
        }
    }

    // What serde says of other kinds repeats their values.

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.wrong()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.wrong()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.wrong()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.wrong()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.wrong()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.wrong()
    }
}

impl<const TOLERANT: bool> Unwrap<'_, '_, '_, TOLERANT> {
    fn wrong<E: Error>(&self) -> Result<(), E> {
        Err(self.trace.fail("object", "another value"))
    }
}

/// The key that wraps the output is not there.
fn absent<E: Error>(key: &str, output: SlotMut<'_>, trace: &Trace) -> Result<(), E> {
    match output {
        SlotMut::Option(option) => {
            option.clear();
            Ok(())
        }
        output => Err(trace.key(key, trace.fail(kind(&output), "nothing"))),
    }
}
