//! `cargo xtask fuzz`: the examples of the specs, changed at random, decoded and encoded by the crate.
//!
//! It is the tests of the examples that do it, `generated/tests/contract.rs`. Here they are told how much, and asked what came of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::{Failure, cargo};

pub(crate) const HELP: &str = "\
cargo xtask fuzz [--runs N] [--seed N] [METHOD]

Changes the examples of the specs at random, answers and requests, and has the crate read them: N times, 1,000,000 if it is not
said, shared out among the examples; with METHOD, only those of the methods whose names begin so. Whatever is read must be a value or
an error, and never a panic; what is read must be what is written; an error must keep its method and its body, and show no value. A
run with the same seed does the same. An input that breaks it is kept in `target/fuzz/found`.
";

/// What is asked for.
pub(crate) struct Options {
    pub(crate) runs: u64,
    pub(crate) seed: u64,
    pub(crate) method: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            runs: 1_000_000,
            seed: 1,
            method: None,
        }
    }
}

impl Options {
    pub(crate) fn parse(args: Vec<OsString>) -> Result<Self, Failure> {
        use lexopt::prelude::*;

        let (mut options, mut args) = (Self::default(), lexopt::Parser::from_args(args));
        while let Some(arg) = args.next()? {
            match arg {
                Long("runs") => options.runs = args.value()?.parse()?,
                Long("seed") => options.seed = args.value()?.parse()?,
                Value(method) if options.method.is_none() => {
                    options.method = Some(method.string()?)
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(options)
    }
}

pub(crate) fn run(root: &Path, options: &Options, out: &mut dyn Write) -> Result<(), Failure> {
    let filter = options.method.as_deref().map(module);
    let mut list = command(root, filter.as_deref());
    let list = list.arg("--list").output()?;
    let tests = String::from_utf8_lossy(&list.stdout);
    let tests = tests
        .lines()
        .filter(|line| line.ends_with(": test"))
        .count() as u64;
    if !list.status.success() {
        let told = String::from_utf8_lossy(&list.stderr);
        return Err(Failure::Failed(format!(
            "the crate does not build:\n{told}"
        )));
    }
    if tests == 0 {
        return Err(Failure::Failed(
            "no method with examples has this name".to_owned(),
        ));
    }

    let folder = root.join("target/fuzz/found");
    let done = folder.join("done");
    fs::create_dir_all(&folder)?;
    fs::write(&done, "")?;
    let each = options.runs.div_ceil(tests);
    writeln!(
        out,
        "{tests} examples, {each} times each, seed {}",
        options.seed
    )?;
    out.flush()?;
    let (began, mut tests) = (Instant::now(), command(root, filter.as_deref()));
    tests.env("FUZZ_RUNS", each.to_string());
    tests.env("FUZZ_FOLDER", &folder);
    tests.env("SEED", options.seed.to_string());
    cargo::run(&mut tests, "fuzz")?;
    let summary = summary(&fs::read_to_string(&done)?);
    Ok(writeln!(
        out,
        "{summary} in {} s",
        began.elapsed().as_secs()
    )?)
}

/// The tests of the examples, optimised, but with all checks that a debug build has.
fn command(root: &Path, filter: Option<&str>) -> Command {
    let args = ["test", "--release", "--quiet", "--package", "bitrix24"];
    let mut command = cargo::command(root, &args);
    command.args(["--no-default-features", "--features", "full,serde"]);
    command.args(["--test", "contract", "--target-dir", "target/fuzz", "--"]);
    command.env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    command.args(filter);
    command
}

/// How the names of a method's tests begin: `cases::crm::item` for `crm.item`.
fn module(method: &str) -> String {
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
fn summary(done: &str) -> String {
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
    format!("{} methods: {told}; nothing found", methods.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_found_by_its_name() {
        assert_eq!(module("crm.item"), "cases::crm::item");
        assert_eq!(
            module("imbot.v2.Chat.InputAction"),
            "cases::imbot::v2::chat::input_action"
        );
    }

    #[test]
    fn a_summary_counts_what_was_done() {
        let done = "cases::a::get::one answer 30 20\ncases::a::get::two answer 10 0\n\
                    cases::a::get::one request 10 10\n";
        assert_eq!(
            summary(done),
            "1 methods: 40 answers, 50 % of which were read; 10 requests, 100 % of which were read; nothing found"
        );
    }
}
