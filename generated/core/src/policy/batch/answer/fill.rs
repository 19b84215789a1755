//! The answer to a batch becomes results.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{BatchResults, Outcome};
use crate::Time;
use crate::policy::HttpResponse;
use crate::policy::batch::command::{Command, METHOD};
use crate::policy::batch::parts::{self, Parts};
use crate::policy::decoding::answer;
use crate::policy::load::Operating;
use crate::policy::reply::{Limit, Reply};
use crate::runtime::{MethodDef, tolerant};

/// What the answer to a request says beside its results.
#[derive(Default)]
pub(in crate::policy::batch) struct Filled {
    pub(in crate::policy::batch) operating: Vec<(Cow<'static, str>, Operating)>,
    /// The calls that were refused because of a limit.
    pub(in crate::policy::batch) limited: Vec<(usize, Limit)>,
    /// Whether a call has failed for another reason, which need not have stopped the server: some methods answer an error as
    /// their result.
    pub(in crate::policy::batch) failed: bool,
}

impl BatchResults {
    /// Takes the answer to a request with these calls apart: `raw` is what stands under its `result`. `first` is the place of the
    /// first command in the batch, by which they are named.
    pub(in crate::policy::batch) fn fill(
        &mut self,
        first: usize,
        commands: &[Command],
        calls: &[usize],
        halt: bool,
        response: &HttpResponse,
        raw: &RawValue,
    ) -> Filled {
        let status = response.status;
        let parts = Parts::of(raw, first, calls);
        let mut filled = Filled::default();
        let first_error = parts.errors.keys().next();
        let whole = MethodDef::any(METHOD);
        for (index, command) in calls
            .iter()
            .filter_map(|index| Some((*index, commands.get(*index)?)))
        {
            let outcome = if let Some(body) = parts.error(index) {
                match limit(&command.method, status, &body) {
                    Some(limit) => filled.limited.push((index, limit)),
                    None => filled.failed = true,
                }
                Outcome::Answer { status, body }
            } else if let Some(body) = parts.answer(index) {
                filled.failed |= answer(&whole, status, &body).is_error(command.has_error_field);
                Outcome::Answer { status, body }
            } else if halt && first_error.is_some_and(|failed| *failed < index) {
                Outcome::NotRun
            } else {
                filled.failed = true;
                Outcome::Missing { status }
            };
            let time = parts.times.get(&index);
            let time: Option<Time> = tolerant(time.copied());
            if let Some(operating) = time.as_ref().and_then(Operating::read) {
                filled
                    .operating
                    .push((command.method.name.clone(), operating));
            }
            self.set(index, outcome, response.request_id.as_ref());
        }
        filled
    }

    /// The same for a batch of REST 3: its results are a list, and none of its calls has failed.
    pub(in crate::policy::batch) fn fill_list(
        &mut self,
        commands: &[Command],
        calls: &[usize],
        response: &HttpResponse,
        raw: &RawValue,
    ) -> Filled {
        let status = response.status;
        let results = parts::list(raw);
        let mut filled = Filled::default();
        let whole = MethodDef::any(METHOD);
        for (number, index) in calls.iter().enumerate() {
            let Some(command) = commands.get(*index) else {
                continue;
            };
            let outcome = match results.get(&number) {
                Some(result) => {
                    let body = ["{\"result\":", result.get(), "}"].concat().into_bytes();
                    filled.failed |=
                        answer(&whole, status, &body).is_error(command.has_error_field);
                    Outcome::Answer { status, body }
                }
                None => {
                    filled.failed = true;
                    Outcome::Missing { status }
                }
            };
            self.set(*index, outcome, response.request_id.as_ref());
        }
        filled
    }
}

/// The limit because of which a call was refused, if that is its error.
fn limit(method: &MethodDef, status: u16, body: &[u8]) -> Option<Limit> {
    let error = answer(method, status, body).raw().err()?;
    match Reply::of_error(&error, method.errors) {
        Reply::Error { code, .. } => Limit::of(&code),
        _ => None,
    }
}
