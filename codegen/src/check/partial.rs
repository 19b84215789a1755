//! Types that have the fields of another object, all of them optional.

use std::collections::{BTreeMap, BTreeSet};

use crate::Sources;
use crate::diag::Diagnostic;
use crate::model::{Api, Field, Shape, Type, TypeDef, TypeRef};
use crate::names;
use crate::place::{File, Place, type_at};

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
            fill(def, &types.key(&name), &bases, sources, diagnostics);
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
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (Some(partial), Shape::Object(own)) = (def.partial.take(), &mut def.shape) else {
        return;
    };
    let base = &partial.base.name;
    let in_base = |below: &[&str]| type_at(sources, &partial.base, below);
    let Some(fields) = bases.get(&partial.base) else {
        let message = format!("`{base}` is no object with fields of its own");
        let error = place.key("partial").value_error("E0206", message);
        let error = error.also(in_base(&[]), "this one");
        diagnostics.push(error.help("name an object that has `fields` and no `partial`"));
        return;
    };
    for (index, name) in partial.without.iter().enumerate() {
        if !fields.iter().any(|field| field.wire == *name) {
            let without = place.key("without");
            let message = format!("`{base}` has no field `{name}`");
            let error = without.index(index).value_error("E0206", message);
            let error = error.also(in_base(&[]), "its fields");
            diagnostics.push(error.suggest(name, fields.iter().map(|field| field.wire.as_str())));
        }
    }
    let kept = fields
        .iter()
        .filter(|field| !partial.without.contains(&field.wire));
    let mut all: Vec<Field> = Vec::new();
    for field in kept {
        if field.ty.inline().is_some() {
            let message = format!("`{}` of `{base}` has a type without a name", field.wire);
            let error = place.key("partial").value_error("E0206", message);
            let error = error.also(in_base(&["fields", &field.wire]), "this field");
            diagnostics.push(error.help(if has_union(&field.ty) {
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
    for field in own.drain(..) {
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
        let fields = place.key("fields");
        let error = fields.key(&field.wire).key_error("E0206", message);
        let error = error.also(in_base(&["fields", other]), "the one that it has");
        diagnostics.push(error.help(way_out));
    }
    *own = all;
}

/// A union cannot have a name.
fn has_union(ty: &Type) -> bool {
    match ty {
        Type::Inline(shape) => matches!(**shape, Shape::Union(_)),
        Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => has_union(ty),
        _ => false,
    }
}
