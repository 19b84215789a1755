//! Examples: what they send must be what the method takes, what they answer what the method answers.

use std::collections::HashMap;

use super::context::{Checker, Types};
use super::error::code_of;
use super::value::{Direction, Values};
use crate::diag::{alternatives, closest};
use crate::json::Json;
use crate::model::{Answer, ErrorCase, Example, Field, Object, Output};
use crate::names;
use crate::place::Place;
use crate::raw::{ExampleSpec, MethodSpec};
use crate::yaml::Value;

/// The examples of a method, and what they are compared with.
pub(super) struct Examples<'c> {
    pub(super) checker: &'c Checker<'c>,
    pub(super) types: &'c Types<'c>,
    pub(super) root: Place<'c>,
    pub(super) spec: &'c MethodSpec,
    /// None if a mistake has left some of them out.
    pub(super) params: Option<&'c Object>,
    pub(super) result: &'c Output,
    pub(super) errors: &'c [ErrorCase],
    pub(super) system: &'c [ErrorCase],
}

impl Examples<'_> {
    pub(super) fn check(&self) -> Vec<Example> {
        let all = self.root.key("examples");
        let mut taken = HashMap::new();
        let examples = self.spec.examples.0.iter().filter_map(|(name, spec)| {
            let place = all.key(name);
            self.checker
                .unique(all, &mut taken, names::field(name), name);
            self.checker
                .optional_text(place.key("doc"), spec.doc.as_deref());
            let answer = self.answer(place, spec)?;
            let succeeds = matches!(answer, Answer::Success { .. });
            if let Some(params) = self.params {
                self.request(place, params, succeeds);
            }
            if succeeds {
                self.response(place.key("result"));
            }
            Some(Example {
                name: name.clone(),
                doc: spec.doc.clone(),
                params: spec.params.clone(),
                answer,
            })
        });
        examples.collect()
    }

    fn values(&self, direction: Direction, code: &'static str) -> Values<'_> {
        Values {
            checker: self.checker,
            types: self.types,
            direction,
            code,
        }
    }

    /// What leads to an error need not be right: only its parameters must be known.
    fn request(&self, place: Place<'_>, params: &Object, succeeds: bool) {
        let values = self.values(Direction::Sent, "E0501");
        let (decl, sent) = (self.root.key("params"), place.key("params"));
        if let (Some(node), false) = (
            sent.node(),
            matches!(sent.value(), Value::Map(_) | Value::Null),
        ) {
            let message = format!("expected a mapping of parameters, found {}", node.kind());
            let error = sent.value_error(values.code, message);
            self.checker
                .report(error.help("write them by their names: `{ id: 1 }`"));
            return;
        }
        for (key, at) in sent.entries() {
            match params.field(key) {
                Some(param) if succeeds => values.field(at, param, decl.key(&param.wire)),
                Some(_) => {}
                None => {
                    let message = format!("the method has no parameter `{key}`");
                    let error = at.key_error(values.code, message);
                    let known = params.fields.iter().map(|param| param.wire.as_str());
                    self.checker.report(error.suggest(key, known));
                }
            }
        }
        let missing = |param: &&Field| param.required && sent.key(&param.wire).node().is_none();
        for param in params.fields.iter().filter(missing).filter(|_| succeeds) {
            let message = format!("the required parameter `{}` is not sent", param.wire);
            let error = place.key_error(values.code, message);
            let required = decl.key(&param.wire).key("required").at_key();
            self.checker
                .report(error.also(required, "required here").help("send it"));
        }
    }

    fn response(&self, place: Place<'_>) {
        let values = self.values(Direction::Received, "E0504");
        let decl = self.root.key("result");
        let Output { unwrap, ty, .. } = self.result;
        let Some(key) = unwrap else {
            return values.value(place, ty, false, decl);
        };
        let output = place.key(key);
        if output.node().is_some() {
            return values.value(output, ty, false, decl);
        }
        let unwrap = decl.key("unwrap").at_value();
        self.checker.report(match (place.value(), place.node()) {
            (Value::Map(_), _) | (_, None) => {
                let error = place.key_error(values.code, format!("the result has no `{key}`"));
                let error = error.also(unwrap, "it holds the output");
                error.suggest(key, place.entries().map(|(found, _)| found))
            }
            (_, Some(found)) => {
                let found = found.kind();
                let message = format!("expected a mapping with `{key}`, found {found}");
                let error = place.value_error(values.code, message);
                let error = error.also(unwrap, "it holds the output");
                error.help(format!("write `{{ {key}: … }}`"))
            }
        });
    }

    /// None if it is mistaken.
    fn answer(&self, place: Place<'_>, spec: &ExampleSpec) -> Option<Answer> {
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
                let of_error = [
                    ("status", spec.status.is_some()),
                    ("description", spec.description.is_some()),
                ];
                self.checker.refuse(place, of_error, |at, key| {
                    let message = format!("`{key}` goes with an `error` only");
                    let error = at.key_error("E0503", message);
                    let error = error.also(place.key("result").at_key(), "this is a success");
                    error.help("remove one of the two")
                });
                Some(Answer::Success {
                    result: result.clone(),
                    beside: beside.collect(),
                })
            }
            (None, Some(code)) => {
                if let Some((key, _)) = beside.next() {
                    let message = format!("`{key}` stands beside a `result` only");
                    let error = place.key(key).key_error("E0503", message);
                    let error = error.also(place.key("error").at_key(), "this is an error");
                    self.checker.report(error.help("remove one of the two"));
                }
                self.failure(place.key("error"), spec, code)
            }
            (result, _) => {
                let message = "an example has either a `result` or an `error`";
                let error = place.key_error("E0503", message);
                let error = error.also(place.key("result").at_key(), "a success");
                let error = error.also(place.key("error").at_key(), "an error");
                self.checker.report(error.help(match result {
                    Some(_) => "make two examples of it",
                    None => {
                        "write what stands under `result` in the answer, or the code of an `error`"
                    }
                }));
                None
            }
        }
    }

    fn failure(&self, place: Place<'_>, spec: &ExampleSpec, code: &str) -> Option<Answer> {
        let mut cases = self.errors.iter().chain(self.system);
        let Some(case) = cases.find(|case| case.code == code_of(code)) else {
            // What is listed and not known, and what the system may list, has been told already.
            if self.checker.specs.system.is_some() && self.spec.errors.get(code).is_none() {
                self.no_case(place, code);
            }
            return None;
        };
        let message = case.rows.iter().find_map(|row| row.message.clone());
        let status = case.rows.iter().find_map(|row| row.status);
        Some(Answer::Failure {
            code: code.to_owned(),
            description: spec.description.clone().or(message).unwrap_or_default(),
            status: spec.status.map(|status| status.0).or(status).unwrap_or(400),
        })
    }

    fn no_case(&self, place: Place<'_>, code: &str) {
        let error = place.value_error("E0502", format!("no table of errors has the code `{code}`"));
        let codes = |cases: &'_ [ErrorCase]| -> Vec<String> {
            cases.iter().map(|case| case.code.clone()).collect()
        };
        let (own, system) = (codes(self.errors), codes(self.system));
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let all: Vec<&str> = own
            .iter()
            .copied()
            .chain(system.iter().map(String::as_str))
            .collect();
        self.checker
            .report(error.help(match (closest(code, &all), own.as_slice()) {
                (Some(meant), _) => format!("did you mean `{meant}`?"),
                (None, []) => format!("describe `{code}` under `errors`"),
                (None, own) => {
                    format!(
                        "describe `{code}` under `errors`, or write {}",
                        alternatives(own)
                    )
                }
            }));
    }
}
