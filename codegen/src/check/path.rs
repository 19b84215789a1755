//! Which file describes what.

use crate::model::TypeRef;
use crate::parse::{self, TYPES};

/// Whether the file has what several methods share.
pub(super) fn is_shared(file: &str) -> bool {
    file.rsplit('/').next() == Some(TYPES)
}

/// The type of this name that a file describes.
pub(super) fn reference(file: &str, name: &str) -> TypeRef {
    let local = !is_shared(file);
    let own = file.trim_end_matches(".yaml").split('/');
    let owner = match local {
        true => own.map(str::to_owned).collect(),
        false => folder_of(file),
    };
    TypeRef::new(owner, local, name)
}

/// The file that describes a type.
pub(crate) fn file_of(ty: &TypeRef) -> String {
    let owner = ty.owner.join("/");
    match (ty.local, owner.as_str()) {
        (true, owner) => format!("{owner}.yaml"),
        (false, "") => TYPES.to_owned(),
        (false, owner) => format!("{owner}/{TYPES}"),
    }
}

/// How a type that is shared is called from everywhere: `crm.item.ItemId`.
pub(crate) fn path_of(ty: &TypeRef) -> String {
    let parts = ty.owner.iter().chain([&ty.name]);
    parts.map(String::as_str).collect::<Vec<_>>().join(".")
}

/// The folders on the way to a file.
pub(super) fn folder_of(path: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = folder.split('/').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The `_types.yaml` of the folder of a spec, and of every folder above, the nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = String> {
    parse::above(path).map(|folder| format!("{folder}{TYPES}"))
}
