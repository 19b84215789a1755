//! Types that contain themselves by value: no Rust type could be so large.

use std::collections::BTreeMap;

use super::type_at;
use crate::diag::Diagnostic;
use crate::model::{Api, Shape, Type, TypeDef, TypeRef};
use crate::place::Files;

/// What a type contains, and where it stands.
struct Entry<'a> {
    file: &'a str,
    contains: Vec<&'a TypeRef>,
}

pub(super) fn check(api: &Api, files: &Files<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut types = BTreeMap::new();
    for folder in &api.folders {
        add(&mut types, &folder.file, &folder.path, false, &folder.types);
    }
    for method in &api.methods {
        add(
            &mut types,
            &method.file,
            &method.owner(),
            true,
            &method.types,
        );
    }
    let mut told: Vec<&TypeRef> = Vec::new();
    for (start, entry) in &types {
        let mut chain = vec![start];
        if told.contains(&start) || !leads_back(&types, start, start, &mut chain, &mut Vec::new()) {
            continue;
        }
        told.extend(&chain);
        let names: Vec<&str> = chain
            .iter()
            .chain([&start])
            .map(|name| name.name.as_str())
            .collect();
        let root = files.root(entry.file);
        let place = root.key("types");
        let mut error = place
            .key(&start.name)
            .key_error("E0204", format!("`{}` contains itself", start.name));
        for (member, next) in chain.iter().skip(1).zip(names.iter().skip(2)) {
            error = error.also(type_at(files, member, &[]), format!("contains `{next}`"));
        }
        diagnostics.push(
            error
                .label(names.join(" → "))
                .help("break the circle with a list or a map"),
        );
    }
}

fn add<'a>(
    types: &mut BTreeMap<TypeRef, Entry<'a>>,
    file: &'a str,
    owner: &[String],
    local: bool,
    defs: &'a [TypeDef],
) {
    for def in defs {
        let mut contains = Vec::new();
        contained(&def.shape, &mut contains);
        let name = TypeRef {
            owner: owner.to_vec(),
            local,
            name: def.name.clone(),
        };
        types.insert(name, Entry { file, contains });
    }
}

fn contained<'a>(shape: &'a Shape, found: &mut Vec<&'a TypeRef>) {
    let types: Vec<&Type> = match shape {
        // A family of keys is a map.
        Shape::Object(fields) => {
            let single = fields.iter().filter(|field| !field.is_family());
            single.map(|field| &field.ty).collect()
        }
        Shape::Union(members) => members.iter().collect(),
        _ => return,
    };
    for ty in types {
        match by_value(ty) {
            Type::Named(name) => found.push(name),
            Type::Inline(shape) => contained(shape, found),
            _ => {}
        }
    }
}

fn by_value(ty: &Type) -> &Type {
    if let Type::Nullable(ty) = ty {
        by_value(ty)
    } else {
        ty
    }
}

/// Follows what `at` contains until `goal`; `chain` holds the way.
fn leads_back<'a>(
    types: &'a BTreeMap<TypeRef, Entry<'a>>,
    at: &TypeRef,
    goal: &TypeRef,
    chain: &mut Vec<&'a TypeRef>,
    seen: &mut Vec<&'a TypeRef>,
) -> bool {
    let Some(entry) = types.get(at) else {
        return false;
    };
    for next in entry.contains.iter().copied() {
        if next == goal {
            return true;
        }
        if seen.contains(&next) {
            continue;
        }
        seen.push(next);
        chain.push(next);
        if leads_back(types, next, goal, chain, seen) {
            return true;
        }
        chain.pop();
    }
    false
}
