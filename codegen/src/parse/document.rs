//! The names of files, and the trees in them.

use yaml::Duplicate;

use crate::diag::Diagnostic;
use crate::place::File;

/// The file of what every method shares.
pub(crate) const SYSTEM: &str = "_system.yaml";
/// The file that lists what the vendor has. Nothing is made of it but suggestions.
pub(crate) const COVERAGE: &str = "coverage.yaml";
/// The name of a file of types that the methods of a folder share.
pub(crate) const TYPES: &str = "_types.yaml";

/// How a file ends that is written by hand.
pub(crate) const RUST: &str = ".rs";

/// Reads the tree of a file, if it is YAML. Keys that stand there a second time are left out.
pub(crate) fn document(file: &mut File<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let path = file.path;
    let spot = |range| Some((path.to_owned(), range));
    match yaml::read(&file.text) {
        Err(error) => {
            let mistake = Diagnostic::new(path, error.span, "E0001", error.message);
            let (other, label) = error.related.unzip();
            let mistake = mistake.also(other.and_then(spot), label.unwrap_or_default());
            diagnostics.push(mistake.help(error.help));
        }
        Ok(document) => {
            file.root = Some(document.root);
            file.comments = document.comments;
            for Duplicate { key, span, first } in document.duplicates {
                let message = format!("the key `{key}` stands here twice");
                let error = Diagnostic::new(path, span, "E0002", message);
                let error = error.also(spot(first), "here first");
                diagnostics.push(error.help("remove one of them, or rename it"));
            }
        }
    }
}

/// The name of a file without its folders.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder of a file, and every folder above, the nearest first: `crm/deal/`, `crm/`, and nothing.
pub(crate) fn above(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1).rev();
    ends.chain([0]).map(|end| &path[..end])
}
