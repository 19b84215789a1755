//! A call becomes a command of a batch.

use super::command::{Command, Form};
use super::{Arguments, Batch, form};
use crate::policy::address::is_method;
use crate::runtime::MethodDef;
use crate::{EncodeError, Version};

/// What a batch has to know of a method.
pub(super) struct Called {
    pub(super) method: MethodDef,
    pub(super) version: Version,
    pub(super) stands_in_batch: bool,
    pub(super) reads: bool,
    pub(super) has_error_field: bool,
}

impl Batch {
    /// Adds a call with these parameters, as JSON; gives its place.
    pub(super) fn push(
        &mut self,
        called: Called,
        parameters: Result<Vec<u8>, EncodeError>,
        arguments: &mut dyn FnMut(&mut Arguments<'_>),
    ) -> usize {
        let index = self.commands.len();
        let mut refers_to = Vec::new();
        let form = parameters.and_then(|parameters| {
            self.form(&called, parameters, index, &mut refers_to, arguments)
        });
        self.commands.push(Command {
            method: called.method,
            form,
            repeatable: called.reads || self.idempotent,
            refers_to,
            has_error_field: called.has_error_field,
        });
        index
    }

    fn form(
        &self,
        called: &Called,
        parameters: Vec<u8>,
        index: usize,
        refers_to: &mut Vec<usize>,
        arguments: &mut dyn FnMut(&mut Arguments<'_>),
    ) -> Result<Form, EncodeError> {
        if !called.stands_in_batch {
            return Err(EncodeError::new("this method cannot stand in a batch"));
        }
        // In a command it stands before `?`.
        if !is_method(&called.method.name) {
            return Err(EncodeError::new("this is no name of a method"));
        }
        if called.version != Version::V2 {
            return Err(EncodeError::new(
                "a method of REST 3 cannot stand in a batch of the older protocol",
            ));
        }
        let mut arguments_of = Arguments {
            batch: self.id,
            index,
            pairs: form::pairs(&parameters)?,
            set: Vec::new(),
            refers_to,
            problem: None,
        };
        arguments(&mut arguments_of);
        if let Some(problem) = arguments_of.problem {
            return Err(EncodeError::new(problem));
        }
        Ok(match arguments_of.taken_for_reference() {
            None => Form::Text(form::command(&called.method.name, &arguments_of.pairs)),
            Some(parameter) => Form::Alone {
                parameter: parameter.to_owned(),
                body: parameters,
            },
        })
    }
}
