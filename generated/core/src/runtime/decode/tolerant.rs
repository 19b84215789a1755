//! Tolerant decoding: an optional field whose value does not decode is left out.

use serde_core::de::{DeserializeSeed, Deserializer, Error as _};
use serde_json::value::RawValue;

use super::fill::{Fill, Filled};
use crate::runtime::record::SlotMut;

/// A field that may be left out. Its value is taken whole before it is decoded, so that what follows it can be read whatever is
/// wrong inside.
pub(super) struct Lenient<'a, 't> {
    fill: Fill<'a, 't, true>,
    /// Whether it is a key of a family, and not a field of its own.
    is_member: bool,
}

impl<'a, 't> Lenient<'a, 't> {
    /// An optional field.
    pub(super) fn field<const TOLERANT: bool>(fill: Fill<'a, 't, TOLERANT>) -> Self {
        Self::new(fill, false)
    }

    /// A key of a family. If it is left out it is [`Filled::Empty`], upon which it is removed.
    pub(super) fn member<const TOLERANT: bool>(fill: Fill<'a, 't, TOLERANT>) -> Self {
        Self::new(fill, true)
    }

    fn new<const TOLERANT: bool>(fill: Fill<'a, 't, TOLERANT>, is_member: bool) -> Self {
        let fill = Fill {
            slot: fill.slot,
            trace: fill.trace,
            optional: fill.optional,
        };
        Self { fill, is_member }
    }

    fn take(self, raw: &RawValue) -> Result<Filled, serde_json::Error> {
        let Fill {
            slot,
            trace,
            optional,
        } = self.fill;
        let before = trace.left_out.begin()?;
        let mut json = serde_json::Deserializer::from_str(raw.get());
        let mut decode = |slot: SlotMut<'_>| {
            let fill = Fill::<true> {
                slot,
                trace,
                optional,
            };
            fill.deserialize(&mut json)
        };
        match slot {
            SlotMut::Option(option) => match decode(SlotMut::Option(&mut *option)) {
                Err(error) => {
                    option.clear();
                    trace.leave_out(before, raw, error)?;
                    Ok(Filled::Yes)
                }
                filled => filled,
            },
            slot if self.is_member => match decode(slot) {
                Err(error) => {
                    trace.leave_out(before, raw, error)?;
                    Ok(Filled::Empty)
                }
                filled => filled,
            },
            slot => decode(slot),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Lenient<'_, '_> {
    type Value = Filled;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Filled, D::Error> {
        let raw: &RawValue = serde_core::Deserialize::deserialize(deserializer)?;
        self.take(raw).map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
