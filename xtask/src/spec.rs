//! Reads `spec/`.

use std::fs;
use std::path::Path;

use bitrix24_codegen::Sources;

use crate::Failure;

/// Files at the top of `spec/` that are no specs.
const NO_SPECS: &[&str] = &["README.md", "schema.json", "coverage.yaml"];

/// Every file of `spec/` that can be read, and why the others cannot.
pub(crate) fn read_most(root: &Path) -> (Sources, Vec<String>) {
    let (mut sources, mut mistakes) = (Sources::new(), Vec::new());
    walk(&root.join("spec"), "", &mut sources, &mut mistakes);
    (sources, mistakes)
}

/// Every file of `spec/`. What cannot be read is told all at once.
pub(crate) fn read(root: &Path) -> Result<Sources, Failure> {
    let (sources, mistakes) = read_most(root);
    if mistakes.is_empty() {
        Ok(sources)
    } else {
        Err(Failure::Failed(mistakes.join("\nerror: ")))
    }
}

/// Whether a path below `spec/` means no spec: neither it, nor what is in it if it is a folder.
pub(crate) fn is_no_spec(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.')) || NO_SPECS.contains(&path)
}

/// Whether the text counts. Any other file is refused by the generator for its name alone.
pub(crate) fn is_read(path: &str) -> bool {
    path.ends_with(".yaml")
}

fn walk(folder: &Path, prefix: &str, sources: &mut Sources, mistakes: &mut Vec<String>) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
        Ok(entries) => entries,
        Err(error) => return mistakes.push(format!("spec/{prefix}: {error}")),
    };
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else {
            mistakes.push(format!(
                "spec/{prefix}: a name that is no UTF-8: {}",
                entry.file_name().display()
            ));
            continue;
        };
        let path = format!("{prefix}{name}");
        let kind = entry.file_type();
        if is_no_spec(&path) {
            continue;
        }
        match kind {
            Ok(kind) if kind.is_dir() => {
                walk(&entry.path(), &format!("{path}/"), sources, mistakes)
            }
            Ok(kind) if kind.is_symlink() => {
                mistakes.push(format!("spec/{path}: a link; a spec is a file"))
            }
            Ok(_) if !is_read(&path) => {
                sources.insert(path, String::new());
            }
            Ok(_) => match fs::read_to_string(entry.path()) {
                Ok(text) => {
                    sources.insert(path, text);
                }
                Err(error) => mistakes.push(format!("spec/{path}: {error}")),
            },
            Err(error) => mistakes.push(format!("spec/{path}: {error}")),
        }
    }
}
