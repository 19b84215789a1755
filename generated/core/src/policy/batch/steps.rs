//! The requests that a chunk is sent as.

use std::collections::VecDeque;

use super::answer::BatchResults;
use super::command::{Command, Form};
use crate::Version;

/// A request, by the places of its calls.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// A batch of these, in this version of the protocol.
    Together(Version, Vec<usize>),
    /// A call of its own.
    Alone(usize),
}

/// The requests of a chunk in their order; what cannot be sent is refused. If the chunk stops at that, they end there, and this is
/// said.
pub(super) fn steps(
    commands: &[Command],
    stops_at_refused: bool,
    results: &mut BatchResults,
) -> (VecDeque<Step>, bool) {
    let mut steps = VecDeque::new();
    let (mut version, mut together) = (Version::V2, Vec::new());
    for (index, command) in commands.iter().enumerate() {
        match &command.form {
            Ok(Form::Text(_) | Form::Json(_)) => {
                if command.method.version != version {
                    push(&mut steps, version, &mut together);
                    version = command.method.version;
                }
                together.push(index);
            }
            Ok(Form::Alone { .. }) => {
                push(&mut steps, version, &mut together);
                steps.push_back(Step::Alone(index));
            }
            Err(error) => {
                results.refuse(index, error.clone());
                if stops_at_refused {
                    push(&mut steps, version, &mut together);
                    return (steps, true);
                }
            }
        }
    }
    push(&mut steps, version, &mut together);
    (steps, false)
}

fn push(steps: &mut VecDeque<Step>, version: Version, together: &mut Vec<usize>) {
    match (version, together.as_slice()) {
        (_, []) => {}
        // In REST 3 a batch has one error for all of its calls, so that of a single call would say less than its own.
        (Version::V3, [index]) => steps.push_back(Step::Alone(*index)),
        _ => steps.push_back(Step::Together(version, together.clone())),
    }
    together.clear();
}
