//! Examples: what they send must be what the method takes, what they answer what the method answers.

use std::collections::HashMap;

use super::context::{Checker, Types};
use super::error::{code_of, says};
use super::value::{Direction, Values};
use crate::diag::{alternatives, closest};
use crate::json::Json;
use crate::model::{Answer, ErrorCase, ErrorRow, Example, Failure, Field, Object, Output};
use crate::names;
use crate::place::Place;
use crate::raw::{ExampleSpec, MethodSpec};
use yaml::{Node, Value};

/// The examples of a method, and what they are compared with.
pub(super) struct Examples<'v, 'c> {
    pub(super) checker: &'v Checker<'c>,
    pub(super) types: &'v Types,
    pub(super) root: Place<'v>,
    pub(super) spec: &'v MethodSpec,
    /// None if a mistake has left some of them out.
    pub(super) params: Option<&'v Object>,
    pub(super) result: &'v Output,
    pub(super) errors: &'v [ErrorCase],
    pub(super) system: &'v [ErrorCase],
}

impl<'v> Examples<'v, '_> {
    pub(super) fn check(&self) -> Vec<Example> {
        let all = self.root.key("examples");
        let mut taken = HashMap::new();
        let examples = self.spec.examples.0.iter().filter_map(|(name, spec)| {
            let place = all.key(name);
            let checker = self.checker;
            checker.unique(all, &mut taken, names::field(name), name);
            checker.optional_text(place.key("doc"), spec.doc.as_deref());
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

    /// What leads to an error need not be right: only its parameters must be known.
    fn request(&self, place: Place<'_>, params: &Object, succeeds: bool) {
        let (checker, code) = (self.checker, "E0501");
        let values = Values::new(checker, self.types, Direction::Sent, code);
        let (decl, sent) = (self.root.key("params"), place.key("params"));
        if !matches!(sent.value(), Value::Map(_) | Value::Null) {
            let message = format!("expected a mapping of parameters, found {}", kind(sent));
            let error = sent.value_error(code, message);
            checker.report(error.help("write them by their names: `{ id: 1 }`"));
            return;
        }
        for (key, at) in sent.entries() {
            match params.field(key) {
                Some(param) if succeeds => {
                    values.field_of(sent, at, param, decl.key(&param.wire));
                }
                Some(_) => {}
                None => {
                    let error = at.key_error(code, format!("the method has no parameter `{key}`"));
                    let known = params.fields.iter().map(|param| param.wire.as_str());
                    checker.report(error.suggest(key, known));
                }
            }
        }
        let missing = |param: &&Field| param.required && sent.key(&param.wire).node().is_none();
        for Field { wire, .. } in params.fields.iter().filter(missing).filter(|_| succeeds) {
            let message = format!("the required parameter `{wire}` is not sent");
            let required = decl.key(wire).key("required").at_key();
            let error = place.key_error(code, message);
            checker.report(error.also(required, "required here").help("send it"));
        }
    }

    fn response(&self, place: Place<'_>) {
        let (checker, code) = (self.checker, "E0504");
        let values = Values::new(checker, self.types, Direction::Received, code);
        let decl = self.root.key("result");
        let Output { unwrap, ty, .. } = self.result;
        let output = unwrap.as_ref().map_or(place, |key| place.key(key));
        let Some(key) = unwrap.as_ref().filter(|_| output.node().is_none()) else {
            return values.value(output, ty, false, decl);
        };
        let unwrap = decl.key("unwrap").at_value();
        checker.report(if matches!(place.value(), Value::Map(_)) {
            let error = place.key_error(code, format!("the result has no `{key}`"));
            let error = error.also(unwrap, "it holds the output");
            error.suggest(key, place.entries().map(|(found, _)| found))
        } else {
            let message = format!("expected a mapping with `{key}`, found {}", kind(place));
            let error = place.value_error(code, message);
            let error = error.also(unwrap, "it holds the output");
            error.help(format!("write `{{ {key}: … }}`"))
        });
    }

    /// None if it is mistaken.
    fn answer(&self, place: Place<'_>, spec: &ExampleSpec) -> Option<Answer> {
        let number = |value: &Option<i64>| value.map(|value| Json::Number(value.into()));
        let (total, next, time) = (number(&spec.total), number(&spec.next), spec.time.clone());
        let beside = [("total", total), ("next", next), ("time", time)].into_iter();
        let mut beside = beside.filter_map(|(key, value)| Some((key, value?)));
        match (&spec.result, &spec.error) {
            (Some(result), None) => {
                let keys = [
                    ("status", spec.status.is_some()),
                    ("variant", spec.variant.is_some()),
                    ("description", spec.description.is_some()),
                ];
                for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
                    let message = format!("`{key}` goes with an `error` only");
                    let error = place.key(key).key_error("E0503", message);
                    let error = error.also(place.key("result").at_key(), "this is a success");
                    self.checker.report(error.help("remove one of the two"));
                }
                let (result, beside) = (result.clone(), beside.collect());
                Some(Answer::Success { result, beside })
            }
            (None, Some(code)) => {
                if let Some((key, _)) = beside.next() {
                    let message = format!("`{key}` stands beside a `result` only");
                    let error = place.key(key).key_error("E0503", message);
                    let error = error.also(place.key("error").at_key(), "this is an error");
                    self.checker.report(error.help("remove one of the two"));
                }
                self.failure(place, spec, code)
            }
            (result, _) => {
                let message = "an example has either a `result` or an `error`";
                let error = place.key_error("E0503", message);
                let error = error.also(place.key("result").at_key(), "a success");
                let error = error.also(place.key("error").at_key(), "an error");
                let none =
                    "write what stands under `result` in the answer, or the code of an `error`";
                let help = result.as_ref().map_or(none, |_| "make two examples of it");
                self.checker.report(error.help(help));
                None
            }
        }
    }

    fn failure(&self, at: Place<'_>, spec: &ExampleSpec, code: &str) -> Option<Answer> {
        let is_code = |case: &&ErrorCase| case.code == code_of(code);
        let own: Vec<&ErrorCase> = self.errors.iter().filter(is_code).collect();
        let cases = match own.is_empty() {
            true => self.system.iter().filter(is_code).collect(),
            false => own,
        };
        let Some(case) = self.case(at, spec, &cases) else {
            if cases.is_empty() {
                self.no_case(at.key("error"), code);
            }
            return None;
        };
        let says = |row: &&ErrorRow| match (&spec.description, &row.message) {
            (Some(text), Some(message)) => says(message, text),
            _ => false,
        };
        let row = case.rows.iter().find(says).or_else(|| case.rows.first());
        let message = case.rows.iter().find_map(|row| row.message.clone());
        let status = row.and_then(|row| row.status);
        let status = status.or_else(|| case.rows.iter().find_map(|row| row.status));
        Some(Answer::Failure(Failure {
            code: code.to_owned(),
            description: spec.description.clone().or(message).unwrap_or_default(),
            status: spec.status.map(|status| status.0).or(status).unwrap_or(400),
            field: row.and_then(|row| row.fields.first().cloned()),
            variant: names::error_variant(case),
        }))
    }

    /// What the error of an example becomes: what it says, or else what its text says.
    fn case<'e>(
        &self,
        at: Place<'_>,
        spec: &ExampleSpec,
        cases: &[&'e ErrorCase],
    ) -> Option<&'e ErrorCase> {
        let Some(wanted) = &spec.variant else {
            let text = spec.description.as_deref();
            let said = |row: &ErrorRow| {
                let message = row.message.as_deref();
                message
                    .zip(text)
                    .is_some_and(|(message, text)| says(message, text))
            };
            let told = |case: &&&ErrorCase| text.is_none() || case.rows.iter().any(said);
            let rest = || cases.iter().find(|case| !case.told);
            return cases.iter().find(told).or_else(rest).copied();
        };
        let found = cases
            .iter()
            .find(|case| names::error_variant(case) == *wanted);
        if found.is_none() && !cases.is_empty() {
            let message = format!("the code has no variant `{wanted}`");
            let error = at.key("variant").value_error("E0502", message);
            let names: Vec<String> = cases
                .iter()
                .map(|case| names::error_variant(case))
                .collect();
            let error = error.help("name a row by `name`, under `errors`");
            let error = error.suggest(wanted, names.iter().map(String::as_str));
            self.checker.report(error);
        }
        found.copied()
    }

    fn no_case(&self, place: Place<'_>, code: &str) {
        // What is listed and not known, and what the system may list, has been told already.
        if self.checker.specs.system.is_none() || self.spec.errors.get(code).is_some() {
            return;
        }
        let codes = |cases: &'v [ErrorCase]| cases.iter().map(|case| case.code.as_str());
        let own: Vec<&str> = codes(self.errors).collect();
        let all: Vec<&str> = codes(self.errors).chain(codes(self.system)).collect();
        let error = place.value_error("E0502", format!("no table of errors has the code `{code}`"));
        let describe = format!("describe `{code}` under `errors`");
        self.checker.report(error.help(match closest(code, &all) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if own.is_empty() => describe,
            None => format!("{describe}, or write {}", alternatives(&own)),
        }));
    }
}

/// What stands there, in the words of YAML.
fn kind(at: Place<'_>) -> &'static str {
    at.node().map_or("nothing", Node::kind)
}
