//! The limits of a field, kept by a value that is sent.

use super::Values;
use crate::model::Field;
use crate::place::Place;
use yaml::Value;

impl Values<'_, '_> {
    pub(super) fn limits(&self, at: Place<'_>, field: &Field, decl: Place<'_>) {
        let (number, length) = match at.value() {
            Value::Number(number) => (number.as_f64(), None),
            Value::Text(text) => (None, Some(text.chars().count())),
            Value::List(values) => (None, Some(values.len())),
            _ => return,
        };
        let length = length.map(|length| length as f64);
        let below = |least: Option<f64>, value: Option<f64>| {
            least.zip(value).is_some_and(|(least, value)| value < least)
        };
        let exact = |limit: Option<u64>| limit.map(|limit| limit as f64);
        let limits = &field.limits;
        let broken = [
            ("min", below(limits.min, number)),
            ("max", below(number, limits.max)),
            ("min_length", below(exact(limits.min_length), length)),
            ("max_length", below(length, exact(limits.max_length))),
        ];
        if let Some((key, _)) = broken.into_iter().find(|(_, broken)| *broken) {
            let message = format!("this breaks a limit of `{}`", field.wire);
            let error = at.value_error(self.code, message);
            let error = error.also(decl.key(key).at_value(), "the limit");
            self.report(error.help("keep it, or correct it"));
        }
    }
}
