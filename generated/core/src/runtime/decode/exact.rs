//! Numbers digit by digit, where serde_json would make floats of them.

use serde_core::Deserialize;
use serde_core::de::{Deserializer, Error as _};
use serde_json::value::RawValue;

use super::fill::{Fill, Filled};
use crate::runtime::decimal::Decimal;
use crate::runtime::record::SlotMut;

/// Decodes a decimal number from the text of an answer.
pub(super) fn decimal<'de, const TOLERANT: bool, D: Deserializer<'de>>(
    fill: &mut Fill<'_, '_, TOLERANT>,
    deserializer: D,
) -> Result<Filled, D::Error> {
    let text = <&RawValue>::deserialize(deserializer)?.get();
    match (&mut fill.slot, text.as_bytes()) {
        (SlotMut::Decimal(slot), [b'-' | b'0'..=b'9', ..]) => {
            match Decimal::from_text(text.to_owned()) {
                Some(value) => **slot = value,
                None => return fill.wrong("number out of range"),
            }
            Ok(Filled::Yes)
        }
        // Text, or what the server sends for a number that is absent.
        _ => {
            let mut json = serde_json::Deserializer::from_str(text);
            json.deserialize_any(fill).map_err(D::Error::custom)
        }
    }
}
