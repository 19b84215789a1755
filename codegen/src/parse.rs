//! Texts to specs. Every mistake of shape in a file is found, not only the first: what does not fit is noted, taken
//! out, and the rest is read again.

mod describe;
mod repair;

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use crate::Sources;
use crate::de::from_node;
use crate::diag::Diagnostic;
use crate::locate::{At, Path, Step};
use crate::node::Node;
use crate::parallel;
use crate::place::{File, Place, error, spot};
use crate::raw::{MethodSpec, Ordered, SharedSpec, SystemSpec};
use crate::syntax::syntax;
use describe::describe;
use repair::{Repair, Repaired};

/// The specs, each with its file, in the order of the paths.
#[derive(Default)]
pub(crate) struct Specs<'s> {
    pub(crate) methods: Vec<(File<'s>, MethodSpec)>,
    pub(crate) shared: Vec<(File<'s>, SharedSpec)>,
    pub(crate) system: Option<SystemSpec>,
    /// Every method of the vendor's by scope, if there is such a list.
    pub(crate) coverage: Option<Ordered<Vec<String>>>,
    /// Whether a file of shared types could not be read, so that an unknown type may be no mistake.
    pub(crate) types_missing: bool,
}

/// Reads every file. A file with a mistake is left out.
pub(crate) fn parse<'s>(sources: &'s Sources, diagnostics: &mut Vec<Diagnostic>) -> Specs<'s> {
    let mut specs = Specs::default();
    let files: Vec<File<'s>> = sources
        .iter()
        .map(|(path, text)| File { path, text })
        .collect();
    let read = parallel::map(&files, |file| {
        let mut diagnostics = Vec::new();
        (one(*file, &mut diagnostics), diagnostics)
    });
    for (file, (spec, mistakes)) in files.into_iter().zip(read) {
        diagnostics.extend(mistakes);
        match spec {
            Some(Spec::System(spec)) => specs.system = Some(*spec),
            Some(Spec::Coverage(spec)) => specs.coverage = Some(spec),
            Some(Spec::Shared(spec)) => specs.shared.push((file, *spec)),
            Some(Spec::Method(spec)) => specs.methods.push((file, *spec)),
            None => specs.types_missing |= name(file) == TYPES,
        }
    }
    if !sources.contains_key(SYSTEM) {
        let file = File {
            path: SYSTEM,
            text: "",
        };
        let message = format!("`{SYSTEM}` is missing");
        let help = "it holds the errors that every method shares, and `time`";
        diagnostics.push(Place::root(file).value_error("E0104", message).help(help));
    }
    specs
}

/// What a file holds.
enum Spec {
    System(Box<SystemSpec>),
    Coverage(Ordered<Vec<String>>),
    Shared(Box<SharedSpec>),
    Method(Box<MethodSpec>),
}

fn name(file: File<'_>) -> &str {
    file.path.rsplit('/').next().unwrap_or(file.path)
}

fn one(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Spec> {
    let name = name(file);
    match file.path {
        SYSTEM => Some(Spec::System(Box::new(read(file, diagnostics)?))),
        COVERAGE => Some(Spec::Coverage(read(file, diagnostics)?)),
        _ if name == TYPES => Some(Spec::Shared(Box::new(read(file, diagnostics)?))),
        _ if !name.ends_with(".yaml") || name.starts_with('_') => {
            let message = format!("`{name}` is no spec");
            let help =
                "a spec is named `<method>.yaml`, or `_types.yaml` where methods share types";
            diagnostics.push(Place::root(file).value_error("E0103", message).help(help));
            None
        }
        _ => Some(Spec::Method(Box::new(read(file, diagnostics)?))),
    }
}

/// The file of what every method shares.
pub(crate) const SYSTEM: &str = "_system.yaml";
/// The file that lists what the vendor has. Nothing is made of it but suggestions.
pub(crate) const COVERAGE: &str = "coverage.yaml";
/// The name of a file of types that the methods of a folder share.
pub(crate) const TYPES: &str = "_types.yaml";

/// The document of a file, without the keys that stand there a second time; nothing if the file has none.
pub(crate) fn document(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    diagnostics.extend(encoding(file));
    if file.text.starts_with(BOM) {
        return None;
    }
    match serde_yaml::from_str::<Node>(file.text) {
        Ok(node) if !has_duplicates(&node) => Some(node),
        Ok(mut node) => {
            drop_duplicates(&mut node, &mut Path::new(), file, diagnostics);
            Some(node)
        }
        Err(error) => {
            diagnostics.push(syntax(file, &error));
            None
        }
    }
}

/// A spec, unless a mistake keeps it from being checked any further. A misspelt key does not: it is read as what it was
/// meant to be.
fn read<T: DeserializeOwned>(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let before = diagnostics.len();
    let node = document(file, diagnostics)?;
    let mut sound = diagnostics.len() == before;
    let mut repair = Repair::new(node);
    loop {
        let mismatch = match from_node(repair.node()) {
            Ok(spec) => return sound.then_some(spec),
            Err(mismatch) => mismatch,
        };
        let repaired = repair.repair(&mismatch)?;
        sound &= repaired == Repaired::AsMeant;
        if repaired != Repaired::Follower {
            diagnostics.push(describe(file, &mismatch, &repair, repaired));
        }
        if repaired == Repaired::Lost {
            return None;
        }
    }
}

const BOM: char = '\u{feff}';

/// What an editor may have saved in the wrong way.
fn encoding(file: File<'_>) -> Option<Diagnostic> {
    let bom = file.text.starts_with(BOM).then_some(0);
    let (at, message, help) = match (bom, file.text.find('\u{fffd}')) {
        (Some(at), _) => (
            at,
            "the file begins with a byte order mark",
            "save it as UTF-8 without one",
        ),
        (None, Some(at)) => (
            at,
            "this is no UTF-8",
            "save the file as UTF-8, and write the character anew",
        ),
        (None, None) => return None,
    };
    let mut error = Place::root(file).value_error("E0001", message);
    error.range = (at..at + BOM.len_utf8()).into();
    Some(error.help(help))
}

/// Whether a key stands anywhere a second time. To say where takes far longer, and hardly ever has to be said.
fn has_duplicates(node: &Node) -> bool {
    match node {
        Node::List(values) => values.iter().any(has_duplicates),
        Node::Map(entries) => {
            let twice = |(index, (key, _)): (usize, &(String, Node))| {
                entries.iter().take(index).any(|(before, _)| before == key)
            };
            // What is long takes long in that way.
            let is_double = if entries.len() <= 16 {
                entries.iter().enumerate().any(twice)
            } else {
                let keys: HashSet<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
                keys.len() < entries.len()
            };
            is_double || entries.iter().any(|(_, value)| has_duplicates(value))
        }
        _ => false,
    }
}

/// Keeps the first of every key.
fn drop_duplicates(
    node: &mut Node,
    path: &mut Path,
    file: File<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match node {
        Node::List(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                path.push(Step::Index(index));
                drop_duplicates(value, path, file, diagnostics);
                path.pop();
            }
        }
        Node::Map(entries) => {
            let mut kept: Vec<(String, Node)> = Vec::with_capacity(entries.len());
            let mut seen = std::collections::HashMap::new();
            for (key, mut value) in entries.drain(..) {
                let nth = seen
                    .entry(key.clone())
                    .and_modify(|nth| *nth += 1)
                    .or_insert(0);
                path.push(Step::Key(key.clone(), *nth));
                if *nth == 0 {
                    drop_duplicates(&mut value, path, file, diagnostics);
                    kept.push((key, value));
                } else {
                    let message = format!("the key `{key}` stands here twice");
                    let error = error(file, path, At::Key, "E0002", message);
                    path.pop();
                    path.push(Step::Key(key.clone(), 0));
                    let first = spot(file, path, At::Key);
                    diagnostics.push(
                        error
                            .also(first, "here first")
                            .help("remove one of them, or rename it"),
                    );
                }
                path.pop();
            }
            *entries = kept;
        }
        _ => {}
    }
}
