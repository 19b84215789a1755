//! Reads `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};

use crate::Failure;

/// Files at the top of `spec/` that are no specs.
const NO_SPECS: &[&str] = &["README.md", "schema.json", COVERAGE];

/// What the vendor has; the generator takes the names of methods and scopes from it.
const COVERAGE: &str = "coverage.yaml";

/// What the generator is given.
pub(crate) struct Specs {
    pub(crate) sources: Sources,
    /// What stands where a spec should, and why it is none: path to reason. In `sources` it is empty.
    pub(crate) strange: BTreeMap<String, String>,
}

impl Specs {
    /// Passes on what the generator makes of the sources, unless something strange stands among them.
    pub(crate) fn judge<T>(&self, result: Result<T, Report>) -> Result<T, Report> {
        match result {
            Ok(value) if self.strange.is_empty() => Ok(value),
            Ok(_) => Err(Report::default().refusing(&self.strange)),
            Err(report) => Err(report.refusing(&self.strange)),
        }
    }
}

/// Every spec that can be read, and why the others cannot.
pub(crate) fn read_most(root: &Path) -> (Sources, Vec<String>) {
    let mut files = Files::default();
    files.walk(&root.join("spec"), "");
    let strange = files.strange.iter();
    let strange = strange.map(|(path, reason)| format!("spec/{path}: {reason}; a spec is a file"));
    let garbled = files.garbled.iter();
    let garbled = garbled.map(|path| format!("spec/{path}: this is no UTF-8"));
    files.mistakes.extend(strange.chain(garbled));
    for path in &files.garbled {
        files.sources.remove(path);
    }
    (files.sources, files.mistakes)
}

/// Every spec. What cannot be read is told all at once.
pub(crate) fn read(root: &Path) -> Result<Sources, Failure> {
    match read_most(root) {
        (sources, mistakes) if mistakes.is_empty() => Ok(sources),
        (_, mistakes) => Err(Failure::Failed(mistakes.join("\nerror: "))),
    }
}

/// Every spec, and the list of what the vendor has. What is no file is left to be told with the mistakes of the others.
pub(crate) fn all(root: &Path) -> Result<Specs, Failure> {
    let mut files = Files::default();
    files.walk(&root.join("spec"), "");
    if root.join("spec").join(COVERAGE).exists() {
        files.read(&root.join("spec").join(COVERAGE), COVERAGE);
    }
    if !files.mistakes.is_empty() {
        return Err(Failure::Failed(files.mistakes.join("\nerror: ")));
    }
    let empty = files
        .strange
        .keys()
        .map(|path| (path.clone(), String::new()));
    files.sources.extend(empty);
    Ok(Specs {
        sources: files.sources,
        strange: files.strange,
    })
}

/// Whether a path below `spec/` means no spec: neither it, nor what is in it if it is a folder.
pub(crate) fn is_no_spec(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.')) || NO_SPECS.contains(&path)
}

/// Whether the text counts. Any other file is refused by the generator for its name alone.
pub(crate) fn is_read(path: &str) -> bool {
    path.ends_with(".yaml")
}

#[derive(Default)]
struct Files {
    sources: Sources,
    strange: BTreeMap<String, String>,
    /// Paths of texts that have lost what is no UTF-8.
    garbled: Vec<String>,
    mistakes: Vec<String>,
}

impl Files {
    fn walk(&mut self, folder: &Path, prefix: &str) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => return self.mistakes.push(format!("spec/{prefix}: {error}")),
        };
        for entry in entries {
            let Ok(name) = entry.file_name().into_string() else {
                self.mistakes.push(format!(
                    "spec/{prefix}: a name that is no UTF-8: {}",
                    entry.file_name().display()
                ));
                continue;
            };
            let path = format!("{prefix}{name}");
            if is_no_spec(&path) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && is_read(&path) => {
                    self.strange.insert(path, "a folder".to_owned());
                }
                Ok(kind) if kind.is_dir() => self.walk(&entry.path(), &format!("{path}/")),
                Ok(kind) if kind.is_symlink() => {
                    self.strange.insert(path, "a link".to_owned());
                }
                Ok(_) if !is_read(&path) => {
                    self.sources.insert(path, String::new());
                }
                Ok(_) => self.read(&entry.path(), &path),
                Err(error) => self.mistakes.push(format!("spec/{path}: {error}")),
            }
        }
    }

    /// What is no UTF-8 becomes a sign that no spec has, so that the generator shows the place.
    fn read(&mut self, file: &Path, path: &str) {
        match fs::read(file) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes);
                let text = text.unwrap_or_else(|error| {
                    self.garbled.push(path.to_owned());
                    String::from_utf8_lossy(error.as_bytes()).into_owned()
                });
                self.sources.insert(path.to_owned(), text);
            }
            Err(error) => self.mistakes.push(format!("spec/{path}: {error}")),
        }
    }
}
