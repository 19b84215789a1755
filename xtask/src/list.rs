//! `cargo xtask list`: how much of the API the specs cover, and how well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use bitrix24_codegen::Spec;
use serde_json::json;

use crate::{Failure, check};

pub(crate) const HELP: &str = "\
cargo xtask list [SCOPE] [--format table|json|markdown]
cargo xtask list --check

Shows by scope how many methods the vendor documents (spec/coverage.yaml), how many of them have a spec, and how far the
specs go: complete; no examples of an answer, so nothing shows that it decodes; deprecated by the vendor.
With SCOPE it shows each method of it, those without a spec (missing) too.

  --format table      this is the default
  --format json       one object with every method of every scope, or of SCOPE
  --format markdown   the table, for a page
  --check             prints the total only; fails if README.md states another one
";

const VENDOR: &str = "spec/coverage.yaml";

/// How the coverage is shown.
#[derive(Clone, Copy, Default)]
pub(crate) enum Format {
    #[default]
    Table,
    Json,
    Markdown,
}

impl Format {
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        match name {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            other => Err(Failure::Usage(format!("there is no format `{other}`"))),
        }
    }
}

/// How far the description of a method goes.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Complete,
    NoExamples,
    Deprecated,
    Missing,
}

impl State {
    const SPECS: [Self; 3] = [Self::Complete, Self::NoExamples, Self::Deprecated];

    fn of(spec: &Spec) -> Self {
        match spec {
            Spec {
                has_example: false, ..
            } => Self::NoExamples,
            Spec {
                deprecated: true, ..
            } => Self::Deprecated,
            _ => Self::Complete,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::NoExamples => "no examples",
            Self::Deprecated => "deprecated",
            Self::Missing => "missing",
        }
    }
}

/// The methods of a scope.
type Methods = BTreeMap<String, State>;
type Scopes = BTreeMap<String, Methods>;

pub(crate) fn run(
    root: &Path,
    scope: Option<&str>,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let mut scopes = coverage(root, out)?;
    let figure = figure(&scopes);
    if let Some(scope) = scope {
        let Some(methods) = scopes.remove(scope) else {
            return Err(Failure::Failed(format!(
                "the vendor has no scope `{scope}`; `cargo xtask list` shows all of them"
            )));
        };
        scopes = BTreeMap::from([(scope.to_owned(), methods)]);
    }
    let rows = match scope {
        Some(_) => by_method(&scopes),
        None => by_scope(&scopes),
    };
    match format {
        Format::Table => table(&rows, out)?,
        Format::Markdown => markdown(&rows, out)?,
        Format::Json => return Ok(writeln!(out, "{:#}", json(&scopes))?),
    }
    Ok(writeln!(out, "\n{figure} methods have a spec")?)
}

/// Whether README.md states the coverage that there is.
pub(crate) fn check(root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let figure = figure(&coverage(root, out)?);
    writeln!(out, "{figure} methods have a spec")?;
    let text = figure.replace(' ', "%20");
    let badge = format!("![{figure} methods](https://img.shields.io/badge/methods-{text}-blue)");
    if fs::read_to_string(root.join("README.md"))?.contains(&badge) {
        return Ok(());
    }
    let message = format!("README.md states another coverage; its badge is\n{badge}");
    Err(Failure::Failed(message))
}

/// Every method of the vendor, by scope.
fn coverage(root: &Path, out: &mut dyn Write) -> Result<Scopes, Failure> {
    let mut specs: BTreeMap<String, Spec> = check::specs(root, check::Format::Human, out)?
        .into_iter()
        .map(|spec| (spec.method.clone(), spec))
        .collect();
    let text = fs::read_to_string(root.join(VENDOR))?;
    let vendor: BTreeMap<String, BTreeSet<String>> = serde_yaml::from_str(&text)
        .map_err(|error| Failure::Failed(format!("{VENDOR}: {error}")))?;
    let mut scopes = Scopes::new();
    for (scope, methods) in vendor {
        let states = scopes.entry(scope).or_default();
        for method in methods {
            let spec = specs.remove(&method);
            let state = spec.map_or(State::Missing, |spec| State::of(&spec));
            states.insert(method, state);
        }
    }
    if specs.is_empty() {
        return Ok(scopes);
    }
    let strangers: Vec<&str> = specs.keys().map(String::as_str).collect();
    Err(Failure::Failed(format!(
        "the vendor has no method {}; if it is new, add it to {VENDOR}",
        strangers.join(", ")
    )))
}

fn figure(scopes: &Scopes) -> String {
    let states: Vec<State> = scopes.values().flat_map(Methods::values).copied().collect();
    let specs = states.iter().filter(|state| **state != State::Missing);
    format!("{} of {}", specs.count(), states.len())
}

/// A row for each scope, under a row of titles.
fn by_scope(scopes: &Scopes) -> Vec<Vec<String>> {
    let titles = ["scope", "methods", "specs"].into_iter();
    let titles = titles.chain(State::SPECS.map(State::name));
    let mut rows = vec![titles.map(str::to_owned).collect()];
    for (scope, methods) in scopes {
        let count = |wanted| methods.values().filter(|state| **state == wanted).count();
        let specs = methods.len() - count(State::Missing);
        let counts = [methods.len(), specs]
            .into_iter()
            .chain(State::SPECS.map(count));
        let counts = counts.map(|count| count.to_string());
        rows.push([scope.clone()].into_iter().chain(counts).collect());
    }
    rows
}

/// A row for each method, under a row of titles.
fn by_method(scopes: &Scopes) -> Vec<Vec<String>> {
    let row = |method: &str, state: &str| vec![method.to_owned(), state.to_owned()];
    let methods = scopes.values().flatten();
    let rows = methods.map(|(method, state)| row(method, state.name()));
    [row("method", "state")].into_iter().chain(rows).collect()
}

fn table(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let width = |column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(String::len)
            .max()
    };
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = width(column).unwrap_or_default();
            line += &match cell.parse::<usize>() {
                Ok(_) => format!("{cell:>width$}  "),
                Err(_) => format!("{cell:width$}  "),
            };
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn markdown(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    for (index, row) in rows.iter().enumerate() {
        writeln!(out, "| {} |", row.join(" | "))?;
        if index == 0 {
            writeln!(out, "{}|", "|---".repeat(row.len()))?;
        }
    }
    Ok(())
}

fn json(scopes: &Scopes) -> serde_json::Value {
    let scopes = scopes.iter().map(|(scope, methods)| {
        let methods = methods.iter();
        let states = methods.map(|(method, state)| (method.clone(), json!(state.name())));
        (scope.clone(), serde_json::Value::Object(states.collect()))
    });
    serde_json::Value::Object(scopes.collect())
}
