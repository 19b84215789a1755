//! `bench full`: what the crate and its contract tests cost to compile with a folder of specs in the place of the project's own, such as
//! drafts of all methods.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::measure::{self, Cost};
use crate::table::{Table, rounds};
use crate::{Options, release, root, target};

const CHECK: [&str; 4] = ["check", "--quiet", "--package", "bitrix24"];
const TESTS: [&str; 7] = [
    "test",
    "--quiet",
    "--no-run",
    "--package",
    "bitrix24",
    "--test",
    "contract",
];
const FULL: [&str; 3] = ["--no-default-features", "--features", "full,serde"];
const WITHOUT_SERDE: [&str; 3] = ["--no-default-features", "--features", "full"];

/// What of the project is copied. Links would have the generator change the project itself.
const COPIED: [&str; 5] = ["Cargo.toml", "Cargo.lock", "codegen", "generated", "xtask"];

pub(crate) fn run(options: &Options) -> io::Result<Vec<Table>> {
    release(&root(), "xtask")?;
    let spec = options.spec.clone().unwrap_or_else(|| root().join("spec"));
    let copy = Project::new(&spec)?;
    let mut table =
        Table::new("full: the crate and its contract tests, their dependencies being ready");
    let lib = copy.folder.join("generated/src/lib.rs");
    let tests = copy.folder.join("generated/tests/contract.rs");
    for (setting, args, features, file) in [
        ("check", &CHECK[..], FULL, &lib),
        ("check without `serde`", &CHECK, WITHOUT_SERDE, &lib),
        ("contract tests", &TESTS, FULL, &tests),
    ] {
        let args: Vec<&str> = args.iter().copied().chain(features).collect();
        measure::run(&mut copy.cargo(&args))?;
        let mut alone = || copy.alone(&args, file);
        rounds(
            &mut table,
            setting,
            options.rounds,
            &mut [("bitrix24", &mut alone)],
        )?;
    }
    Ok(vec![table])
}

/// A copy of the project with other specs.
struct Project {
    folder: PathBuf,
}

impl Project {
    fn new(spec: &Path) -> io::Result<Self> {
        let folder = target(&root()).join("bench/full");
        // The compiled dependencies stay.
        for name in COPIED.into_iter().chain(["spec"]) {
            let _ = fs::remove_dir_all(folder.join(name));
        }
        fs::create_dir_all(&folder)?;
        for name in COPIED {
            copy(&root().join(name), &folder.join(name))?;
        }
        copy(spec, &folder.join("spec"))?;
        let mut generate = Command::new(target(&root()).join("release/xtask"));
        // The root of the project is where this says.
        generate.env("CARGO_MANIFEST_DIR", folder.join("xtask"));
        measure::run(generate.arg("generate"))?;
        Ok(Self { folder })
    }

    fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.folder).args(args);
        command.env("CARGO_TARGET_DIR", self.folder.join("target"));
        // What a build keeps for the next one would help only those that change little.
        command.env("CARGO_INCREMENTAL", "0");
        command
    }

    /// The cost of what `file` is the root of.
    fn alone(&self, args: &[&str], file: &Path) -> io::Result<Cost> {
        File::options()
            .append(true)
            .open(file)?
            .set_modified(SystemTime::now())?;
        measure::run(&mut self.cargo(args))
    }
}

/// Copies a file, or a folder without what was compiled in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_name() != "target" {
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
