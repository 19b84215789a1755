//! Types that have the fields of another object, all of them optional.

use std::collections::{BTreeMap, BTreeSet};

use crate::Sources;
use crate::diag::Diagnostic;
use crate::model::{Api, Field, Shape, TypeDef, TypeRef};
use crate::names;
use crate::place::{File, Place};

/// Gives every partial type its fields.
pub(super) fn resolve(api: &mut Api, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let bases = bases(api);
    let files = api
        .folders
        .iter_mut()
        .map(|folder| (&folder.file, &mut folder.types));
    let methods = api
        .methods
        .iter_mut()
        .map(|method| (&method.file, &mut method.types));
    for (file, types) in files.chain(methods) {
        let text = sources.get(file).map_or("", String::as_str);
        let root = Place::root(File { path: file, text });
        for def in types.iter_mut().filter(|def| def.partial.is_some()) {
            let (types, name) = (root.key("types"), def.name.clone());
            fill(def, &types.key(&name), &bases, diagnostics);
        }
    }
}

/// The objects that partial types name, as far as they have fields of their own.
fn bases(api: &Api) -> BTreeMap<TypeRef, Vec<Field>> {
    let types = api.types();
    let partials = types.values().filter_map(|def| def.partial.as_ref());
    let named: BTreeSet<&TypeRef> = partials.map(|partial| &partial.base).collect();
    let objects = named.into_iter().filter_map(|name| match types.get(name)? {
        TypeDef {
            shape: Shape::Object(fields),
            partial: None,
            ..
        } => Some((name.clone(), fields.clone())),
        _ => None,
    });
    objects.collect()
}

fn name(field: &Field) -> String {
    names::renamed(field.rename.as_deref(), &field.wire)
}

fn fill(
    def: &mut TypeDef,
    place: &Place<'_>,
    bases: &BTreeMap<TypeRef, Vec<Field>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(partial), Shape::Object(own)) = (&def.partial, &mut def.shape) else {
        return;
    };
    let base = &partial.base.name;
    let Some(fields) = bases.get(&partial.base) else {
        let message = format!("`{base}` is no object with fields of its own");
        diagnostics.push(place.key("partial").value_error("E0206", message));
        return;
    };
    for (index, name) in partial.without.iter().enumerate() {
        if !fields.iter().any(|field| field.wire == *name) {
            let without = place.key("without");
            let message = format!("`{base}` has no field `{name}`");
            let error = without.index(index).value_error("E0206", message);
            diagnostics.push(error.suggest(name, fields.iter().map(|field| field.wire.as_str())));
        }
    }
    let mut all: Vec<Field> = fields
        .iter()
        .filter(|field| !partial.without.contains(&field.wire))
        .map(|field| Field {
            required: false,
            default: None,
            ..field.clone()
        })
        .collect();
    for field in own.drain(..) {
        if all.iter().any(|other| name(other) == name(&field)) {
            let fields = place.key("fields");
            let message = format!("`{base}` has the field `{}` already", field.wire);
            let error = fields.key(&field.wire).key_error("E0206", message);
            diagnostics
                .push(error.help("leave that one out by `without`, or give this one a `rename`"));
        } else {
            all.push(field);
        }
    }
    *own = all;
}
