//! A slot that is about to be filled.

use serde_core::de::{self, Deserialize as _, Deserializer};
use serde_json::value::RawValue;

use crate::runtime::lenient::Json;
use crate::runtime::record::{Kind, Raw, SlotMut};
use crate::runtime::trace::Trace;

/// Whether a slot took the value, or saw that it is an empty value in the place of an optional one.
#[derive(PartialEq)]
pub(crate) enum Filled {
    Yes,
    Empty,
}

/// Puts what a deserializer holds into a slot. If it is tolerant, optional fields that do not decode are left out: that is compiled
/// apart, for all others are to pay nothing for it.
pub(crate) struct Fill<'a, 't, const TOLERANT: bool = false> {
    pub(super) slot: SlotMut<'a>,
    pub(super) trace: &'t Trace,
    pub(super) optional: bool,
}

impl<'a, 't, const TOLERANT: bool> Fill<'a, 't, TOLERANT> {
    pub(in crate::runtime) fn new(slot: SlotMut<'a>, trace: &'t Trace) -> Self {
        Self {
            slot,
            trace,
            optional: false,
        }
    }

    /// Takes the shape of a union that a value of this kind has.
    #[inline]
    pub(super) fn of(&mut self, kind: Kind) {
        if matches!(self.slot, SlotMut::Union(_) | SlotMut::Cases(_)) {
            self.shape(kind);
        }
    }

    #[cold]
    fn shape(&mut self, kind: Kind) {
        self.slot = match std::mem::replace(&mut self.slot, SlotMut::Unit) {
            // Asked first, for what is picked borrows the union, which is wanted if nothing is.
            SlotMut::Union(union) => match union.pick(kind).is_some() {
                true => union.pick(kind).unwrap_or(SlotMut::Unit),
                false => SlotMut::Union(union),
            },
            // What decides may come behind it: until the object ends it is JSON.
            SlotMut::Cases(cases) => {
                self.trace.note_cases();
                cases.pick(None)
            }
            slot => slot,
        };
    }

    /// The value `found` is empty: absence, if the slot is optional.
    pub(super) fn empty<E: de::Error>(&self, found: &'static str) -> Result<Filled, E> {
        if self.optional {
            Ok(Filled::Empty)
        } else {
            self.wrong(found)
        }
    }

    pub(super) fn wrong<E: de::Error>(&self, found: &'static str) -> Result<Filled, E> {
        Err(self.trace.fail(kind(&self.slot), found))
    }
}

/// What a slot takes, in the words of JSON.
pub(crate) fn kind(slot: &SlotMut<'_>) -> &'static str {
    match slot {
        SlotMut::Unit => "null",
        SlotMut::Bool(_) => "boolean",
        SlotMut::Integer(_) | SlotMut::Code(_) => "integer",
        SlotMut::Double(_) | SlotMut::Decimal(_) => "number",
        SlotMut::String(_) => "string",
        SlotMut::Text(text) => text.kind(),
        SlotMut::Scalar(_) => "string, number or boolean",
        SlotMut::Union(union) => union.kinds(),
        SlotMut::Json(_) | SlotMut::Cases(_) | SlotMut::Choice(_) => "value",
        SlotMut::Option(_) | SlotMut::Raw(_) => "value",
        SlotMut::List(_) => "array",
        SlotMut::Map(_) | SlotMut::Record(_) => "object",
    }
}

/// Takes a value as JSON, which only a deserializer of JSON has.
#[inline(never)]
pub(super) fn raw<'de, D: Deserializer<'de>>(
    slot: &mut dyn Raw,
    trace: &Trace,
    deserializer: D,
) -> Result<Filled, D::Error> {
    let json = <&RawValue>::deserialize(deserializer)?;
    match slot.set(&Json::new(json.get()), trace) {
        Ok(()) => Ok(Filled::Yes),
        Err(error) => Err(de::Error::custom(error)),
    }
}
