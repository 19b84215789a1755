//! `cargo xtask generate`: from the specs to the generated part of the crate.

use std::fs;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::Tree;

use crate::check::{self, Format};
use crate::spec::Specs;
use crate::sync::{self, Plan, Wanted};
use crate::{Failure, block, spec};

pub(crate) const HELP: &str = "\
cargo xtask generate [--check | --watch] [--format human|short|json]

Reads spec/ and writes generated/src/api/, generated/tests/contract/ and the features in generated/Cargo.toml.
Says what it created, updated and removed. A mistake in a spec is shown where it stands, and nothing is written.

  --check    writes nothing; shows what would change as a diff, and fails if there is anything
  --watch    does it again whenever a spec changes, until it is stopped
  --format   how mistakes are shown; `cargo xtask check --help` says more
";

/// The crate that is written to, and the folders in it that hold nothing else.
const CRATE: &str = "generated/";
const FOLDERS: [&str; 2] = ["generated/src/api", "generated/tests/contract"];

pub(crate) fn run(
    root: &Path,
    check: bool,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let specs = spec::all(root)?;
    let plan = plan(root, tree(&specs, format, out)?)?;
    let methods = check::counted(specs.methods(), "method");
    finish(root, &plan, check, &methods, "cargo xtask generate", out)
}

/// The features of the crate that the specs lead to: one for each scope.
pub(crate) fn features(root: &Path, out: &mut dyn Write) -> Result<Vec<String>, Failure> {
    Ok(tree(&spec::all(root)?, Format::Human, out)?.features)
}

/// What the specs say.
fn tree(specs: &Specs, format: Format, out: &mut dyn Write) -> Result<Tree, Failure> {
    match specs.judge(bitrix24_codegen::generate(&specs.sources)) {
        Ok(tree) => Ok(tree),
        Err(report) => {
            format.show(&report, &specs.sources, out)?;
            let mistakes = check::mistakes(&report);
            Err(Failure::Failed(format!(
                "{mistakes}; generated/ is untouched{}",
                format.more(&report)
            )))
        }
    }
}

/// What has to be done for the crate to be this tree.
fn plan(root: &Path, tree: Tree) -> Result<Plan, Failure> {
    let mut wanted = Wanted {
        folders: FOLDERS.map(str::to_owned).to_vec(),
        ..Wanted::default()
    };
    for (path, text) in tree.files {
        wanted.files.insert(format!("{CRATE}{path}"), text);
    }
    for (path, generated) in &tree.blocks {
        let path = format!("{CRATE}{path}");
        let text = fs::read_to_string(root.join(&path)).map_err(|error| error.to_string());
        let text = text.and_then(|text| block::replace(&text, generated));
        wanted.files.insert(
            path.clone(),
            text.map_err(|problem| Failure::Failed(format!("{path}: {problem}")))?,
        );
    }
    sync::plan(root, wanted)
}

/// Writes, or says what would be written.
pub(crate) fn finish(
    root: &Path,
    plan: &Plan,
    check: bool,
    what: &str,
    command: &str,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if !check {
        plan.apply(root)?;
    } else if !plan.is_empty() {
        plan.diff(out)?;
        let files = if plan.len() == 1 {
            "a file is".to_owned()
        } else {
            format!("{} files are", plan.len())
        };
        return Err(Failure::Failed(format!(
            "{files} not up to date; run `{command}`"
        )));
    }
    Ok(plan.summary(what, out)?)
}
