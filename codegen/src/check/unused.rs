//! Types that nothing uses, and shared errors that no method lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Diagnostic;
use crate::model::{Api, TypeDef, TypeRef};
use crate::parse::{Specs, TYPES};
use crate::place::Files;
use crate::raw::{ErrorRows, SharedSpec};

pub(super) fn check(
    api: &Api,
    specs: &Specs<'_>,
    files: &Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut found = types(api, files, diagnostics);
    found.extend(errors(specs, files, diagnostics));
    diagnostics.extend(found);
}

/// Whether what is mistaken below `place` may have meant what seems to be unused.
fn may_be_meant(place: &str, diagnostics: &[Diagnostic]) -> bool {
    // What cannot be read, and names and types.
    let about_names =
        |code: &str| matches!(code.as_bytes().get(2), Some(b'0'..=b'2')) || code == "E0605";
    let mut below = diagnostics
        .iter()
        .filter(|found| found.file.starts_with(place));
    below.any(|found| about_names(found.code))
}

fn types(api: &Api, files: &Files<'_>, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let used = api.used();
    let all = api.types();
    let unused: BTreeMap<&TypeRef, &TypeDef> = all
        .iter()
        .filter(|(name, _)| !used.contains(name))
        .map(|(name, def)| (name, *def))
        .collect();
    let reached: BTreeMap<&TypeRef, BTreeSet<TypeRef>> = unused
        .iter()
        .map(|(name, def)| (*name, api.reached(def)))
        .collect();
    // What only unused types use follows from them; of a circle the first one is told.
    let follows = |name: &TypeRef| {
        let mut users = reached
            .iter()
            .filter(|(user, reach)| **user != name && reach.contains(name));
        users.any(|(user, _)| !reached[name].contains(user) || *user < name)
    };
    let mut found = Vec::new();
    for name in unused.keys().filter(|name| !follows(name)) {
        let path = name.file();
        let below = if name.local {
            path.as_str()
        } else {
            path.trim_end_matches(TYPES)
        };
        if may_be_meant(below, diagnostics) {
            continue;
        }
        let root = files.root(&path);
        let types = root.key("types");
        let message = format!("nothing uses the type `{}`", name.name);
        let error = types.key(&name.name).key_error("E0205", message);
        found.push(error.help(if name.local {
            "remove it, or move it to `_types.yaml` if other methods need it"
        } else {
            "remove it, or give it to a field"
        }));
    }
    found
}

fn errors(specs: &Specs<'_>, files: &Files<'_>, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let shared = specs.shared.iter();
    let shared: BTreeMap<&str, &SharedSpec> = shared.map(|(file, spec)| (*file, spec)).collect();
    let mut used = BTreeSet::new();
    for (file, spec) in &specs.methods {
        let taken = spec
            .errors
            .0
            .iter()
            .filter(|(_, rows)| matches!(rows, ErrorRows::Shared(_)));
        for (code, _) in taken {
            let mut above = above(file);
            let has = |path: &String| {
                let spec = shared.get(path.as_str());
                spec.is_some_and(|spec| spec.errors.0.iter().any(|(known, _)| known == code))
            };
            used.extend(above.find(has).map(|path| (path, code.as_str())));
        }
    }
    let mut found = Vec::new();
    for (file, spec) in &specs.shared {
        let root = files.root(file);
        let errors = root.key("errors");
        for (code, _) in &spec.errors.0 {
            let key = ((*file).to_owned(), code.as_str());
            if !used.contains(&key) && !may_be_meant(file.trim_end_matches(TYPES), diagnostics) {
                let message = format!("no method takes over the error `{code}`");
                let error = errors.key(code).key_error("E0205", message);
                let help =
                    format!("remove it, or write `{code}: shared` under the `errors` of a method");
                found.push(error.help(help));
            }
        }
    }
    found
}

/// The `_types.yaml` of the folder of a spec, and of every folder above, the nearest first.
fn above(path: &str) -> impl Iterator<Item = String> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1).rev();
    ends.chain([0])
        .map(|end| format!("{}{TYPES}", &path[..end]))
}
