//! The values of enums.

use std::collections::HashMap;

use super::context::Checker;
use crate::model::{Shape, Value};
use crate::names;
use crate::place::Place;
use crate::raw::{DocOr, Ordered, ScalarKind, ValueSpec};

pub(super) fn values(
    checker: &Checker<'_>,
    place: Place<'_>,
    specs: &Ordered<DocOr<ValueSpec>>,
    kind: ScalarKind,
) -> Shape {
    let (mut strings, mut integers) = (Vec::new(), Vec::new());
    let mut taken = HashMap::new();
    for (wire, spec) in &specs.0 {
        let at = place.key(wire);
        let (doc, rename) = match spec {
            DocOr::Doc(doc) => (doc, None),
            DocOr::Full(ValueSpec { doc, rename }) => (doc, rename.clone()),
        };
        checker.text(at, doc);
        let number = match (kind, wire.parse::<i64>()) {
            (ScalarKind::String, _) => None,
            (ScalarKind::Integer, Ok(number)) => Some(number),
            (ScalarKind::Integer, Err(_)) => {
                let error = at.key_error("E0203", format!("`{wire}` is no integer"));
                let help = "write digits; values that are text have the type `string`";
                checker.report(error.help(help));
                continue;
            }
        };
        let derived = number.map_or_else(|| names::type_name(wire), names::integer_variant);
        checker.rename(at, rename.as_deref(), &derived);
        let name = rename.clone().unwrap_or(derived);
        checker.unique(place, &mut taken, name, wire);
        if let Some(number) = number.filter(|number| number.to_string() != *wire) {
            let message = format!("`{wire}` is not how the number {number} is written");
            let error = at.key_error("E0203", message);
            checker.report(error.help(format!("write `{number}`")));
            continue;
        }
        let (wire, doc) = (wire.clone(), doc.clone());
        let value = Value { wire, doc, rename };
        match number {
            Some(number) => integers.push((number, value)),
            None => strings.push(value),
        }
    }
    match kind {
        ScalarKind::Integer => Shape::Integers(integers),
        ScalarKind::String => Shape::Strings(strings),
    }
}
