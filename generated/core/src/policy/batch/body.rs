//! The body of a batch. By hand, for a map of `serde_json` would sort the commands, which run in the order in which they stand.

use serde_json::Value;

use super::command::{Command, Form, name};

/// The commands as texts, by their names. `first` is the place of the first command in the batch.
pub(super) fn body(first: usize, commands: &[Command], calls: &[usize], halt: bool) -> Vec<u8> {
    let text = |index: &usize| match &commands.get(*index)?.form {
        Ok(Form::Text(text)) => {
            let (name, text) = (name(first + index), Value::from(text.as_str()));
            Some(format!("\"{name}\":{text}"))
        }
        _ => None,
    };
    let texts: Vec<_> = calls.iter().filter_map(text).collect();
    let (halt, texts) = (u8::from(halt), texts.join(","));
    format!("{{\"halt\":{halt},\"cmd\":{{{texts}}}}}").into_bytes()
}
