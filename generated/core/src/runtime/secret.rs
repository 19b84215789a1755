//! Values that no log may show.

use std::fmt;

use super::record::{Slot, SlotMut, Wire};

/// A value that no log may show, such as a password or an address with a code in it. `Debug` shows `***`.
///
/// It is sent as it is, and `Serialize` writes it as it is too. Its memory is not wiped.
#[derive(Clone, Default, PartialEq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// The value. Think before you log it.
    pub const fn expose_secret(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<T: Wire> Wire for Secret<T> {
    fn blank() -> Self {
        Self(T::blank())
    }

    fn slot(&self) -> Slot<'_> {
        self.0.slot()
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        self.0.slot_mut()
    }
}
