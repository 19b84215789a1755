//! A run of `generate` after another: what only the changed specs can have changed.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::thread::{self, ScopedJoinHandle};
use std::time::SystemTime;

use bitrix24_codegen::{Index, Sources, generate_parts, part_of_file, part_of_spec};

use crate::generate::{self, CRATE, FOLDERS, WRITTEN};
use crate::spec::Listing;
use crate::stamp::{self, Stamp};
use crate::state::States;
use crate::sync::{self, Plan, Wanted};
use crate::{Failure, check, spec, state};

/// Everything as it is when a run begins: what is written after that is for the next one to see.
pub(crate) struct Before {
    pub(crate) specs: Listing,
    outputs: States,
    time: SystemTime,
}

impl Before {
    pub(crate) fn look(root: &Path) -> Self {
        let time = SystemTime::now();
        let (specs, outputs) = thread::scope(|scope| {
            let walks = WRITTEN.map(|place| scope.spawn(move || state::at(root, place)));
            (spec::list(root), walks.map(ScopedJoinHandle::join))
        });
        // Without what cannot be looked at, it is not as a run has left it.
        let outputs = outputs.into_iter().flatten().flatten();
        Self {
            specs,
            outputs: outputs.flatten().collect(),
            time,
        }
    }

    /// Leaves a stamp when all is done. Of specs that are not in `sources` it says what the `last` one does.
    pub(crate) fn leave(
        &self,
        root: &Path,
        sources: &Sources,
        plan: &Plan,
        index: &Index,
        last: Option<&Stamp>,
    ) {
        let specs = self.specs.files.iter().filter_map(|(path, state)| {
            let text = sources.get(path);
            let read = text.map(|text| stamp::noted(*state, state.is_fresh(self.time), text));
            let noted = read.or_else(|| last?.specs.get(path).cloned());
            Some((path.clone(), noted?))
        });
        let mut outputs = self.outputs.clone();
        plan.note(root, &mut outputs);
        let stamp = Stamp {
            summary: sync::unchanged(&methods(index), plan.kept()) + "\n",
            index: index.to_string(),
            specs: specs.collect(),
            outputs: stamp::lines(&outputs),
        };
        stamp.leave(root);
    }
}

/// Does what there is to do since the last run, and says whether that was possible. If not, the whole must be looked at.
pub(crate) fn run(root: &Path, before: &Before, out: &mut dyn Write) -> Result<bool, Failure> {
    let last = Stamp::read(root);
    let as_left = |last: &Stamp| last.outputs == stamp::lines(&before.outputs);
    let Some(last) = last.filter(|last| before.specs.is_plain() && as_left(last)) else {
        return Ok(false);
    };
    let changed = last.changed(root, &before.specs.files);
    if changed.is_empty() {
        out.write_all(last.summary.as_bytes())?;
        return Ok(true);
    }
    let Some((sources, index, plan)) = changes(root, before, &last, &changed) else {
        return Ok(false);
    };
    generate::finish(root, &plan, false, &methods(&index), generate::COMMAND, out)?;
    before.leave(root, &sources, &plan, &index, Some(&last));
    Ok(true)
}

/// What is to do if only the `changed` specs are others, as far as their parts can tell.
fn changes(
    root: &Path,
    before: &Before,
    last: &Stamp,
    changed: &[String],
) -> Option<(Sources, Index, Plan)> {
    let parts = changed.iter().map(|path| part_of_spec(path));
    let parts = parts.collect::<Option<BTreeSet<String>>>()?;
    let seen = |path: &str| part_of_spec(path).is_none_or(|part| parts.contains(&part));
    let sources = before.specs.read(root, seen).ok()?.sources;
    let index = last.index.parse().ok()?;
    let files = generate_parts(&parts, &sources, &index)?;

    let own = |path: &str| {
        let part = path.strip_prefix(CRATE).and_then(part_of_file);
        part.is_some_and(|part| parts.contains(part))
    };
    let folders = FOLDERS.iter();
    let folders =
        folders.flat_map(|folder| parts.iter().map(move |part| format!("{folder}/{part}")));
    let files = files.into_iter();
    let wanted = Wanted {
        folders: folders.collect(),
        files: files
            .map(|(path, text)| (format!("{CRATE}{path}"), text))
            .collect(),
        others: before.outputs.keys().filter(|path| !own(path)).count(),
    };
    let plan = sync::plan(root, wanted).ok()?;
    Some((sources, index, plan))
}

/// How many there are.
pub(crate) fn methods(index: &Index) -> String {
    check::counted(index.method_count(), "method")
}
