//! What the generator is given.

use std::collections::BTreeMap;

/// The files of `spec/`: path, relative to it, to text.
pub type Sources = BTreeMap<String, String>;
