//! `cargo xtask generate`: from the specs to the generated part of the crate.

use std::cmp::Reverse;
use std::fs;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::Tree;

use crate::command::{Command, command};
use crate::report::{Format, counted};
use crate::spec::Specs;
use crate::sync::{self, Wanted};
use crate::{Failure, block, spec, watch};

command! {
    generate: "writes the generated part of the crate from the specs";
    /// Reads spec/ and writes generated/src/api/, generated/tests/contract/, generated/core/src/system.rs and the features in
    /// generated/Cargo.toml.
    /// Says what it created, updated and removed. A mistake in a spec is shown where it stands, and nothing is written.
    struct Generate {
        /// writes nothing; shows what would change as a diff, and fails if there is anything
        --check: bool,
        /// does it again whenever a spec changes, until it is stopped
        --watch: bool,
        --format: Format,
    }
}

impl Command for Generate {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        match (self.check, self.watch) {
            (true, true) => {
                let message = "generate takes --check or --watch, not both";
                Err(Failure::Usage(message.to_owned()))
            }
            (_, true) => watch::run(root, self.format, out),
            (check, false) => once(root, check, self.format, out),
        }
    }
}

/// The crate that is written to, and the folders in it that hold nothing else.
const CRATE: &str = "generated/";
const FOLDERS: [&str; 2] = ["generated/src/api", "generated/tests/contract"];

pub(crate) fn once(
    root: &Path,
    check: bool,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let specs = spec::all(root)?;
    let wanted = wanted(root, tree(&specs, format, out)?)?;
    let methods = counted(specs.methods(), "method");
    sync::run(root, wanted, check, "generate", &methods, out)
}

/// The features of the crate that the specs lead to, those with the most methods first.
pub(crate) fn features(root: &Path, out: &mut dyn Write) -> Result<Vec<String>, Failure> {
    let features = tree(&spec::all(root)?, Format::Human, out)?.features;
    let mut features: Vec<_> = features.into_iter().collect();
    features.sort_by_key(|(_, methods)| Reverse(*methods));
    Ok(features.into_iter().map(|(feature, _)| feature).collect())
}

/// What the specs say.
fn tree(specs: &Specs, format: Format, out: &mut dyn Write) -> Result<Tree, Failure> {
    let tree = bitrix24_codegen::generate(&specs.sources);
    format.accept(specs, tree, "; generated/ is untouched", out)
}

/// The files of the tree, and those with a block of it.
fn wanted(root: &Path, tree: Tree) -> Result<Wanted, Failure> {
    let mut wanted = Wanted {
        folders: FOLDERS.map(str::to_owned).to_vec(),
        ..Wanted::default()
    };
    for (path, text) in tree.files {
        wanted.files.insert(format!("{CRATE}{path}"), text);
    }
    for (path, generated) in tree.blocks {
        let path = format!("{CRATE}{path}");
        let text = fs::read_to_string(root.join(&path)).map_err(|error| error.to_string());
        let text = text.and_then(|text| block::replace(&text, &generated));
        let text = text.map_err(|problem| format!("{path}: {problem}"))?;
        wanted.files.insert(path, text);
    }
    Ok(wanted)
}
