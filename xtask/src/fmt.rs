//! `cargo xtask fmt`: the layout of specs.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};

use crate::command::{Command, command};
use crate::report::{Format, counted};
use crate::sync::{self, Wanted};
use crate::{Failure, spec};

command! {
    fmt: "gives the specs their one layout";
    /// Gives specs their one layout, comments included: the order of keys, quotes, what stands on a line. What a spec says stays.
    /// A PATH is a spec or a folder of them, such as spec/crm; without one it is all of spec/. A file that is no YAML is told and
    /// left alone, and the others are written.
    struct Fmt {
        /// writes nothing; shows what would change as a diff, and fails if there is anything
        --check: bool,
        paths: Vec<OsString> = "[PATH..]",
    }
}

impl Command for Fmt {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let (mut sources, mut failures) = spec::read_most(root);
        sources.retain(|path, _| spec::is_yaml(path));
        choose(root, &self.paths, &mut sources)?;
        let (mut wanted, mut reports) = (Wanted::default(), Vec::new());
        for (path, text) in &sources {
            match bitrix24_codegen::format(path, text) {
                Ok(text) => drop(wanted.files.insert(format!("spec/{path}"), text)),
                Err(report) => reports.push(report),
            }
        }

        let specs = counted(wanted.files.len(), "spec");
        match sync::run(root, wanted, self.check, "fmt", &specs, out) {
            Err(Failure::Failed(message)) => failures.push(message),
            done => done?,
        }
        let report: Report = reports.into_iter().collect();
        if !report.is_empty() {
            let so = "; what has any is untouched";
            failures.push(Format::Human.show(&report, &sources, so, out)?);
        }
        if failures.is_empty() {
            return Ok(());
        }
        Err(Failure::all(&failures))
    }
}

/// Leaves the specs that `paths` name, from the root of the project or from the current folder.
fn choose(root: &Path, paths: &[OsString], sources: &mut Sources) -> Result<(), Failure> {
    let mut chosen = BTreeSet::new();
    for path in paths {
        let here = std::env::current_dir()?.join(path);
        let places = [root.join(path), here];
        let before = chosen.len();
        for place in places {
            let Ok(place) = place.strip_prefix(root.join("spec")) else {
                continue;
            };
            let named = sources
                .keys()
                .filter(|path| Path::new(path).starts_with(place));
            chosen.extend(named.cloned());
        }
        if chosen.len() == before {
            let path = path.to_string_lossy();
            return Err(format!("there is no spec `{path}`").into());
        }
    }
    sources.retain(|path, _| paths.is_empty() || chosen.contains(path));
    Ok(())
}
