//! Types that nothing uses, and shared errors that no method lists.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Checker, Uses};
use super::scope::{above, file_of, folder_of, owner_of};
use crate::model::TypeRef;
use crate::parse::TYPES;
use crate::raw::ErrorRows;

pub(super) fn check(checker: &Checker<'_>) {
    // What seems to be unused is told at once: it is no reason to doubt that the rest is.
    let mut found = Vec::new();
    for name in types(checker) {
        let file = file_of(&name);
        if may_be_meant(checker, file.trim_end_matches(TYPES)) {
            continue;
        }
        let message = format!("nothing uses the type `{}`", name.name);
        let error = checker.described(&name).key_error("E0205", message);
        found.push(error.help(if name.local {
            "remove it, or move it to `_types.yaml` if other methods need it"
        } else {
            "remove it, or give it to a field"
        }));
    }
    for (file, code) in errors(checker) {
        if may_be_meant(checker, file.trim_end_matches(TYPES)) {
            continue;
        }
        let message = format!("no method takes over the error `{code}`");
        let error = checker.files.root(file).key("errors").key(code);
        let help = format!("remove it, or write `{code}: shared` under the `errors` of a method");
        found.push(error.key_error("E0205", message).help(help));
    }
    found.into_iter().for_each(|error| checker.report(error));
}

/// Whether what is mistaken below `place` may have meant what seems to be unused.
fn may_be_meant(checker: &Checker<'_>, place: &str) -> bool {
    checker.any(|found| {
        // What cannot be read, and names and types. A partial type uses what it names, whatever is wrong with it.
        let about_names = match found.code {
            "E0605" => true,
            "E0206" => false,
            code => matches!(code.as_bytes().get(2), Some(b'0'..=b'2')),
        };
        about_names && found.file.starts_with(place)
    })
}

/// The types that nothing uses, but for those that only such types use. Of a circle the first one is told.
fn types(checker: &Checker<'_>) -> Vec<TypeRef> {
    let uses = checker.uses();
    let used = reached(&uses, None);
    let shared = checker.specs.shared.iter().flat_map(|(file, spec)| {
        let of = |name: &str| TypeRef::new(folder_of(file), false, name);
        spec.types.keys().map(of).collect::<Vec<_>>()
    });
    let local = checker.specs.methods.iter().flat_map(|(file, spec)| {
        let of = |name: &str| TypeRef::new(owner_of(file), true, name);
        spec.types.keys().map(of).collect::<Vec<_>>()
    });
    let unused = shared.chain(local).filter(|name| !used.contains(name));
    let unused: BTreeMap<TypeRef, BTreeSet<TypeRef>> = unused
        .map(|name| (name.clone(), reached(&uses, Some(name))))
        .collect();
    let follows = |name: &TypeRef, reach: &BTreeSet<TypeRef>| {
        let mut users = unused
            .iter()
            .filter(|(user, reach)| *user != name && reach.contains(name));
        users.any(|(user, _)| !reach.contains(user) || user < name)
    };
    let first = unused.iter().filter(|(name, reach)| !follows(name, reach));
    first.map(|(name, _)| name.clone()).collect()
}

/// The types that `from` leads to.
fn reached(uses: &Uses, from: Option<TypeRef>) -> BTreeSet<TypeRef> {
    let (mut found, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(user) = open.pop() {
        for used in uses.get(&user).into_iter().flatten() {
            if found.insert(used.clone()) {
                open.push(Some(used.clone()));
            }
        }
    }
    found
}

/// The shared errors that no method takes over.
fn errors<'c>(checker: &Checker<'c>) -> Vec<(&'c str, &'c str)> {
    let mut used = BTreeSet::new();
    for (file, spec) in &checker.specs.methods {
        let is_shared = |rows: &ErrorRows| matches!(rows, ErrorRows::Shared(_));
        for (code, _) in spec.errors.0.iter().filter(|(_, rows)| is_shared(rows)) {
            let has = |path: &String| {
                let spec = checker.shared.get(path.as_str());
                spec.is_some_and(|spec| spec.errors.get(code).is_some())
            };
            used.extend(above(file).find(has).map(|path| (path, code.as_str())));
        }
    }
    let all = checker.specs.shared.iter().flat_map(|(file, spec)| {
        let codes = spec.errors.keys();
        codes.map(|code| (*file, code))
    });
    all.filter(|(file, code)| !used.contains(&((*file).to_owned(), *code)))
        .collect()
}
