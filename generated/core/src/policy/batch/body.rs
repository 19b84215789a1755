//! The bodies of batches. By hand, for a map of `serde_json` would sort the commands, which run in the order in which they stand.

use serde_json::Value;

use super::command::{Command, Form, name};

/// The commands as texts, by their names. `first` is the place of the first command in the batch.
pub(super) fn older(first: usize, commands: &[Command], calls: &[usize], halt: bool) -> Vec<u8> {
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

/// The calls as a list of objects, as REST 3 documents it; or as an object with numbers for keys, which is the same to PHP, and has
/// a place for the access token beside them. The vendor's SDK for JavaScript sends that.
///
/// A call has a name if another one refers to it.
pub(super) fn rest3(
    first: usize,
    commands: &[Command],
    calls: &[usize],
    is_numbered: bool,
) -> Vec<u8> {
    let mut body = Vec::new();
    body.push(if is_numbered { b'{' } else { b'[' });
    let sent = || {
        calls
            .iter()
            .filter_map(|index| Some((*index, commands.get(*index)?)))
    };
    for (number, (index, command)) in sent().enumerate() {
        let Ok(Form::Json(parameters)) = &command.form else {
            continue;
        };
        if number > 0 {
            body.push(b',');
        }
        if is_numbered {
            body.extend(format!("\"{number}\":").bytes());
        }
        let method = Value::from(&*command.method.name);
        body.extend(format!("{{\"method\":{method},\"query\":").bytes());
        body.extend(parameters);
        if sent().any(|(_, other)| other.refers_to.contains(&index)) {
            body.extend(format!(",\"as\":\"{}\"", name(first + index)).bytes());
        }
        body.push(b'}');
    }
    body.push(if is_numbered { b'}' } else { b']' });
    body
}
