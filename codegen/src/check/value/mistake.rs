//! What is told of values that do not fit.

use super::Values;
use crate::diag::Diagnostic;
use crate::model::Object;
use crate::place::Place;
use yaml::Value;

impl Values<'_, '_> {
    pub(super) fn wrong(&self, at: Place<'_>, expected: &str, decl: Place<'_>) {
        self.report(self.mismatch(at, expected, decl));
    }

    pub(super) fn unknown_field(&self, at: Place<'_>, key: &str, object: &Object) {
        let error = at.key_error(self.code, format!("there is no field `{key}`"));
        let known = object.fields.iter().map(|field| field.wire.as_str());
        self.report(error.suggest(key, known));
    }

    pub(super) fn missing_field(&self, at: Place<'_>, wire: &str, decl: Place<'_>) {
        let error = at.key_error(self.code, format!("the required field `{wire}` is missing"));
        let field = decl.key("fields").key(wire).key("required").at_key();
        let error = error.also(field.or_else(|| decl.at_key()), "required here");
        self.report(error.help(match self.received() {
            true => "add it, or do not promise it: remove `required`",
            false => "add it",
        }));
    }

    pub(super) fn mismatch(&self, at: Place<'_>, expected: &str, decl: Place<'_>) -> Diagnostic {
        let message = match (self.code, at.node()) {
            ("E0402", _) => format!("the default does not fit the type: expected {expected}"),
            (_, found) => {
                let found = found.map_or("nothing", |found| found.kind());
                format!("expected {expected}, found {found}")
            }
        };
        let error = at.value_error(self.code, message);
        let error = error.also(decl.declared(), "declared here");
        error.help(match (at.value(), expected) {
            (Value::Null, _) if self.received() => {
                "what may be null is not `required`, or has the type `T | null`"
            }
            (Value::Number(_) | Value::Bool(_), "text") => "put it in quotes",
            (Value::Text(_), "an integer" | "a number") => "write digits, without quotes",
            (Value::Text(_), "`true` or `false`") => "write it without quotes",
            _ => "correct the value, or what is said of it",
        })
    }
}

/// A value of a type, by the name of that.
pub(super) fn called(name: Option<&str>, kind: &str) -> String {
    name.map_or_else(|| kind.to_owned(), |name| format!("a `{name}`"))
}
