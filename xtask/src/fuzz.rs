//! `cargo xtask fuzz`: the examples of the specs, changed at random, decoded and encoded by the crate.
//!
//! The tests of the examples do it, in `generated/tests/harness/`. Here they are told how much, and asked what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command as Process;
use std::time::Instant;

use crate::command::{Command, command};
use crate::report::counted;
use crate::{Failure, cargo};

command! {
    fuzz: "has the crate read examples that were changed at random";
    /// Changes the examples of the specs at random, answers and requests, and has the crate read them; with METHOD, only those of
    /// the methods whose names begin so. Whatever is read must be a value or an error, and never a panic; what is read must be what
    /// is written; an error must keep its method and its body, and show no value. An input that breaks it is kept in
    /// `target/fuzz/found`.
    struct Fuzz {
        /// number of runs, shared among the methods and their examples; 1,000,000 by default
        --runs: Option<u64>,
        /// the same seed repeats a run; 1 by default
        --seed: Option<u64>,
        method: Option<String> = "[METHOD]",
    }
}

impl Command for Fuzz {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let filter = self.method.as_deref().map(module);
        let methods = methods(root, filter.as_deref())?;
        let folder = root.join("target/fuzz/found");
        let done = folder.join("done");
        fs::create_dir_all(&folder)?;
        fs::write(&done, "")?;
        let (each, seed) = (
            self.runs.unwrap_or(1_000_000).div_ceil(methods),
            self.seed.unwrap_or(1),
        );
        writeln!(
            out,
            "{}, {each} times each, seed {seed}",
            counted(methods as usize, "method")
        )?;
        out.flush()?;

        let (began, mut tests) = (Instant::now(), tests(root, filter.as_deref()));
        tests.env("FUZZ_RUNS", each.to_string());
        tests.env("FUZZ_FOLDER", &folder);
        tests.env("SEED", seed.to_string());
        cargo::run(&mut tests, "fuzz")?;
        let summary = summary(&fs::read_to_string(&done)?);
        let seconds = began.elapsed().as_secs();
        Ok(writeln!(out, "{summary} in {seconds} s")?)
    }
}

/// Number of methods that match the filter, at least one.
fn methods(root: &Path, filter: Option<&str>) -> Result<u64, Failure> {
    let list = tests(root, filter).arg("--list").output()?;
    if !list.status.success() {
        let told = String::from_utf8_lossy(&list.stderr);
        return Err(format!("the crate does not build:\n{told}").into());
    }
    let list = String::from_utf8_lossy(&list.stdout);
    let tests = list
        .lines()
        .filter(|line| line.ends_with("::examples: test"));
    match tests.count() {
        0 => Err("no method has this name".into()),
        tests => Ok(tests as u64),
    }
}

/// The tests of the examples, optimised, but with all checks that a debug build has.
fn tests(root: &Path, filter: Option<&str>) -> Process {
    let args = ["test", "--release", "--quiet", "--package", "bitrix24"];
    let mut command = cargo::command(root, &args);
    command.args(["--no-default-features", "--features", "full,serde"]);
    command.args(["--test", "contract", "--target-dir", "target/fuzz", "--"]);
    command.env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    command.args(filter);
    command
}

/// How the names of a method's tests begin: `cases::crm::item` for `crm.item`.
pub(crate) fn module(method: &str) -> String {
    let mut module = "cases".to_owned();
    for word in method.split('.') {
        module += "::";
        for (at, letter) in word.char_indices() {
            if letter.is_uppercase() && at > 0 {
                module.push('_');
            }
            module.extend(letter.to_lowercase());
        }
    }
    module
}

/// What the tests have written: a line for each kind of input of each example.
pub(crate) fn summary(done: &str) -> String {
    let (mut methods, mut sums) = (BTreeSet::new(), BTreeMap::<&str, (u64, u64)>::new());
    for line in done.lines() {
        let words: Vec<_> = line.split(' ').collect();
        let [example, what, runs, read] = words[..] else {
            continue;
        };
        methods.extend(example.rsplit_once("::").map(|(method, _)| method));
        let sum = sums.entry(what).or_default();
        sum.0 += runs.parse::<u64>().unwrap_or_default();
        sum.1 += read.parse::<u64>().unwrap_or_default();
    }
    let told = sums.iter().map(|(what, (runs, read))| {
        let percent = read * 100 / runs.max(&1);
        format!("{runs} {what}s, {percent} % of which were read")
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let methods = counted(methods.len(), "method");
    format!("{methods}: {told}; nothing found")
}
