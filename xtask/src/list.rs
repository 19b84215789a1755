//! `cargo xtask list`: how much of the API the specs cover.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::check::Format;
use crate::{Failure, generate};

pub(crate) const HELP: &str = "\
cargo xtask list [--check]

Shows by scope how many methods the vendor documents (spec/coverage.yaml), and how many of them have a spec.

  --check   prints the total only; fails if README.md states another one
";

const VENDOR: &str = "spec/coverage.yaml";

pub(crate) fn run(root: &Path, check: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let vendor = vendor(root)?;
    let ours: BTreeSet<String> = generate::tree(root, Format::Human, out)?
        .methods
        .into_iter()
        .collect();
    let known: BTreeSet<&String> = vendor.values().flatten().collect();
    let strangers: Vec<&str> = ours
        .iter()
        .filter(|method| !known.contains(method))
        .map(String::as_str)
        .collect();
    if !strangers.is_empty() {
        return Err(Failure::Failed(format!(
            "the vendor has no method {}; if it is new, add it to {VENDOR}",
            strangers.join(", ")
        )));
    }
    let figure = format!("{} of {}", ours.len(), known.len());
    if !check {
        table(&vendor, &ours, out)?;
    }
    writeln!(out, "{figure} methods have a spec")?;
    if check && !fs::read_to_string(root.join("README.md"))?.contains(&badge(&figure)) {
        return Err(Failure::Failed(format!(
            "README.md states another coverage; its badge is\n{}",
            badge(&figure)
        )));
    }
    Ok(())
}

/// The vendor's methods by scope.
fn vendor(root: &Path) -> Result<BTreeMap<String, BTreeSet<String>>, Failure> {
    let text = fs::read_to_string(root.join(VENDOR))?;
    serde_yaml::from_str(&text).map_err(|error| Failure::Failed(format!("{VENDOR}: {error}")))
}

fn table(
    vendor: &BTreeMap<String, BTreeSet<String>>,
    ours: &BTreeSet<String>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let width = vendor.keys().map(String::len).chain([5]).max();
    let width = width.unwrap_or_default();
    writeln!(out, "{:width$}  methods  specs", "scope")?;
    for (scope, methods) in vendor {
        let specs = methods.intersection(ours).count();
        writeln!(out, "{scope:width$}  {:7}  {specs:5}", methods.len())?;
    }
    Ok(writeln!(out)?)
}

fn badge(figure: &str) -> String {
    let text = figure.replace(' ', "%20");
    format!("![{figure} methods](https://img.shields.io/badge/methods-{text}-blue)")
}
