//! The one place that writes: a comparison of what should be with what is.

mod disk;
mod show;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bitrix24_codegen::HEADER;

use crate::Failure;
use disk::{at, read, temporary, walk, write};

/// What should be on the disk. Paths are relative to the root of the project.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Folders of which every file is ours.
    pub(crate) folders: Vec<String>,
    /// Files; those outside of the folders are ours as well.
    pub(crate) files: BTreeMap<String, String>,
}

/// Writes what is wanted, or with `check` shows what `command` would write. `what` begins the summary.
pub(crate) fn run(
    root: &Path,
    wanted: Wanted,
    check: bool,
    command: &str,
    what: &str,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let plan = Plan::new(root, wanted)?;
    if !check {
        plan.apply(root)?;
    } else if !plan.changes.is_empty() {
        plan.diff(out)?;
        let files = match plan.changes.len() {
            1 => "a file is".to_owned(),
            files => format!("{files} files are"),
        };
        return Err(format!("{files} not up to date; run `cargo xtask {command}`").into());
    }
    Ok(plan.summary(what, out)?)
}

/// What has to be done.
#[derive(Default)]
struct Plan {
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

impl Plan {
    /// Compares, and writes nothing.
    fn new(root: &Path, wanted: Wanted) -> Result<Self, Failure> {
        let mut plan = Self::default();
        let mut found = BTreeMap::new();
        for folder in &wanted.folders {
            walk(root, folder, &mut found, &mut plan.leftovers)?;
        }
        for (path, text) in wanted.files {
            let mut folders = wanted.folders.iter();
            let old = if folders.any(|folder| Path::new(&path).starts_with(folder)) {
                let old = found.remove(&path);
                refuse_foreign(&path, old.as_deref(), &text)?;
                old
            } else {
                let leftover = temporary(&root.join(&path));
                plan.leftovers.extend(leftover.exists().then_some(leftover));
                read(root, &path)?
            };
            if old.as_deref() == Some(text.as_bytes()) {
                plan.unchanged += 1;
            } else {
                let new = Some(text);
                plan.changes.push(Change { path, old, new });
            }
        }
        for (path, old) in found {
            refuse_foreign(&path, Some(&old), "")?;
            let (old, new) = (Some(old), None);
            plan.changes.push(Change { path, old, new });
        }
        plan.changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(plan)
    }

    /// Does it. Each file is replaced as a whole; files come before removals, so that a run that is killed leaves
    /// nothing that the next one cannot finish.
    fn apply(&self, root: &Path) -> Result<(), Failure> {
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
            let folders = path.ancestors().skip(1);
            for folder in folders.take_while(|folder| *folder != root) {
                if fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Never loses what was written by hand: in a folder of ours, only generated files are replaced.
fn refuse_foreign(path: &str, old: Option<&[u8]>, new: &str) -> Result<(), Failure> {
    let gives_way =
        |old: &[u8]| old.is_empty() || old.starts_with(HEADER.as_bytes()) || old == new.as_bytes();
    if old.is_none_or(gives_way) {
        return Ok(());
    }
    let way_out = "move it elsewhere, or delete it";
    let message = format!(
        "{path}: this file was not generated, and only generated files belong here; {way_out}"
    );
    Err(message.into())
}
