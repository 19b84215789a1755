//! Reads `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};

use crate::Failure;
use crate::state::{State, States};

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
    let listing = list(root);
    let mut texts = listing.texts(root, |path| path != COVERAGE);
    let strange = listing.strange.iter();
    let strange = strange.map(|(path, reason)| format!("spec/{path}: {reason}; a spec is a file"));
    let garbled = texts.garbled.iter();
    let garbled = garbled.map(|path| format!("spec/{path}: this is no UTF-8"));
    let mistakes = texts.mistakes.into_iter().chain(strange).chain(garbled);
    let mistakes = mistakes.collect();
    for path in &texts.garbled {
        texts.sources.remove(path);
    }
    (texts.sources, mistakes)
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
    list(root).read(root, |_| true)
}

/// Whether a path below `spec/` means no spec: neither it, nor what is in it if it is a folder.
pub(crate) fn is_no_spec(path: &str) -> bool {
    path.split('/').any(|name| name.starts_with('.')) || NO_SPECS.contains(&path)
}

/// Whether the text counts. Any other file is refused by the generator for its name alone.
pub(crate) fn is_read(path: &str) -> bool {
    path.ends_with(".yaml")
}

/// What stands below `spec/`, and in which state it is. Nothing of it has been read.
#[derive(Default)]
pub(crate) struct Listing {
    /// The specs, and the list of what the vendor has.
    pub(crate) files: States,
    strange: BTreeMap<String, String>,
    mistakes: Vec<String>,
}

/// Lists `spec/`.
pub(crate) fn list(root: &Path) -> Listing {
    let mut listing = Listing::default();
    listing.walk(&root.join("spec"), "");
    if let Ok(metadata) = fs::metadata(root.join("spec").join(COVERAGE)) {
        let state = State::of(&metadata);
        listing.files.insert(COVERAGE.to_owned(), state);
    }
    listing
}

impl Listing {
    /// Whether there is nothing but files.
    pub(crate) fn is_plain(&self) -> bool {
        self.strange.is_empty() && self.mistakes.is_empty()
    }

    /// Reads what is `wanted`, by its path.
    pub(crate) fn read(
        &self,
        root: &Path,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Specs, Failure> {
        let mut texts = self.texts(root, wanted);
        if !texts.mistakes.is_empty() {
            return Err(Failure::Failed(texts.mistakes.join("\nerror: ")));
        }
        let strange = self.strange.keys();
        let empty = strange.map(|path| (path.clone(), String::new()));
        texts.sources.extend(empty);
        Ok(Specs {
            sources: texts.sources,
            strange: self.strange.clone(),
        })
    }

    fn texts(&self, root: &Path, wanted: impl Fn(&str) -> bool) -> Texts {
        let mut texts = Texts {
            mistakes: self.mistakes.clone(),
            ..Texts::default()
        };
        for path in self.files.keys().filter(|path| wanted(path)) {
            texts.read(&root.join("spec").join(path), path);
        }
        texts
    }

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
                _ => match entry.metadata() {
                    Ok(metadata) => drop(self.files.insert(path, State::of(&metadata))),
                    Err(error) => self.mistakes.push(format!("spec/{path}: {error}")),
                },
            }
        }
    }
}

#[derive(Default)]
struct Texts {
    sources: Sources,
    /// Paths of texts that have lost what is no UTF-8.
    garbled: Vec<String>,
    mistakes: Vec<String>,
}

impl Texts {
    /// What is no UTF-8 becomes a sign that no spec has, so that the generator shows the place.
    fn read(&mut self, file: &Path, path: &str) {
        if !is_read(path) {
            self.sources.insert(path.to_owned(), String::new());
            return;
        }
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
