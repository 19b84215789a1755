//! Open enums: a value that the crate does not know is kept.

use std::fmt;

/// A value of an enum, or an error code, that this version of the crate does not know.
///
/// Its content is read through the enum (`as_str`, `value`), so that a value that becomes known in a later version
/// does not silently change its meaning in a `match`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unknown<T>(pub(crate) T);

impl<T: fmt::Debug> fmt::Debug for Unknown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
