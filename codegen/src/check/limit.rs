//! Limits of fields: each goes with some types, and the least is not above the greatest.

use super::scope::Scope;
use super::ty::is_mistaken;
use crate::model::{Limits, Type};
use crate::pattern;
use crate::place::Place;
use crate::raw::{FieldSpec, ScalarKind};

impl Scope<'_, '_> {
    /// The limits of the field at `place`, whose type is `ty`.
    pub(super) fn limits(&self, place: Place<'_>, spec: &FieldSpec, ty: &Type) -> Limits {
        let limits = Limits {
            min: spec.min,
            max: spec.max,
            min_length: spec.min_length,
            max_length: spec.max_length,
            pattern: spec.pattern.clone(),
            format: spec.format,
        };
        let ty = if let Type::Nullable(ty) = ty { ty } else { ty };
        if !is_mistaken(ty) {
            self.fitting(place, spec, ty);
        }
        let crossed = |least, greatest| {
            let error = place.key(greatest);
            let error = error.value_error("E0401", "the greatest is less than the least");
            let error = error.also(place.key(least).at_value(), "the least");
            self.report(error.help(format!("write the smaller one under `{least}`")));
        };
        if limits.max.is_some_and(|max| limits.min > Some(max)) {
            crossed("min", "max");
        }
        let longest = limits.max_length;
        if longest.is_some_and(|max| limits.min_length > Some(max)) {
            crossed("min_length", "max_length");
        }
        if let Some(text) = &limits.pattern
            && let Err(mistake) = pattern::parse(text)
        {
            let error = place.key("pattern").value_error("E0403", mistake.message);
            self.report(error.within(mistake.range, text).help(pattern::HELP));
        }
        limits
    }

    /// A limit must have something to limit.
    fn fitting(&self, place: Place<'_>, spec: &FieldSpec, ty: &Type) {
        let named = ty.named().filter(|_| matches!(ty, Type::Named(_)));
        let id = named.and_then(|name| self.find(&name.name)?.1.id);
        let number = matches!(ty, Type::Integer | Type::Double | Type::Decimal)
            || id == Some(ScalarKind::Integer);
        let text = matches!(ty, Type::String) || id == Some(ScalarKind::String);
        let sized = text || matches!(ty, Type::List(_));
        let long = "text or a list";
        let rows = [
            ("min", spec.min.is_some(), number, "a number"),
            ("max", spec.max.is_some(), number, "a number"),
            ("min_length", spec.min_length.is_some(), sized, long),
            ("max_length", spec.max_length.is_some(), sized, long),
            ("pattern", spec.pattern.is_some(), text, "text"),
            ("format", spec.format.is_some(), text, "text"),
        ];
        let unfit = rows.into_iter().filter(|row| row.1 && !row.2);
        for (key, _, _, of) in unfit {
            let message = format!("`{key}` limits {of}, and `{}` is none", spec.type_);
            let error = place.key(key).key_error("E0401", message);
            let error = error.also(place.key("type").at_value(), "its type");
            self.report(error.help(match key {
                "min" | "max" if sized => {
                    "how long it may be is said by `min_length` and `max_length`"
                }
                "min_length" | "max_length" if number => {
                    "how great it may be is said by `min` and `max`"
                }
                _ => "remove it",
            }));
        }
    }
}
