//! What the vendor has, and what of it the specs describe.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::MethodInfo;

use crate::report::Format;
use crate::{Failure, check};

const VENDOR: &str = "spec/coverage.yaml";

/// How far the description of a method goes.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Complete,
    NoExamples,
    Deprecated,
    Missing,
}

impl State {
    pub(super) const SPECS: [Self; 3] = [Self::Complete, Self::NoExamples, Self::Deprecated];

    fn of(spec: &MethodInfo) -> Self {
        match spec {
            MethodInfo {
                has_example: false, ..
            } => Self::NoExamples,
            MethodInfo {
                deprecated: true, ..
            } => Self::Deprecated,
            _ => Self::Complete,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::NoExamples => "no examples",
            Self::Deprecated => "deprecated",
            Self::Missing => "missing",
        }
    }
}

/// Where an answer may be known from, the best first.
pub(super) const EVIDENCE: [&str; 4] = ["recorded", "sdk", "sample", "page"];

/// The methods of a scope, each with where its answer is known from; empty without a spec.
pub(super) type Methods = BTreeMap<String, (State, &'static str)>;
pub(super) type Scopes = BTreeMap<String, Methods>;

/// Every method of the vendor, by scope.
pub(super) fn coverage(root: &Path, out: &mut dyn Write) -> Result<Scopes, Failure> {
    let mut specs: BTreeMap<String, MethodInfo> = check::specs(root, Format::Human, out)?
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
            let state = spec.map_or((State::Missing, ""), |spec| {
                (State::of(&spec), spec.evidence)
            });
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

pub(super) fn figure(scopes: &Scopes) -> String {
    let states: Vec<_> = scopes.values().flat_map(Methods::values).collect();
    let specs = states.iter().filter(|(state, _)| *state != State::Missing);
    format!("{} of {}", specs.count(), states.len())
}
