//! Which types a spec sees: its own, those of its folder, those of every folder above.

use std::collections::BTreeMap;

use crate::model::TypeRef;
use crate::parse::TYPES;
use crate::raw::{ErrorSpec, OneOrMany, Ordered, SharedSpec, TypeSpec};

/// Every `_types.yaml`, by its path.
pub(super) type Shared<'s> = BTreeMap<&'s str, &'s SharedSpec>;

/// From where a type is looked up.
pub(super) struct Scope<'s> {
    /// The type that is being described.
    pub(super) user: Option<TypeRef>,
    /// The types of the method, if the scope is that of one.
    local: Option<(Vec<String>, &'s Ordered<TypeSpec>)>,
    /// The innermost folder first.
    folders: Vec<(&'s str, &'s SharedSpec)>,
}

impl<'s> Scope<'s> {
    /// What a file sees, with the types of its own if it describes a method.
    pub(super) fn new(
        file: &str,
        local: Option<&'s Ordered<TypeSpec>>,
        shared: &Shared<'s>,
    ) -> Self {
        let entry = |path: String| shared.get_key_value(path.as_str());
        let folders = above(file)
            .filter_map(entry)
            .map(|(path, spec)| (*path, *spec));
        Self {
            user: None,
            local: local.map(|types| (owner_of(file), types)),
            folders: folders.collect(),
        }
    }

    /// The type that `name` means.
    pub(super) fn find(&self, name: &str) -> Option<(TypeRef, &'s TypeSpec)> {
        if let Some((owner, types)) = &self.local
            && let Some(spec) = types.get(name)
        {
            return Some((TypeRef::new(owner.clone(), true, name), spec));
        }
        self.folders.iter().find_map(|(path, shared)| {
            let spec = shared.types.get(name)?;
            Some((TypeRef::new(folder_of(path), false, name), spec))
        })
    }

    /// The names of all types that it sees.
    pub(super) fn names(&self) -> Vec<&'s str> {
        let local = self.local.iter().map(|(_, types)| *types);
        let shared = self.folders.iter().map(|(_, shared)| &shared.types);
        local.chain(shared).flat_map(Ordered::keys).collect()
    }

    /// The rows that the nearest folder has for an error code.
    pub(super) fn error(&self, code: &str) -> Option<&'s OneOrMany<ErrorSpec>> {
        let mut folders = self.folders.iter();
        folders.find_map(|(_, shared)| shared.errors.get(code))
    }

    /// The codes of all shared errors that it sees.
    pub(super) fn codes(&self) -> Vec<&'s str> {
        let folders = self.folders.iter();
        folders
            .flat_map(|(_, shared)| shared.errors.keys())
            .collect()
    }
}

/// The folders on the way to a file.
pub(super) fn folder_of(path: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = folder.split('/').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// What the types of a method belong to, by its file.
pub(super) fn owner_of(file: &str) -> Vec<String> {
    let parts = file.trim_end_matches(".yaml").split('/');
    parts.map(str::to_owned).collect()
}

/// The file that describes a type.
pub(super) fn file_of(ty: &TypeRef) -> String {
    let owner = ty.owner.join("/");
    match (ty.local, owner.as_str()) {
        (true, owner) => format!("{owner}.yaml"),
        (false, "") => TYPES.to_owned(),
        (false, owner) => format!("{owner}/{TYPES}"),
    }
}

/// The `_types.yaml` of the folder of a spec, and of every folder above, the nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = String> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1).rev();
    ends.chain([0])
        .map(|end| format!("{}{TYPES}", &path[..end]))
}
