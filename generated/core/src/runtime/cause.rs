//! What an error was made from.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// An error of somebody else's, for `source()`. What it shows is up to them, so neither `Debug` nor `Display` of ours shows it;
/// and it is no part of what an error says, so all are equal.
#[derive(Clone)]
// What is in use of this depends on the features.
#[allow(dead_code)]
pub(crate) struct Cause(Arc<dyn Error + Send + Sync>);

impl Cause {
    #[allow(dead_code)]
    pub(crate) fn new(error: Box<dyn Error + Send + Sync>) -> Self {
        Self(error.into())
    }

    pub(crate) fn as_source(&self) -> &(dyn Error + 'static) {
        &*self.0
    }
}

impl PartialEq for Cause {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cause {}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
