//! Values whose JSON itself says what they are.

use serde_core::de::{DeserializeSeed, Deserializer, Error as _};

use super::fill::{Fill, Filled};
use super::json::Json;
use crate::runtime::record::SlotMut;

/// Reads a value twice: as JSON, by which the shape is picked, and then into the shape.
#[inline(never)]
pub(super) fn choose<'de, const TOLERANT: bool, D: Deserializer<'de>>(
    fill: Fill<'_, '_, TOLERANT>,
    deserializer: D,
) -> Result<Filled, D::Error> {
    let json = Json(fill.trace).deserialize(deserializer)?;
    let slot = match fill.slot {
        SlotMut::Choice(choice) => choice.pick(&json),
        slot => slot,
    };
    let fill = Fill::<TOLERANT> { slot, ..fill };
    let text = json.to_string();
    let filled = fill.deserialize(&mut serde_json::Deserializer::from_str(&text));
    filled.map_err(D::Error::custom)
}
