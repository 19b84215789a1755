//! The commands that a batch is made of.

use std::borrow::Cow;
use std::fmt;

use super::form;
use crate::runtime::{MethodDef, Param, SecretNames, Unsent};

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
    /// The commands of its chunk that it refers to.
    pub(super) refers_to: Vec<usize>,
    /// Which of its parameters are not shown.
    pub(super) secrets: SecretNames,
    /// Whether `error` inside its result is no error.
    pub(super) has_error_field: bool,
}

impl Command {
    /// Whether it is sent with others in a batch of the older protocol.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.form, Ok(Form::Text(_)))
    }

    /// Adds what every call of the client sends, where the call does not say it itself.
    pub(super) fn add(&mut self, params: &[Param]) {
        let added = match &mut self.form {
            Err(_) => return,
            Ok(Form::Text(text)) => form::add(text, params),
            Ok(Form::Json(body) | Form::Alone { body, .. }) => {
                Param::add_all(params, std::mem::take(body)).map(|with| *body = with)
            }
        };
        if let Err(error) = added {
            self.form = Err(error.into());
        }
    }
}

/// What is sent of a call. It may hold secrets.
#[derive(Clone)]
pub(super) enum Form {
    /// A command: `method?query`.
    Text(String),
    /// The parameters, in a batch of REST 3.
    Json(Vec<u8>),
    /// A body of its own, for in a batch this parameter would be taken for a reference.
    Alone { parameter: String, body: Vec<u8> },
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{} characters", text.len()),
            Self::Json(body) => write!(f, "{} bytes", body.len()),
            Self::Alone { body, .. } => write!(f, "{} bytes alone", body.len()),
        }
    }
}

/// What a command is called on the wire. A number alone would make the answer a list.
pub(super) fn name(index: usize) -> String {
    format!("c{index}")
}
