//! `cargo xtask ci`: what is run before a push.

use std::io::Write;
use std::path::Path;

use lexopt::Parser;

use crate::command::{Command, command};
use crate::{Failure, cargo, generate};

command! {
    ci: "runs what is run before a push";
    /// Runs what is run before a push, and stops at the first thing that is wrong: the format of the code, `fmt --check`,
    /// `generate --check`, `schema --check`, `list --check`, clippy and rustdoc with warnings denied, the crate with no feature, with
    /// each of its largest modules, with `serde`, and with its clients, with and without transports, as they are combined, all tests.
    struct Ci {}
}

impl Command for Ci {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        step(out, "rustfmt")?;
        let rustfmt = &mut cargo::command(root, &["fmt", "--all", "--check"]);
        cargo::run(rustfmt, "rustfmt: run `cargo fmt --all`")?;

        for command in ["fmt", "generate", "schema", "list"] {
            step(out, &format!("{command} --check"))?;
            crate::run(Parser::from_args([command, "--check"]), root, out)?;
        }

        step(out, "clippy")?;
        let all = ["--workspace", "--all-targets", "--all-features"];
        clippy(root, &all, "clippy")?;

        step(out, "rustdoc")?;
        let mut rustdoc = cargo::command(root, &["doc", "--workspace", "--no-deps"]);
        rustdoc
            .arg("--all-features")
            .env("RUSTDOCFLAGS", "-D warnings");
        cargo::run(&mut rustdoc, "rustdoc")?;

        let none = (String::new(), "bitrix24 without features".to_owned());
        let modules = generate::features(root, out)?.into_iter().take(LARGEST);
        let some = modules.chain(OTHERS.map(str::to_owned));
        let some = some.map(|features| (features.clone(), format!("features {features}")));
        for (features, name) in [none].into_iter().chain(some) {
            step(out, &name)?;
            let args = ["--no-default-features", "--features", &features];
            clippy(root, &[&["-p", "bitrix24"], &args[..]].concat(), &name)?;
        }

        let without = "clients without a transport";
        step(out, without)?;
        let mut test = cargo::command(root, &["test", "-p", "bitrix24", "--no-default-features"]);
        test.args([
            "--features",
            "client-core,blocking-core",
            "--test",
            "without_transport",
        ]);
        cargo::run(&mut test, without)?;

        // Last, so that the totals of the test runner end the output.
        step(out, "test")?;
        crate::run(Parser::from_args(["test"]), root, out)
    }
}

/// How many modules are compiled alone. That each of them compiles is proved by the generator; the largest show that it is right.
const LARGEST: usize = 4;

/// The features that are no modules, as they are combined.
const OTHERS: [&str; 14] = [
    "serde",
    "client",
    "blocking",
    "client,blocking",
    "client-core",
    "blocking-core",
    "client,blocking-core",
    "blocking,client-core",
    "http2",
    "reqwest",
    "ureq",
    "chrono",
    "jiff",
    "rust_decimal",
];

fn clippy(root: &Path, args: &[&str], what: &str) -> Result<(), Failure> {
    let mut clippy = cargo::command(root, &["clippy"]);
    cargo::run(clippy.args(args).args(["--", "-D", "warnings"]), what)
}

fn step(out: &mut dyn Write, name: &str) -> Result<(), Failure> {
    writeln!(out, "==> {name}")?;
    Ok(out.flush()?)
}
