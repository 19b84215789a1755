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
                    self.report(error.suggest(name, self.names()));
                }
            }
        }
        found
    }
}

impl Checker<'_> {
    /// Each identifier is made of identifiers of its own kind in JSON, and never, by whatever way, of itself.
    pub(super) fn conversions(&self, types: &Types) {
        let mut circles: Vec<&TypeRef> = Vec::new();
        for (name, id) in types
            .iter()
            .filter_map(|(name, shape)| Some((name, id(shape)?)))
        {
            for narrow in &id.from {
                let Some(shape) = types.get(narrow) else {
                    continue;
                };
                let of = self::id(shape);
                let (message, help) = if of.is_none_or(|of| of.kind != id.kind) {
                    let kind = if of.is_some() {
                        "another kind of identifier"
                    } else {
                        "no identifier"
                    };
                    let message = format!("`{}` is {kind}", narrow.name);
                    (message, "both must be `id: integer`, or both `id: string`")
                } else if !circles.contains(&narrow) && reaches(types, narrow, name) {
                    circles.push(name);
                    let message = format!(
                        "`{}` and `{}` are made of each other",
                        name.name, narrow.name
                    );
                    (
                        message,
                        "the narrow one becomes the general one: remove the other way",
                    )
                } else {
                    continue;
                };
                let from = self.described(name).key("from");
                let text = |place: &Place<'_>| matches!(place.value(), Value::Text(text) if *text == narrow.name);
                let place = from.elements().find(text).unwrap_or(from);
                let error = place.value_error("E0885", message);
                let other = self.described(narrow).at_key();
                self.report(error.also(other, "this one").help(help));
            }
        }
    }
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
