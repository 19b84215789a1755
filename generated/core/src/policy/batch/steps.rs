//! The requests of a batch.

use std::collections::VecDeque;

use super::alone;
use super::answer::BatchResults;
use super::command::{Command, Form, SIZE};

/// A request, by the places of its calls.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// A batch of these.
    Together(Vec<usize>),
    /// A call of its own.
    Alone(usize),
}

/// The requests in their order; what cannot be sent is refused.
pub(super) fn steps(
    commands: &mut [Command],
    halt: bool,
    results: &mut BatchResults,
) -> VecDeque<Step> {
    let is_refused = alone::refuse(commands, halt);
    let mut steps = VecDeque::new();
    for (number, commands) in commands.chunks(SIZE).enumerate() {
        let mut together = Vec::new();
        for (index, command) in (number * SIZE..).zip(commands) {
            match &command.form {
                Ok(Form::Text(_)) => together.push(index),
                Ok(Form::Alone { .. }) => {
                    push(&mut steps, &mut together);
                    steps.push_back(Step::Alone(index));
                }
                Err(error) => {
                    results.refuse(index, error.clone());
                    // What cannot be sent has failed.
                    if halt && !is_refused {
                        push(&mut steps, &mut together);
                        return steps;
                    }
                }
            }
        }
        push(&mut steps, &mut together);
    }
    if halt && is_refused {
        steps.clear();
    }
    steps
}

fn push(steps: &mut VecDeque<Step>, together: &mut Vec<usize>) {
    if !together.is_empty() {
        steps.push_back(Step::Together(std::mem::take(together)));
    }
}
