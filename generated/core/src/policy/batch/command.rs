//! The commands that a batch is made of.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::{MethodDef, SecretNames, Unsent};

/// The method that makes a batch.
pub(super) const METHOD: Cow<'static, str> = Cow::Borrowed("batch");

/// How many commands the server takes at once.
pub(crate) const SIZE: usize = 50;

/// A call of a batch.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub(super) method: MethodDef,
    /// Or why it cannot be sent.
    pub(super) form: Result<Form, Unsent>,
    pub(super) repeatable: bool,
    /// The commands that it refers to.
    pub(super) refers_to: Vec<usize>,
    /// Which of its parameters are not shown.
    pub(super) secrets: SecretNames,
    /// Whether `error` inside its result is no error.
    pub(super) has_error_field: bool,
}

/// What is sent of a call. It may hold secrets.
#[derive(Clone)]
pub(super) enum Form {
    /// A command: `method?query`.
    Text(String),
    /// A body of its own, for in a batch this parameter would be taken for a reference.
    Alone { parameter: String, body: Vec<u8> },
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{} characters", text.len()),
            Self::Alone { body, .. } => write!(f, "{} bytes alone", body.len()),
        }
    }
}

/// What a command is called on the wire. A number alone would make the answer a list.
pub(super) fn name(index: usize) -> String {
    format!("c{index}")
}
