//! What `generate` leaves behind, so that the next run can tell what has changed since.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::{Display, Write as _};
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::state::{State, States};
use crate::sync;

/// Between two sections of the file. No line of theirs ends so.
const BETWEEN: &str = "---\n";

/// Of a run that has left everything as it should be.
pub(crate) struct Stamp {
    /// What a run would say that has nothing to do.
    pub(crate) summary: String,
    /// What the parts of the API have to do with each other.
    pub(crate) index: String,
    /// What has been read: path to state, and for a file that was just written the hash of its text.
    pub(crate) specs: BTreeMap<String, String>,
    /// What was there at the end.
    pub(crate) outputs: String,
}

impl Stamp {
    /// The last one, if it is of the same generator.
    pub(crate) fn read(root: &Path) -> Option<Self> {
        let text = fs::read_to_string(file(root)).ok()?;
        let sections: Vec<&str> = text.split(BETWEEN).collect();
        let [generator, summary, index, specs, outputs] = sections.as_slice() else {
            return None;
        };
        let line = |line: &str| {
            let (path, state) = line.split_once('\t')?;
            Some((path.to_owned(), state.to_owned()))
        };
        (*generator == self::generator()?).then_some(())?;
        Some(Self {
            summary: (*summary).to_owned(),
            index: (*index).to_owned(),
            specs: specs.lines().map(line).collect::<Option<_>>()?,
            outputs: (*outputs).to_owned(),
        })
    }

    /// Without a stamp the next run takes longer; no more than that.
    pub(crate) fn leave(&self, root: &Path) {
        let Some(generator) = generator() else { return };
        let specs = lines(&self.specs);
        let sections = [
            generator.as_str(),
            &self.summary,
            &self.index,
            &specs,
            &self.outputs,
        ];
        let _ = sync::write(&file(root), &sections.join(BETWEEN));
    }

    /// The specs that have been written since, are new, or are gone.
    pub(crate) fn changed(&self, root: &Path, now: &States) -> Vec<String> {
        let gone = self.specs.keys().filter(|path| !now.contains_key(*path));
        let others = now.iter().filter(|(path, state)| {
            let old = self.specs.get(*path);
            old.is_none_or(|old| !is(old, **state, &root.join("spec").join(path)))
        });
        let others = others.map(|(path, _)| path);
        gone.chain(others).cloned().collect()
    }
}

/// The state of a spec, as the stamp has it.
pub(crate) fn noted(state: State, is_fresh: bool, text: &str) -> String {
    if is_fresh {
        format!("{state} {:016x}", hash(text.as_bytes()))
    } else {
        state.to_string()
    }
}

/// Whether a file has the noted state.
fn is(noted: &str, state: State, file: &Path) -> bool {
    let rest = noted.strip_prefix(&state.to_string());
    match rest.map(|rest| rest.strip_prefix(' ').unwrap_or(rest)) {
        Some("") => true,
        Some(noted) => fs::read(file).is_ok_and(|text| format!("{:016x}", hash(&text)) == noted),
        None => false,
    }
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A line for each file.
pub(crate) fn lines<T: Display>(states: &BTreeMap<String, T>) -> String {
    let mut text = String::new();
    for (path, state) in states {
        let _ = writeln!(text, "{path}\t{state}");
    }
    text
}

fn file(root: &Path) -> PathBuf {
    root.join("target/xtask/generate.stamp")
}

/// What is another when the generator is built anew.
fn generator() -> Option<String> {
    let own = std::env::current_exe().and_then(fs::metadata);
    Some(format!("{}\n", State::of(&own.ok()?)))
}
