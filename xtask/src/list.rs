//! `cargo xtask list`: how much of the API the specs cover, and how well.

mod coverage;
mod show;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::command::{Command, command};
use crate::value::choice;
use coverage::{coverage, figure};

command! {
    list: "shows how much of the API the specs cover, and how well";
    /// Shows by scope how many methods the vendor documents (spec/coverage.yaml), how many of them have a spec, and how far the
    /// specs go: complete; no examples of an answer, so nothing shows that it decodes; deprecated by the vendor.
    /// With SCOPE it shows each method of it, those without a spec (missing) too.
    struct List {
        --format: Format,
        /// prints the total only; fails if README.md states another one
        --check: bool,
        scope: Option<String> = "[SCOPE]",
    }
}

impl Command for List {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let mut scopes = coverage(root, out)?;
        let figure = figure(&scopes);
        if self.check {
            writeln!(out, "{figure} methods have a spec")?;
            return stated(root, &figure);
        }
        if let Some(scope) = &self.scope {
            let Some(methods) = scopes.remove(scope) else {
                return Err(format!(
                    "the vendor has no scope `{scope}`; `cargo xtask list` shows all of them"
                )
                .into());
            };
            scopes = BTreeMap::from([(scope.clone(), methods)]);
        }
        let rows = match self.scope {
            Some(_) => show::by_method(&scopes),
            None => show::by_scope(&scopes),
        };
        match self.format {
            Format::Table => show::table(&rows, out)?,
            Format::Markdown => show::markdown(&rows, out)?,
            Format::Json => return Ok(writeln!(out, "{:#}", show::json(&scopes))?),
        }
        Ok(writeln!(out, "\n{figure} methods have a spec")?)
    }
}

choice! {
    /// How the coverage is shown.
    enum Format {
        /// this is the default
        #[default]
        Table = "table",
        /// one object with every method of every scope, or of SCOPE
        Json = "json",
        /// the table, for a page
        Markdown = "markdown",
    }
}

/// Whether README.md states the coverage that there is.
fn stated(root: &Path, figure: &str) -> Result<(), Failure> {
    let text = figure.replace(' ', "%20");
    let badge = format!("![{figure} methods](https://img.shields.io/badge/methods-{text}-blue)");
    if fs::read_to_string(root.join("README.md"))?.contains(&badge) {
        return Ok(());
    }
    Err(format!("README.md states another coverage; its badge is\n{badge}").into())
}
