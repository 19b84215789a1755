//! The requests that a chunk is sent as.

use std::collections::VecDeque;

use super::answer::BatchResults;
use super::command::{Command, Form};

/// A request, by the places of its calls.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// A batch of these.
    Together(Vec<usize>),
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
    let mut together = Vec::new();
    for (index, command) in commands.iter().enumerate() {
        match &command.form {
            Ok(Form::Text(_)) => together.push(index),
            Ok(Form::Alone { .. }) => {
                push(&mut steps, &mut together);
                steps.push_back(Step::Alone(index));
            }
            Err(error) => {
                results.refuse(index, error.clone());
                if stops_at_refused {
                    push(&mut steps, &mut together);
                    return (steps, true);
                }
            }
        }
    }
    push(&mut steps, &mut together);
    (steps, false)
}

fn push(steps: &mut VecDeque<Step>, together: &mut Vec<usize>) {
    if !together.is_empty() {
        steps.push_back(Step::Together(std::mem::take(together)));
    }
}
