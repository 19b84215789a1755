//! Types that have the fields of another object, all of them optional.

use super::context::{Checker, Types};
use super::scope::Scope;
use crate::model::{Field, Object, Shape, TypeRef};
use crate::names;
use crate::place::Place;
use crate::raw::TypeSpec;

impl Scope<'_, '_> {
    /// The object that a type names as the one whose fields it has.
    pub(super) fn base(&self, place: Place<'_>, spec: &TypeSpec) -> Option<TypeRef> {
        let Some(name) = &spec.partial else {
            if !spec.without.is_empty() {
                let without = place.key("without");
                let error = without.key_error("E0203", "`without` goes with `partial`");
                self.report(error.help("say with `partial` which object has the fields"));
            }
            return None;
        };
        let base = self.used(name);
        if base.is_none() && !self.specs.types_missing {
            let message = format!("there is no type `{name}`");
            let error = place.key("partial").value_error("E0202", message);
            self.report(self.no_type(error, name, &[]));
        }
        base
    }
}

/// The fields of the partial type at `place`: those of `base` but for some, and its own. `types` has no partial ones.
pub(super) fn fill(
    checker: &Checker<'_>,
    place: Place<'_>,
    without: &[String],
    base: &TypeRef,
    own: Vec<Field>,
    types: &Types,
) -> Vec<Field> {
    let (described, shape) = (checker.described(base), types.get(base));
    let base = &base.name;
    let Some(Shape::Object(Object { fields, .. })) = shape else {
        let message = format!("`{base}` is no object with fields of its own");
        let error = place.key("partial").value_error("E0206", message);
        let error = error.also(described.at_key(), "this one");
        checker.report(error.help("name an object that has `fields` and no `partial`"));
        return own;
    };
    let field_at = |wire: &str| described.key("fields").key(wire).at_key();
    for (index, name) in without.iter().enumerate() {
        if fields.iter().all(|field| field.wire != *name) {
            let message = format!("`{base}` has no field `{name}`");
            let without = place.key("without").index(index);
            let error = without.value_error("E0206", message);
            let error = error.also(described.at_key(), "its fields");
            checker.report(error.suggest(name, fields.iter().map(|field| field.wire.as_str())));
        }
    }
    let mut all = fields.clone();
    all.retain(|field| !without.contains(&field.wire));
    for field in &mut all {
        if field.ty.inline().is_some() {
            let message = format!("`{}` of `{base}` has a type without a name", field.wire);
            let error = place.key("partial").value_error("E0206", message);
            let error = error.also(field_at(&field.wire), "this field");
            checker.report(error.help("give it one under `types`, so that both can have it"));
        }
        field.required = false;
        (field.default, field.default_doc) = (None, None);
    }
    let name = |field: &Field| names::renamed(field.rename.as_deref(), &field.wire);
    for field in own {
        let wire = &field.wire;
        let (message, other, way_out) = if all.iter().any(|other| other.wire == *wire) {
            let message = format!("`{base}` has the field `{wire}` already");
            (message, wire, "leave that one out by `without`")
        } else if let Some(other) = all.iter().find(|other| name(other) == name(&field)) {
            let other = &other.wire;
            let message = format!("`{wire}` and `{other}` of `{base}` have one name in Rust");
            (message, other, "give this one a `rename`")
        } else {
            all.push(field);
            continue;
        };
        let error = place.key("fields").key(wire).key_error("E0206", message);
        let error = error.also(field_at(other), "the one that it has");
        checker.report(error.help(way_out));
    }
    all
}
