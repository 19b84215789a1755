//! `cargo xtask ci`: what is run before a push.

use std::io::Write;
use std::path::Path;

use crate::check::Format;
use crate::{Failure, cargo, fmt, generate, list, schema};

pub(crate) const HELP: &str = "\
cargo xtask ci

Runs what is run before a push, and stops at the first thing that is wrong: the format of the code, `fmt --check`,
`generate --check`, `schema --check`, `list --check`, clippy and rustdoc with warnings denied, the crate with no feature, with
each scope, with `serde`, and with each of its clients and both, all tests.
";

/// The features that are no scopes, as they are combined.
const OTHERS: [&str; 4] = ["serde", "client", "blocking", "client,blocking"];

pub(crate) fn run(root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    step(out, "rustfmt")?;
    cargo::run(
        &mut cargo::command(root, &["fmt", "--all", "--check"]),
        "rustfmt: run `cargo fmt --all`",
    )?;

    step(out, "fmt --check")?;
    fmt::run(root, true, &[], out)?;
    step(out, "generate --check")?;
    generate::run(root, true, Format::Human, out)?;
    step(out, "schema --check")?;
    schema::run(root, true, out)?;
    step(out, "list --check")?;
    list::check(root, out)?;

    step(out, "clippy")?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ];
    cargo::run(&mut cargo::command(root, &clippy), "clippy")?;

    step(out, "rustdoc")?;
    let mut rustdoc = cargo::command(root, &["doc", "--workspace", "--no-deps", "--all-features"]);
    cargo::run(rustdoc.env("RUSTDOCFLAGS", "-D warnings"), "rustdoc")?;

    let scopes = generate::features(root, out)?;
    for features in [String::new()]
        .into_iter()
        .chain(scopes)
        .chain(OTHERS.map(str::to_owned))
    {
        let name = if features.is_empty() {
            "bitrix24 without features".to_owned()
        } else {
            format!("features {features}")
        };
        step(out, &name)?;
        let clippy = [
            "clippy",
            "-p",
            "bitrix24",
            "--no-default-features",
            "--features",
            &features,
        ];
        cargo::run(
            cargo::command(root, &clippy).args(["--", "-D", "warnings"]),
            &name,
        )?;
    }

    // Last, so that the totals of the test runner end the output.
    step(out, "test")?;
    cargo::test(root, &[])
}

fn step(out: &mut dyn Write, name: &str) -> Result<(), Failure> {
    writeln!(out, "==> {name}")?;
    Ok(out.flush()?)
}
