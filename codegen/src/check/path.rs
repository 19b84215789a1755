//! Which file describes what.

use crate::model::TypeRef;
use crate::parse::TYPES;

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
pub(super) fn file_of(ty: &TypeRef) -> String {
    let owner = ty.owner.join("/");
    match (ty.local, owner.as_str()) {
        (true, owner) => format!("{owner}.yaml"),
        (false, "") => TYPES.to_owned(),
        (false, owner) => format!("{owner}/{TYPES}"),
    }
}

/// The folders on the way to a file.
pub(super) fn folder_of(path: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let parts = folder.split('/').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The `_types.yaml` of the folder of a spec, and of every folder above, the nearest first.
pub(super) fn above(path: &str) -> impl Iterator<Item = String> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1).rev();
    ends.chain([0])
        .map(|end| format!("{}{TYPES}", &path[..end]))
}
