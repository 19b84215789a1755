//! Types that nothing uses, and shared errors that no method lists.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Checker, Uses};
use super::path::{file_of, reference};
use crate::model::TypeRef;
use crate::parse::TYPES;

pub(super) fn check(checker: &Checker<'_>) {
    // What seems to be unused is told at once: it is no reason to doubt that the rest is.
    let mut found = Vec::new();
    for name in types(checker) {
        if may_be_meant(checker, &file_of(&name)) {
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
    let (used, used_groups) = (checker.used_errors.take(), checker.used_groups.take());
    for (file, spec) in &checker.specs.shared {
        let errors = checker.files.root(file).key("errors");
        for code in spec.errors.keys() {
            let is_used = used.contains(&((*file).to_owned(), code.to_owned()));
            if is_used || may_be_meant(checker, file) {
                continue;
            }
            let message = format!("no method takes over the error `{code}`");
            let error = errors.key(code).key_error("E0205", message);
            let write = format!("write `{code}: shared` under the `errors` of a method");
            found.push(error.help(format!("remove it, or {write}")));
        }
        let groups = checker.files.root(file).key("error_groups");
        for name in spec.error_groups.keys() {
            if used_groups.contains(&(*file, name)) || may_be_meant(checker, file) {
                continue;
            }
            let message = format!("no method inherits the group `{name}`");
            let error = groups.key(name).key_error("E0205", message);
            let write = format!("write `inherits: {name}` in a method, or for the whole folder");
            found.push(error.help(format!("remove it, or {write}")));
        }
    }
    found.into_iter().for_each(|error| checker.report(error));
}

/// Whether what is mistaken in a file or below it may have meant what seems to be unused there.
fn may_be_meant(checker: &Checker<'_>, file: &str) -> bool {
    let (place, found) = (file.trim_end_matches(TYPES), checker.diagnostics.borrow());
    found.iter().any(|found| {
        // What cannot be read, and names and types. A partial type uses what it names, whatever is wrong with it.
        let about_names = match found.code {
            // Nobody knows what the methods of a template would be.
            code if code.as_bytes().get(2..4) == Some(b"84") => return true,
            "E0605" | "E0834" => true,
            "E0206" => false,
            code => matches!(code.as_bytes().get(2), Some(b'0'..=b'2')),
        };
        about_names && found.file.starts_with(place)
    })
}

/// The types that nothing uses, but for those that only such types use. Of a circle the first one is told.
fn types(checker: &Checker<'_>) -> Vec<TypeRef> {
    let uses = checker.uses.take();
    let used = reached(&uses, None);
    let named = checker.type_specs();
    let named = named.flat_map(|(file, types)| types.keys().map(move |name| reference(file, name)));
    let unused = named.filter(|name| !used.contains(name));
    let unused = unused.map(|name| (name.clone(), reached(&uses, Some(name))));
    let unused: BTreeMap<TypeRef, BTreeSet<TypeRef>> = unused.collect();
    let follows = |name: &TypeRef, reach: &BTreeSet<TypeRef>| {
        let mut users = unused.iter().filter(|(_, reach)| reach.contains(name));
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
