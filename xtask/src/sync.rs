//! The one place that writes: a comparison of what should be with what is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use bitrix24_codegen::HEADER;
use similar::TextDiff;

use crate::Failure;

/// What should be on the disk. Paths are relative to the root of the project.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Folders of which every file is ours.
    pub(crate) folders: Vec<String>,
    /// Files; those outside of the folders are ours as well.
    pub(crate) files: BTreeMap<String, String>,
}

/// What has to be done.
#[derive(Default)]
pub(crate) struct Plan {
    changes: Vec<Change>,
    unchanged: usize,
    /// What a killed run left behind.
    leftovers: Vec<PathBuf>,
}

struct Change {
    path: String,
    old: Option<Vec<u8>>,
    new: Option<String>,
}

impl Change {
    fn verb(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "created",
            (Some(_), Some(_)) => "updated",
            (Some(_), None) => "removed",
        }
    }
}

/// Compares, and writes nothing.
pub(crate) fn plan(root: &Path, wanted: Wanted) -> Result<Plan, Failure> {
    let mut plan = Plan::default();
    let mut found = BTreeMap::new();
    for folder in &wanted.folders {
        walk(root, folder, &mut found, &mut plan.leftovers)?;
    }
    for (path, text) in wanted.files {
        let mut folders = wanted.folders.iter();
        let owned = folders.any(|folder| Path::new(&path).starts_with(folder));
        let old = if owned {
            found.remove(&path)
        } else {
            read(root, &path)?
        };
        let leftover = temporary(&root.join(&path));
        if !owned && leftover.exists() {
            plan.leftovers.push(leftover);
        }
        match old {
            Some(old) if old == text.as_bytes() => plan.unchanged += 1,
            Some(old) if owned && !is_generated(&old) => return Err(foreign(&path)),
            old => plan.changes.push(Change {
                path,
                old,
                new: Some(text),
            }),
        }
    }
    for (path, old) in found {
        if !is_generated(&old) {
            return Err(foreign(&path));
        }
        plan.changes.push(Change {
            path,
            old: Some(old),
            new: None,
        });
    }
    plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

impl Plan {
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Number of files that differ.
    pub(crate) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Does it. Each file is replaced as a whole; files come before removals, so that a run that is killed leaves
    /// nothing that the next one cannot finish.
    pub(crate) fn apply(&self, root: &Path) -> Result<(), Failure> {
        for leftover in &self.leftovers {
            fs::remove_file(leftover).map_err(|error| at(leftover, &error))?;
        }
        for change in &self.changes {
            let path = root.join(&change.path);
            if let Some(text) = &change.new {
                write(&path, text).map_err(|error| at(&path, &error))?;
            }
        }
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            let path = root.join(&change.path);
            fs::remove_file(&path).map_err(|error| at(&path, &error))?;
            // Folders that are empty now go as well; the first that is not ends it.
            for folder in path
                .ancestors()
                .skip(1)
                .take_while(|folder| *folder != root)
            {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What was done, file by file; and in one line, about `what`.
    pub(crate) fn summary(&self, what: &str, out: &mut dyn Write) -> io::Result<()> {
        for change in &self.changes {
            writeln!(out, "{} {}", change.verb(), change.path)?;
        }
        let count = |verb| {
            self.changes
                .iter()
                .filter(|change| change.verb() == verb)
                .count()
        };
        let [created, updated, removed] = ["created", "updated", "removed"].map(count);
        let unchanged = self.unchanged;
        writeln!(
            out,
            "{what}: {created} created, {updated} updated, {removed} removed, {unchanged} unchanged"
        )
    }

    /// The changes as a unified diff.
    pub(crate) fn diff(&self, out: &mut dyn Write) -> io::Result<()> {
        for Change { path, old, new } in &self.changes {
            let from = if old.is_some() {
                format!("a/{path}")
            } else {
                "/dev/null".to_owned()
            };
            let to = if new.is_some() {
                format!("b/{path}")
            } else {
                "/dev/null".to_owned()
            };
            let old = String::from_utf8_lossy(old.as_deref().unwrap_or_default());
            let diff = TextDiff::from_lines(old.as_ref(), new.as_deref().unwrap_or_default());
            write!(out, "{}", diff.unified_diff().header(&from, &to))?;
        }
        Ok(())
    }
}

fn walk(
    root: &Path,
    folder: &str,
    found: &mut BTreeMap<String, Vec<u8>>,
    leftovers: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let full = root.join(folder);
    refuse_link(&full)?;
    let entries = match fs::read_dir(&full) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| at(&full, &error))?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(root, &path, found, leftovers)?;
        } else if path.ends_with(".tmp") && name.to_string_lossy().starts_with(".xtask-") {
            leftovers.push(entry.path());
        } else if let Some(bytes) = read(root, &path)? {
            found.insert(path, bytes);
        }
    }
    Ok(())
}

fn read(root: &Path, path: &str) -> Result<Option<Vec<u8>>, Failure> {
    let full = root.join(path);
    refuse_link(&full)?;
    match fs::read(&full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&full, &error)),
    }
}

/// A link may lead out of the project: nothing is written through it.
fn refuse_link(path: &Path) -> Result<(), Failure> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => Err(Failure::Failed(format!(
            "{}: a link where a file or a folder of our own should be",
            path.display()
        ))),
        _ => Ok(()),
    }
}

fn is_generated(bytes: &[u8]) -> bool {
    bytes.is_empty() || bytes.starts_with(HEADER.as_bytes())
}

fn foreign(path: &str) -> Failure {
    let way_out = "move it elsewhere, or delete it";
    Failure::Failed(format!(
        "{path}: this file was not generated, and only generated files belong here; {way_out}"
    ))
}

/// Replaces the file as a whole.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let temporary = temporary(path);
    fs::write(&temporary, text)?;
    fs::rename(&temporary, path)
}

fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".xtask-{name}.tmp"))
}

fn at(path: &Path, error: &io::Error) -> Failure {
    Failure::Failed(format!("{}: {error}", path.display()))
}
