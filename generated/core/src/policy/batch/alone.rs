//! Calls with a text that the server would take for a reference, which go alone.

use std::collections::HashSet;

use super::command::{Command, Form};
use crate::EncodeError;
use crate::runtime::Unsent;

/// Refuses the calls that would have to go alone and cannot, and those that need the result of one that is not sent. Says
/// whether there are any of the former.
///
/// A reference leads only to results of its own request. So a call cannot go alone if it refers to another one, or if one behind
/// it refers to it or to one before it, for then the two would have to be in one request, and this call between them.
pub(super) fn refuse(commands: &mut [Command], halt: bool) -> bool {
    let mut refused = false;
    // The first call that those behind refer to.
    let mut reach = usize::MAX;
    for (index, command) in commands.iter_mut().enumerate().rev() {
        if let Ok(Form::Alone { parameter, .. }) = &command.form {
            let problem = if halt {
                Some("the batch halts")
            } else if !command.refers_to.is_empty() {
                Some("the call refers to another one")
            } else if reach <= index {
                Some("a call behind it refers to it or to one before it")
            } else {
                None
            };
            if let Some(problem) = problem {
                command.form = Err(Unsent::Encode(EncodeError::new(format!(
                    "the server would take a text in `{parameter}` for a reference to another result of the batch, and the call cannot be made outside of it: {problem}"
                ))));
                refused = true;
            }
        }
        if command.form.is_ok() {
            reach = command.refers_to.iter().copied().fold(reach, usize::min);
        }
    }
    let mut dependent = HashSet::new();
    for index in 0..commands.len() {
        let unsent = |other: &usize| Some((*other, commands.get(*other)?.form.as_ref().err()?));
        let command = commands.get(index).filter(|command| command.form.is_ok());
        let unsent = command.and_then(|command| command.refers_to.iter().find_map(unsent));
        if let Some((other, error)) = unsent {
            let error = if dependent.contains(&other) {
                error.clone()
            } else {
                let problem = "the call whose result it needs cannot be sent";
                EncodeError::new(format!("{problem}: {error}")).into()
            };
            dependent.insert(index);
            if let Some(command) = commands.get_mut(index) {
                command.form = Err(error);
            }
        }
    }
    refused
}
