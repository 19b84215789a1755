//! Types that have the fields of another object, all of them optional.

use std::collections::BTreeMap;

use super::context::Checker;
use crate::model::{Field, Object, Shape, TypeRef};
use crate::names;
use crate::place::Place;

/// Another object, whose fields are all optional here.
pub(super) struct Partial {
    pub(super) base: TypeRef,
    /// The fields that it does not have.
    pub(super) without: Vec<String>,
}

/// The objects that partial types name, as far as they have fields of their own.
pub(super) type Bases = BTreeMap<TypeRef, Object>;

fn name(field: &Field) -> String {
    names::renamed(field.rename.as_deref(), &field.wire)
}

/// The type at `place`, with the fields of its base, and those of its own.
pub(super) fn fill(
    checker: &Checker<'_>,
    place: Place<'_>,
    partial: &Partial,
    own: Object,
    bases: &Bases,
) -> Object {
    let base = &partial.base.name;
    let described = checker.described(&partial.base);
    let Some(Object { fields }) = bases.get(&partial.base) else {
        let message = format!("`{base}` is no object with fields of its own");
        let error = place.key("partial").value_error("E0206", message);
        let error = error.also(described.at_key(), "this one");
        checker.report(error.help("name an object that has `fields` and no `partial`"));
        return own;
    };
    for (index, name) in partial.without.iter().enumerate() {
        if fields.iter().all(|field| field.wire != *name) {
            let message = format!("`{base}` has no field `{name}`");
            let without = place.key("without").index(index);
            let error = without.value_error("E0206", message);
            let error = error.also(described.at_key(), "its fields");
            checker.report(error.suggest(name, fields.iter().map(|field| field.wire.as_str())));
        }
    }
    let kept = |field: &&Field| !partial.without.contains(&field.wire);
    let mut all: Vec<Field> = Vec::new();
    for field in fields.iter().filter(kept) {
        if let Some(shape) = field.ty.inline() {
            let message = format!("`{}` of `{base}` has a type without a name", field.wire);
            let error = place.key("partial").value_error("E0206", message);
            let error = error.also(
                described.key("fields").key(&field.wire).at_key(),
                "this field",
            );
            // A union cannot have a name.
            checker.report(error.help(if matches!(shape, Shape::Union(_)) {
                "leave it out by `without`, and describe it under `fields`"
            } else {
                "give it one under `types`, so that both can have it"
            }));
        }
        all.push(Field {
            required: false,
            default: None,
            ..field.clone()
        });
    }
    for field in own.fields {
        let (message, other, way_out) = if all.iter().any(|other| other.wire == field.wire) {
            let message = format!("`{base}` has the field `{}` already", field.wire);
            (message, &field.wire, "leave that one out by `without`")
        } else if let Some(other) = all.iter().find(|other| name(other) == name(&field)) {
            let of_base = format!("`{}` of `{base}`", other.wire);
            let message = format!("`{}` and {of_base} have one name in Rust", field.wire);
            (message, &other.wire, "give this one a `rename`")
        } else {
            all.push(field);
            continue;
        };
        let error = place
            .key("fields")
            .key(&field.wire)
            .key_error("E0206", message);
        let other = described.key("fields").key(other).at_key();
        checker.report(error.also(other, "the one that it has").help(way_out));
    }
    Object { fields: all }
}
