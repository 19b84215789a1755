//! Identifiers that are made of narrower ones.

use yaml::Value;

use super::context::{Checker, Types};
use super::scope::Scope;
use crate::model::{Id, Shape, TypeRef};
use crate::place::Place;

impl<'c> Scope<'_, 'c> {
    /// The identifiers that become the one at `place`.
    pub(super) fn narrower(&self, place: Place<'c>, names: &[String]) -> Vec<TypeRef> {
        let mut found: Vec<TypeRef> = Vec::new();
        for (name, place) in names.iter().zip(place.elements()) {
            match self.used(name) {
                Some(narrow) if found.contains(&narrow) => {
                    let error = place.value_error("E0885", format!("`{name}` stands here twice"));
                    self.report(error.help("remove one of them"));
                }
                Some(narrow) => found.push(narrow),
                None if self.specs.types_missing => {}
                None => {
                    let message = format!("there is no type `{name}`");
                    let error = place.value_error("E0202", message);
                    self.report(self.no_type(error, name, &[]));
                }
            }
        }
        found
    }
}

impl Checker<'_> {
    /// Each identifier is made of identifiers of its own kind in JSON, and never, by whatever way, of itself.
    pub(super) fn conversions(&self, types: &Types) {
        let mut told: Vec<&TypeRef> = Vec::new();
        for (name, shape) in types {
            let from = id(shape).map_or(&[][..], |id| &id.from);
            for narrow in from {
                let Some((message, help)) = conversion(types, name, narrow, &mut told) else {
                    continue;
                };
                let from = self.described(name).key("from");
                let is_narrow = |place: &Place<'_>| match place.value() {
                    Value::Text(text) => *text == narrow.name,
                    _ => false,
                };
                let place = from.elements().find(is_narrow).unwrap_or(from);
                let error = place.value_error("E0885", message).help(help);
                self.report(error.also(self.described(narrow).at_key(), "this one"));
            }
        }
    }
}

/// What is wrong with the way from `narrow` to `general`. Of a circle one way is told.
fn conversion<'t>(
    types: &'t Types,
    general: &'t TypeRef,
    narrow: &TypeRef,
    told: &mut Vec<&'t TypeRef>,
) -> Option<(String, &'static str)> {
    let (shape, kind) = (types.get(narrow)?, id(types.get(general)?)?.kind);
    let kinds = "both must be `id: integer`, or both `id: string`";
    match id(shape) {
        None => return Some((format!("`{}` is no identifier", narrow.name), kinds)),
        Some(id) if id.kind != kind => {
            let message = format!("`{}` is another kind of identifier", narrow.name);
            return Some((message, kinds));
        }
        Some(_) if !reaches(types, narrow, general) => return None,
        Some(_) if told.iter().any(|told| reaches(types, narrow, told)) => return None,
        Some(_) => told.push(general),
    }
    let message = match narrow == general {
        true => format!("`{}` is made of itself", general.name),
        false => format!(
            "`{}` and `{}` are made of each other",
            general.name, narrow.name
        ),
    };
    Some((
        message,
        "the narrow one becomes the general one: remove the other way",
    ))
}

fn id(shape: &Shape) -> Option<&Id> {
    match shape {
        Shape::Id(id) => Some(id),
        _ => None,
    }
}

/// Whether `goal` is among what `start` is made of, or is it.
fn reaches(types: &Types, start: &TypeRef, goal: &TypeRef) -> bool {
    let (mut seen, mut open) = (Vec::new(), vec![start]);
    while let Some(name) = open.pop() {
        if name == goal {
            return true;
        }
        if !seen.contains(&name) {
            seen.push(name);
            open.extend(
                types
                    .get(name)
                    .and_then(id)
                    .into_iter()
                    .flat_map(|id| &id.from),
            );
        }
    }
    false
}
