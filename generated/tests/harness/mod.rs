//! What is done with the examples of a method.
//!
//! It is compiled once: of each method it knows functions, see [`erased`].

mod complete;
mod erased;
mod failure;
mod fuzz;
mod json;
mod matching;
mod sites;
mod success;

use std::fmt::Debug;
use std::marker::PhantomData;
use std::thread;

use bitrix24::Method;
use serde::{Deserialize, Serialize};

use complete::Complete;
use erased::{Erased, Request};
use failure::Failure;

/// The examples of a method; [`run`](Contract::run) tries them.
pub(crate) fn contract<M>() -> Contract<M>
where
    M: Method + Clone + PartialEq + Debug + for<'de> Deserialize<'de>,
    M::Output: Serialize + PartialEq + Debug,
{
    Contract {
        examples: Examples {
            method: Erased::of::<M>(),
            examples: Vec::new(),
        },
        request: PhantomData,
    }
}

pub(crate) struct Contract<M> {
    examples: Examples,
    request: PhantomData<M>,
}

impl<M: Method + Clone + PartialEq + Debug> Contract<M> {
    /// A call that goes well: its request, as Rust and as JSON, and the answer.
    pub(crate) fn success(
        mut self,
        example: &'static str,
        built: M,
        params: &'static str,
        answer: &'static str,
    ) -> Self {
        let answer = Answer::Success(Box::new(built), params, answer);
        self.examples.examples.push((example, answer));
        self
    }

    /// A call that fails: the error that the server answers.
    pub(crate) fn failure(
        mut self,
        example: &'static str,
        code: &'static str,
        field: &'static str,
        description: &'static str,
        status: u16,
        variant: &'static str,
    ) -> Self {
        let answer = Answer::Failure(Failure {
            code,
            field,
            description,
            status,
            variant,
        });
        self.examples.examples.push((example, answer));
        self
    }

    pub(crate) fn run(self) {
        self.examples.run();
    }
}

struct Examples {
    method: Erased,
    examples: Vec<(&'static str, Answer)>,
}

enum Answer {
    Success(Box<dyn Request>, &'static str, &'static str),
    Failure(Failure),
}

impl Examples {
    fn run(&self) {
        let (method, complete) = (self.method, complete::examples(self.method));
        let count = self.examples.len() + complete.len();
        let example = |name: String, cuts| Example {
            method,
            name,
            count,
            cuts,
        };
        for (name, answer) in &self.examples {
            let example = example((*name).to_owned(), usize::MAX);
            match answer {
                Answer::Success(built, params, answer) => {
                    success::success(&example, &**built, params, answer);
                }
                Answer::Failure(failure) => failure::failure(&example, failure),
            }
        }
        for (number, complete) in complete.iter().enumerate() {
            let example = example(format!("complete {number}"), complete::CUTS);
            let Complete {
                request, params, ..
            } = complete;
            success::success(&example, &**request, params, &complete.answer);
            complete.is_decoded(method);
        }
    }
}

/// The example that is tried.
struct Example {
    method: Erased,
    name: String,
    /// How many the method has.
    count: usize,
    /// At how many places its answer is cut off, at most.
    cuts: usize,
}

impl Drop for Example {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!(
                "this is the example `{}` of `{}`",
                self.name, self.method.name
            );
        }
    }
}
