//! What a change of the specs means to callers of the crate, decided on the model.

mod change;
mod error;
mod field;
mod list;
mod location;
mod method;
mod table;
mod ty;
mod types;

use crate::model::Api;
use change::Diff;
pub use change::{Change, Impact};

/// What the change from `old` to `new` means to callers, sorted by method and kind.
pub(crate) fn changes(old: &Api, new: &Api) -> Vec<Change> {
    let mut diff = Diff::new(old, new);
    diff.methods();
    diff.types();
    diff.folders();
    diff.system();
    diff.finish()
}
