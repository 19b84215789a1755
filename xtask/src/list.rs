//! `cargo xtask list`: how much of the API the specs cover, and how well.

mod show;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::Spec;

use crate::command::{About, Command, Flag, Operands, choice, flag};
use crate::value::Choice;
use crate::{Failure, check, report};

#[derive(Default)]
pub(crate) struct List {
    check: bool,
    format: Format,
    scope: Option<String>,
}

impl Command for List {
    fn about(&self) -> About {
        About {
            name: "list",
            line: "shows how much of the API the specs cover, and how well",
            text: "\
Shows by scope how many methods the vendor documents (spec/coverage.yaml), how many of them have a spec, and how far the
specs go: complete; no examples of an answer, so nothing shows that it decodes; deprecated by the vendor.
With SCOPE it shows each method of it, those without a spec (missing) too.
",
        }
    }

    fn flags(&mut self) -> Vec<Flag<'_>> {
        let check = "prints the total only; fails if README.md states another one";
        vec![
            choice("format", &mut self.format),
            flag("check", check, &mut self.check),
        ]
    }

    fn operands(&mut self) -> Operands<'_> {
        Operands::One("[SCOPE]", &mut self.scope)
    }

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

const VENDOR: &str = "spec/coverage.yaml";

/// How the coverage is shown.
#[derive(Clone, Copy, Default)]
enum Format {
    #[default]
    Table,
    Json,
    Markdown,
}

impl Choice for Format {
    const ALL: &'static [(&'static str, Self, &'static str)] = &[
        ("table", Self::Table, "this is the default"),
        (
            "json",
            Self::Json,
            "one object with every method of every scope, or of SCOPE",
        ),
        ("markdown", Self::Markdown, "the table, for a page"),
    ];
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

/// Whether README.md states the coverage that there is.
fn stated(root: &Path, figure: &str) -> Result<(), Failure> {
    let text = figure.replace(' ', "%20");
    let badge = format!("![{figure} methods](https://img.shields.io/badge/methods-{text}-blue)");
    if fs::read_to_string(root.join("README.md"))?.contains(&badge) {
        return Ok(());
    }
    Err(format!("README.md states another coverage; its badge is\n{badge}").into())
}

/// Every method of the vendor, by scope.
fn coverage(root: &Path, out: &mut dyn Write) -> Result<Scopes, Failure> {
    let mut specs: BTreeMap<String, Spec> = check::specs(root, report::Format::Human, out)?
        .into_iter()
        .map(|spec| (spec.method.clone(), spec))
        .collect();
    let text = fs::read_to_string(root.join(VENDOR))?;
    let vendor: BTreeMap<String, BTreeSet<String>> =
        serde_yaml::from_str(&text).map_err(|error| format!("{VENDOR}: {error}"))?;
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
    let strangers = strangers.join(", ");
    let message = format!("the vendor has no method {strangers}; if it is new, add it to {VENDOR}");
    Err(message.into())
}

fn figure(scopes: &Scopes) -> String {
    let states: Vec<State> = scopes.values().flat_map(Methods::values).copied().collect();
    let specs = states.iter().filter(|state| **state != State::Missing);
    format!("{} of {}", specs.count(), states.len())
}
