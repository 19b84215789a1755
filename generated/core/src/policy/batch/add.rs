//! A call becomes a command of a batch.

use super::command::{Command, Form, SIZE};
use super::reference::Parameters;
use super::{Arguments, Batch, form};
use crate::runtime::{MethodDef, SecretNames, Unsent};
use crate::{Effect, EncodeError, Version};

impl Batch {
    /// Adds a call with these parameters, as JSON; gives its place.
    pub(super) fn command(
        &mut self,
        method: MethodDef,
        has_error_field: bool,
        secrets: SecretNames,
        parameters: Result<Vec<u8>, EncodeError>,
        arguments: &mut dyn FnMut(&mut Arguments<'_>),
    ) -> usize {
        let index = self.commands.len();
        let mut refers_to = Vec::new();
        let form = parameters.and_then(|parameters| {
            self.form(&method, parameters, index, &mut refers_to, arguments)
        });
        self.commands.push(Command {
            form: form.map_err(Unsent::from),
            repeatable: method.effect == Effect::Read || self.idempotent,
            refers_to,
            secrets,
            has_error_field,
            method,
        });
        index
    }

    fn form(
        &self,
        method: &MethodDef,
        parameters: Vec<u8>,
        index: usize,
        refers_to: &mut Vec<usize>,
        arguments: &mut dyn FnMut(&mut Arguments<'_>),
    ) -> Result<Form, EncodeError> {
        if !method.batch {
            return Err(EncodeError::new("this method cannot be called in a batch"));
        }
        // What may be a reference to the server is looked for before there is one.
        let (sent, alone) = match method.version {
            Version::V2 => (Parameters::Form(form::pairs(&parameters)?), None),
            _ => (
                Parameters::Json(parameters.clone()),
                reference_of_rest3(&parameters),
            ),
        };
        let mut arguments_of = Arguments {
            batch: self.id,
            index,
            parameters: sent,
            set: Vec::new(),
            refers_to,
            problem: None,
        };
        arguments(&mut arguments_of);
        if let Some(problem) = arguments_of.problem {
            return Err(EncodeError::new(problem));
        }
        if let Some(parameter) = alone.or_else(|| arguments_of.taken_for_reference()) {
            return Ok(Form::Alone {
                parameter: parameter.to_owned(),
                body: parameters,
            });
        }
        let form = match arguments_of.parameters {
            Parameters::Form(pairs) => Form::Text(form::command(&method.name, &pairs)),
            Parameters::Json(json) => Form::Json(json),
        };
        // A reference leads only to results of its own request.
        let first = index - index % SIZE;
        let reach = refers_to.iter().min().map_or(index, |place| first + place);
        let mut between = self.commands.iter().skip(reach);
        if between.any(|command| command.method.version != method.version) {
            return Err(EncodeError::new(
                "it refers to a call of another REST version, or such a call is in between",
            ));
        }
        Ok(form)
    }
}

/// The server of REST 3 takes objects with the key `$ref` or `$refArray` for references, says the vendor's SDK. So a call that may
/// have such a key goes alone.
fn reference_of_rest3(parameters: &[u8]) -> Option<&'static str> {
    const REFERENCE: &[u8] = b"\"$ref";
    let mut texts = parameters.windows(REFERENCE.len());
    texts.any(|text| text == REFERENCE).then_some("$ref")
}
