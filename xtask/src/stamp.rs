//! What `generate` has left behind, so that it can tell at a glance that there is nothing to do.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use bitrix24_codegen::Sources;

/// The state of the specs, of the generator and of what it writes.
pub(crate) struct Stamp {
    file: PathBuf,
    /// What is the same as long as the specs and the generator are.
    input: String,
}

impl Stamp {
    pub(crate) fn new(root: &Path, sources: &Sources) -> Self {
        let mut hasher = DefaultHasher::new();
        sources.hash(&mut hasher);
        let own = std::env::current_exe().and_then(fs::metadata);
        let own = own.map_or_else(|_| String::new(), |own| state(&own));
        Self {
            file: root.join("target/xtask/generate.stamp"),
            input: format!("{:016x} {own}", hasher.finish()),
        }
    }

    /// The summary of the last run, if neither its input nor one of its files has changed since. A file counts as changed if its
    /// length or its time has; `generate --check` looks at its content.
    pub(crate) fn holds(&self, root: &Path, places: &[&str]) -> Option<String> {
        let stamp = fs::read_to_string(&self.file).ok()?;
        let (summary, state) = stamp.split_once('\n')?;
        (state == self.state(root, places).ok()?).then(|| summary.to_owned())
    }

    /// Notes a run that has left everything as it should be. Without a stamp the next run takes longer; no more than that.
    pub(crate) fn leave(&self, root: &Path, places: &[&str], summary: &str) {
        let state = self.state(root, places);
        let folder = self.file.parent().unwrap_or(root);
        let _ = state.and_then(|state| {
            fs::create_dir_all(folder)?;
            fs::write(&self.file, format!("{summary}\n{state}"))
        });
    }

    fn state(&self, root: &Path, places: &[&str]) -> io::Result<String> {
        let mut text = format!("{}\n", self.input);
        for place in places {
            walk(&root.join(place), &mut text)?;
        }
        Ok(text)
    }
}

/// Appends a line for each file, in an order that is always the same.
fn walk(path: &Path, text: &mut String) -> io::Result<()> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        let _ = writeln!(text, "{} {}", path.display(), state(&metadata));
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| walk(entry, text))
}

/// What is another when a file has been written.
fn state(metadata: &Metadata) -> String {
    let time = metadata.modified().ok();
    let time = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let time = time.map_or(0, |time| time.as_nanos());
    format!("{} {time}", metadata.len())
}
