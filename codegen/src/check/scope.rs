//! Which types a spec sees: its own, those of its folder, those of every folder above.

use std::collections::BTreeMap;

use crate::model::TypeRef;
use crate::parse::Specs;
use crate::raw::{ErrorSpec, OneOrMany, Ordered, SharedSpec, TypeSpec};

/// The folders on the way to a file.
pub(super) fn folder_of(path: &str) -> impl Iterator<Item = &str> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.split('/').filter(|part| !part.is_empty())
}

/// What every `_types.yaml` has, by folder.
pub(super) struct Types<'s> {
    shared: BTreeMap<Vec<&'s str>, &'s SharedSpec>,
    /// Whether some could not be read.
    pub(super) incomplete: bool,
    /// Whether what every method shares could not be read.
    pub(super) no_system: bool,
}

/// From where a type is looked up.
pub(super) struct Scope<'s> {
    folder: Vec<String>,
    local: Option<(Vec<String>, &'s Ordered<TypeSpec>)>,
}

impl<'s> Scope<'s> {
    /// A folder, and in it a method with types of its own.
    pub(super) fn new(
        folder: Vec<String>,
        local: Option<(Vec<String>, &'s Ordered<TypeSpec>)>,
    ) -> Self {
        Self { folder, local }
    }
}

impl<'s> Types<'s> {
    pub(super) fn new(specs: &'s Specs<'_>) -> Self {
        let shared = specs
            .shared
            .iter()
            .map(|(file, spec)| (folder_of(file).collect(), spec))
            .collect();
        Self {
            shared,
            incomplete: specs.types_missing,
            no_system: specs.system.is_none(),
        }
    }

    /// The type that `name` means in `scope`.
    pub(super) fn find<'a>(
        &'a self,
        name: &str,
        scope: &Scope<'a>,
    ) -> Option<(TypeRef, &'a TypeSpec)> {
        let named = |types: &'a Ordered<TypeSpec>| {
            types
                .0
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, spec)| spec)
        };
        if let Some((owner, types)) = &scope.local
            && let Some(spec) = named(types)
        {
            let owner = owner.clone();
            return Some((
                TypeRef {
                    owner,
                    local: true,
                    name: name.to_owned(),
                },
                spec,
            ));
        }
        self.above(scope).find_map(|(owner, shared)| {
            let owner = owner.iter().map(|part| (*part).to_owned()).collect();
            named(&shared.types).map(|spec| {
                (
                    TypeRef {
                        owner,
                        local: false,
                        name: name.to_owned(),
                    },
                    spec,
                )
            })
        })
    }

    /// The names of all types that `scope` sees.
    pub(super) fn names<'a>(&'a self, scope: &Scope<'a>) -> Vec<&'a str> {
        let local = scope.local.iter().map(|(_, types)| *types);
        let types = local.chain(self.above(scope).map(|(_, shared)| &shared.types));
        types
            .flat_map(|types| types.0.iter().map(|(name, _)| name.as_str()))
            .collect()
    }

    /// The rows that the nearest folder has for an error code.
    pub(super) fn error(&self, code: &str, scope: &Scope<'_>) -> Option<&'s OneOrMany<ErrorSpec>> {
        self.above(scope).find_map(|(_, shared)| {
            let mut errors = shared.errors.0.iter();
            errors.find(|(key, _)| key == code).map(|(_, rows)| rows)
        })
    }

    /// The codes of all shared errors that `scope` sees.
    pub(super) fn codes(&self, scope: &Scope<'_>) -> Vec<&'s str> {
        let errors = self.above(scope).flat_map(|(_, shared)| &shared.errors.0);
        errors.map(|(code, _)| code.as_str()).collect()
    }

    /// The innermost folder first.
    fn above<'a>(
        &'a self,
        scope: &Scope<'_>,
    ) -> impl Iterator<Item = (&'a [&'s str], &'s SharedSpec)> + use<'a, 's> {
        let folder = scope.folder.clone();
        let depths = (0..=folder.len()).rev();
        depths.filter_map(move |depth| {
            let path: Vec<&str> = folder[..depth].iter().map(String::as_str).collect();
            self.shared
                .iter()
                .find(|(owner, _)| **owner == path)
                .map(|(owner, shared)| (owner.as_slice(), *shared))
        })
    }
}
