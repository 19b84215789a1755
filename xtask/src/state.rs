//! The state of files: what is another when one has been written.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Files by their paths.
pub(crate) type States = BTreeMap<String, State>;

/// A file counts as another if its length or its time is; nobody has to read it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    len: u64,
    /// In nanoseconds.
    time: u128,
}

/// The clocks of file systems go in steps. Some have steps of two seconds.
const STEP: u128 = 2_000_000_000;

impl State {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let time = metadata.modified().unwrap_or(UNIX_EPOCH);
        Self {
            len: metadata.len(),
            time: nanos(time),
        }
    }

    /// Whether the file could be written once more, after `now`, and have the same state.
    pub(crate) fn is_fresh(self, now: SystemTime) -> bool {
        nanos(now) < self.time + STEP
    }
}

fn nanos(time: SystemTime) -> u128 {
    let since = time.duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_nanos())
}

impl Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.len, self.time)
    }
}

/// The files of a place, which is a file or a folder. If nothing is there, there are none.
pub(crate) fn at(root: &Path, place: &str) -> io::Result<States> {
    let mut states = States::new();
    match fs::symlink_metadata(root.join(place)) {
        Ok(metadata) if metadata.is_dir() => walk(&root.join(place), place, &mut states)?,
        Ok(metadata) => drop(states.insert(place.to_owned(), State::of(&metadata))),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(states)
}

fn walk(folder: &Path, name: &str, states: &mut States) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &path, states)?;
        } else {
            states.insert(path, State::of(&entry.metadata()?));
        }
    }
    Ok(())
}
