//! Booleans that are `Y` and `N` on the wire.

use std::fmt;

use super::record::{Slot, SlotMut, Wire};

/// A boolean that is sent as `"Y"` or `"N"`, as most of the older methods want it. Any form of a boolean is decoded.
///
/// ```
/// use bitrix24::Flag;
///
/// assert_eq!(serde_json::to_value(Flag::from(true))?, "Y");
/// assert_eq!(serde_json::from_str::<Flag>("\"N\"")?, false);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flag(pub bool);

impl From<bool> for Flag {
    fn from(value: bool) -> Self {
        Self(value)
    }
}

impl From<Flag> for bool {
    fn from(flag: Flag) -> Self {
        flag.0
    }
}

impl PartialEq<bool> for Flag {
    fn eq(&self, other: &bool) -> bool {
        self.0 == *other
    }
}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Wire for Flag {
    fn blank() -> Self {
        Self::default()
    }

    fn slot(&self) -> Slot<'_> {
        Slot::Text(if self.0 { "Y" } else { "N" })
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Bool(&mut self.0)
    }
}

super::macros::serde!(Flag);
