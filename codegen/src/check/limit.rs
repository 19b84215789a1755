//! Limits of fields: each goes with some types, and the least is not above the greatest.

use super::context::Checker;
use super::scope::Scope;
use super::ty::is_mistaken;
use crate::model::{Limits, Type};
use crate::pattern;
use crate::place::Place;
use crate::raw::{FieldSpec, ScalarKind};

/// The limits of the field at `place`, whose type is `ty`.
pub(super) fn limits(
    checker: &Checker<'_>,
    place: Place<'_>,
    spec: &FieldSpec,
    ty: &Type,
    scope: &Scope<'_>,
) -> Limits {
    let limits = Limits {
        min: spec.min,
        max: spec.max,
        min_length: spec.min_length,
        max_length: spec.max_length,
        pattern: spec.pattern.clone(),
    };
    let ty = if let Type::Nullable(ty) = ty { ty } else { ty };
    if !is_mistaken(ty) {
        fitting(checker, place, spec, ty, scope);
    }
    let crossed = [
        (
            "min",
            "max",
            limits.max.is_some() && limits.min > limits.max,
        ),
        (
            "min_length",
            "max_length",
            limits.max_length.is_some() && limits.min_length > limits.max_length,
        ),
    ];
    for (least, greatest, _) in crossed.into_iter().filter(|(.., crossed)| *crossed) {
        let greatest = place.key(greatest);
        let error = greatest.value_error("E0401", "the greatest is less than the least");
        let error = error.also(place.key(least).at_value(), "the least");
        checker.report(error.help(format!("write the smaller one under `{least}`")));
    }
    if let Some(text) = &limits.pattern
        && let Err(mistake) = pattern::parse(text)
    {
        let error = place.key("pattern").value_error("E0403", mistake.message);
        checker.report(error.within(mistake.range, text).help(pattern::HELP));
    }
    limits
}

/// A limit must have something to limit.
fn fitting(
    checker: &Checker<'_>,
    place: Place<'_>,
    spec: &FieldSpec,
    ty: &Type,
    scope: &Scope<'_>,
) {
    let named = ty.named().filter(|_| matches!(ty, Type::Named(_)));
    let id = named.and_then(|name| scope.find(&name.name)?.1.id);
    let number = matches!(ty, Type::Integer | Type::Double) || id == Some(ScalarKind::Integer);
    let text = matches!(ty, Type::String) || id == Some(ScalarKind::String);
    let sized = text || matches!(ty, Type::List(_));
    let rows = [
        ("min", spec.min.is_some(), number, "a number"),
        ("max", spec.max.is_some(), number, "a number"),
        (
            "min_length",
            spec.min_length.is_some(),
            sized,
            "text or a list",
        ),
        (
            "max_length",
            spec.max_length.is_some(),
            sized,
            "text or a list",
        ),
        ("pattern", spec.pattern.is_some(), text, "text"),
    ];
    for (key, given, fits, of) in rows {
        if !given || fits {
            continue;
        }
        let message = format!("`{key}` limits {of}, and `{}` is none", spec.type_);
        let error = place.key(key).key_error("E0401", message);
        let error = error.also(place.key("type").at_value(), "its type");
        checker.report(error.help(match key {
            "min" | "max" if sized => "how long it may be is said by `min_length` and `max_length`",
            "min_length" | "max_length" if number => {
                "how great it may be is said by `min` and `max`"
            }
            _ => "remove it",
        }));
    }
}
