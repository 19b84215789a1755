//! Examples: what they send must be what the method takes, what they answer what the method answers.

use std::collections::HashMap;

use super::Checker;
use super::error::code_of;
use crate::diag::{alternatives, closest};
use crate::json::Json;
use crate::model::{Answer, ErrorCase, Example};
use crate::names;
use crate::place::Place;
use crate::raw::{ErrorRows, ExampleSpec, Ordered};

/// Where the code of an error may stand.
#[derive(Clone, Copy)]
pub(super) struct Tables<'t> {
    pub(super) own: &'t [ErrorCase],
    pub(super) system: &'t [ErrorCase],
    /// The method's own as the spec has it, mistakes included.
    pub(super) spelled: &'t Ordered<ErrorRows>,
}

/// The codes that there are, behind another way out.
fn or_it_is(known: &[&str]) -> String {
    if known.is_empty() {
        String::new()
    } else {
        format!(", or write {}", alternatives(known))
    }
}

impl Checker<'_, '_> {
    pub(super) fn examples(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<ExampleSpec>,
        tables: Tables<'_>,
    ) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut taken = HashMap::new();
        for (name, spec) in &specs.0 {
            self.unique(place, &mut taken, names::field(name), name);
            let place = place.key(name);
            self.optional_text(&place.key("doc"), spec.doc.as_deref());
            if let Some(answer) = self.answer(&place, spec, tables) {
                examples.push(Example {
                    name: name.clone(),
                    doc: spec.doc.clone(),
                    params: spec.params.clone(),
                    answer,
                });
            }
        }
        examples
    }

    fn answer(
        &mut self,
        place: &Place<'_>,
        spec: &ExampleSpec,
        tables: Tables<'_>,
    ) -> Option<Answer> {
        let number = |value: &Option<i64>| value.map(|value| Json::Number(value.into()));
        let beside = [
            ("total", number(&spec.total)),
            ("next", number(&spec.next)),
            ("time", spec.time.clone()),
        ];
        let mut beside = beside
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)));
        match (&spec.result, &spec.error) {
            (Some(result), None) => {
                for (key, given) in [
                    ("status", spec.status.is_some()),
                    ("description", spec.description.is_some()),
                ] {
                    if given {
                        let message = format!("`{key}` goes with an `error` only");
                        let error = place.key(key).key_error("E0503", message);
                        self.report(
                            error
                                .also(place.key("result").at_key(), "this is a success")
                                .help("remove one of the two"),
                        );
                    }
                }
                Some(Answer::Success {
                    result: result.clone(),
                    beside: beside.collect(),
                })
            }
            (None, Some(code)) => {
                if let Some((key, _)) = beside.next() {
                    let message = format!("`{key}` stands beside a `result` only");
                    let error = place.key(key).key_error("E0503", message);
                    self.report(
                        error
                            .also(place.key("error").at_key(), "this is an error")
                            .help("remove one of the two"),
                    );
                }
                self.failure(place, spec, code, tables)
            }
            _ => {
                let error =
                    place.key_error("E0503", "an example has either a `result` or an `error`");
                self.report(
                    error
                        .also(place.key("result").at_key(), "a success")
                        .also(place.key("error").at_key(), "an error")
                        .help(match spec.result {
                            Some(_) => "make two examples of it",
                            None => "write what stands under `result` in the answer, or the code of an `error`",
                        }),
                );
                None
            }
        }
    }

    fn failure(
        &mut self,
        place: &Place<'_>,
        spec: &ExampleSpec,
        code: &str,
        tables: Tables<'_>,
    ) -> Option<Answer> {
        let mut cases = tables.own.iter().chain(tables.system);
        let Some(case) = cases.find(|case| case.code == code_of(code)) else {
            // What is listed and not known, and what the system may list, has been told already.
            if self.types.no_system || tables.spelled.0.iter().any(|(listed, _)| listed == code) {
                return None;
            }
            let error = place
                .key("error")
                .value_error("E0502", format!("no table of errors has the code `{code}`"));
            let own: Vec<&str> = tables.own.iter().map(|case| case.code.as_str()).collect();
            let system = tables.system.iter().map(|case| case.code.as_str());
            let all: Vec<&str> = own.iter().copied().chain(system).collect();
            self.report(match closest(code, &all) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error.help(format!(
                    "describe `{code}` under `errors`{}",
                    or_it_is(&own)
                )),
            });
            return None;
        };
        let message = case.rows.iter().find_map(|row| row.message.clone());
        Some(Answer::Failure {
            code: code.to_owned(),
            description: spec.description.clone().or(message).unwrap_or_default(),
            status: spec
                .status
                .map(|status| status.0)
                .or_else(|| case.rows.iter().find_map(|row| row.status))
                .unwrap_or(400),
        })
    }
}
