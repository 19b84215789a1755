//! The requests of a batch.

use std::collections::VecDeque;

use super::{BatchResults, Command, SIZE};

/// The calls of each request, by their places; what cannot be sent is refused.
pub(super) fn steps(
    commands: &[Command],
    halt: bool,
    results: &mut BatchResults,
) -> VecDeque<Vec<usize>> {
    let mut steps = VecDeque::new();
    for (number, commands) in commands.chunks(SIZE).enumerate() {
        let (mut step, mut refused) = (Vec::new(), false);
        for (index, command) in (number * SIZE..).zip(commands) {
            match &command.text {
                Ok(_) => step.push(index),
                Err(error) => {
                    results.refuse(index, error.clone());
                    refused = true;
                }
            }
            // What cannot be sent has failed.
            if refused && halt {
                break;
            }
        }
        if !step.is_empty() {
            steps.push_back(step);
        }
        if refused && halt {
            break;
        }
    }
    steps
}
