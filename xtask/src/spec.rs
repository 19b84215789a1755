//! Reads `spec/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};

use crate::Failure;

/// Files at the top of `spec/` that are no specs.
const NO_SPECS: &[&str] = &["README.md", "schema.json", COVERAGE];

/// What the vendor has; the generator takes the names of methods and scopes from it.
const COVERAGE: &str = "coverage.yaml";

/// What stands below `spec/`. Paths are relative to it.
#[derive(Default)]
pub(crate) struct Specs {
    /// What the generator is given. Bytes that are not UTF-8 are replaced by a character no spec has, so the generator shows the place.
    pub(crate) sources: Sources,
    garbled: BTreeSet<String>,
    /// Folders and links in the place of a spec: path to what it is.
    strange: BTreeMap<String, String>,
    /// What could not be read at all: path to reason.
    unread: BTreeMap<String, String>,
}

/// Every spec, and the list of what the vendor has. Links and folders are reported with the mistakes in the specs.
pub(crate) fn all(root: &Path) -> Result<Specs, Failure> {
    let mut specs = Specs::find(root);
    let coverage = root.join("spec").join(COVERAGE);
    if coverage.exists() {
        specs.read(&coverage, COVERAGE);
    }
    if !specs.unread.is_empty() {
        return Err(Failure::all(&lines(specs.unread)));
    }
    let strange = specs.strange.keys();
    let empty = strange.map(|path| (path.clone(), String::new()));
    specs.sources.extend(empty);
    Ok(specs)
}

/// Every spec that can be read, and why the others cannot.
pub(crate) fn read_most(root: &Path) -> (Sources, Vec<String>) {
    let mut specs = Specs::find(root);
    let mut mistakes = specs.unread;
    for (path, what) in specs.strange {
        mistakes.insert(path, format!("{what}; a spec is a file"));
    }
    for path in specs.garbled {
        specs.sources.remove(&path);
        mistakes.insert(path, "this is not valid UTF-8".to_owned());
    }
    (specs.sources, lines(mistakes))
}

/// Every spec. What cannot be read is told all at once.
pub(crate) fn read(root: &Path) -> Result<Sources, Failure> {
    match read_most(root) {
        (sources, mistakes) if mistakes.is_empty() => Ok(sources),
        (_, mistakes) => Err(Failure::all(&mistakes)),
    }
}

fn lines(mistakes: BTreeMap<String, String>) -> Vec<String> {
    let mistakes = mistakes.into_iter();
    mistakes
        .map(|(path, mistake)| format!("spec/{path}: {mistake}"))
        .collect()
}

/// Whether a path below `spec/` means no spec: neither it, nor what is in it if it is a folder.
pub(crate) fn is_no_spec(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.')) || NO_SPECS.contains(&path)
}

/// Whether the text counts. Any other file is refused by the generator for its name alone.
pub(crate) fn is_read(path: &str) -> bool {
    is_yaml(path) || path.ends_with(".rs")
}

/// Whether it is a spec, and not what is written by hand beside one.
pub(crate) fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml")
}

impl Specs {
    /// Passes on what the generator makes of the sources, unless something strange stands among them.
    pub(crate) fn judge<T>(&self, result: Result<T, Report>) -> Result<T, Report> {
        if self.strange.is_empty() {
            return result;
        }
        let report = result.err().unwrap_or_default();
        Err(report.refusing(&self.strange))
    }

    /// Number of methods in specs the generator has accepted: each has its own file, and the names of all others begin with `_`.
    pub(crate) fn methods(&self) -> usize {
        let is_method = |path: &&String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            is_yaml(name) && !name.starts_with('_') && *path != COVERAGE
        };
        self.sources.keys().filter(is_method).count()
    }

    fn find(root: &Path) -> Self {
        let mut specs = Self::default();
        specs.walk(&root.join("spec"), "");
        specs
    }

    fn walk(&mut self, folder: &Path, prefix: &str) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => return drop(self.unread.insert(prefix.to_owned(), error.to_string())),
        };
        for entry in entries {
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.display());
            if name.to_str().is_none() {
                self.unread.insert(path, "this name is no UTF-8".to_owned());
                continue;
            }
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
                _ => self.read(&entry.path(), &path),
            }
        }
    }

    fn read(&mut self, file: &Path, path: &str) {
        let bytes = if is_read(path) {
            fs::read(file)
        } else {
            Ok(Vec::new())
        };
        let text = match bytes.map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => {
                self.garbled.insert(path.to_owned());
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
            Err(error) => {
                self.unread.insert(path.to_owned(), error.to_string());
                return;
            }
        };
        self.sources.insert(path.to_owned(), text);
    }
}
