//! Texts to specs. Every mistake of shape in a file is found, not only the first: what does not fit is noted, taken
//! out, and the rest is read again.

use serde::de::DeserializeOwned;

use crate::Sources;
use crate::de::{Mismatch, Problem, from_node};
use crate::diag::Diagnostic;
use crate::locate::{At, Path, Step, range_of};
use crate::node::Node;
use crate::place::{File, Place, error};
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};

/// The specs, each with its file, in the order of the paths.
#[derive(Default)]
pub(crate) struct Specs<'s> {
    pub(crate) methods: Vec<(File<'s>, MethodSpec)>,
    pub(crate) shared: Vec<(File<'s>, SharedSpec)>,
    pub(crate) system: Option<SystemSpec>,
    /// Whether a file of shared types could not be read, so that an unknown type may be no mistake.
    pub(crate) types_missing: bool,
}

/// Reads every file. A file with a mistake is left out.
pub(crate) fn parse<'s>(sources: &'s Sources, diagnostics: &mut Vec<Diagnostic>) -> Specs<'s> {
    let mut specs = Specs::default();
    for (path, text) in sources {
        let file = File { path, text };
        let name = path.rsplit('/').next().unwrap_or(path);
        if path == SYSTEM {
            specs.system = read(file, diagnostics);
        } else if name == TYPES {
            match read(file, diagnostics) {
                Some(spec) => specs.shared.push((file, spec)),
                None => specs.types_missing = true,
            }
        } else if !name.ends_with(".yaml") || name.starts_with('_') {
            let message = format!("`{name}` is no spec");
            let help =
                "a spec is named `<method>.yaml`, or `_types.yaml` where methods share types";
            diagnostics.push(Place::root(file).value_error("E0103", message).help(help));
        } else if let Some(spec) = read(file, diagnostics) {
            specs.methods.push((file, spec));
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

/// The file of what every method shares.
pub(crate) const SYSTEM: &str = "_system.yaml";
/// The name of a file of types that the methods of a folder share.
pub(crate) const TYPES: &str = "_types.yaml";

/// The document of a file, without the keys that stand there a second time; nothing if the file has none.
pub(crate) fn document(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    if file.text.starts_with('\u{feff}') {
        let error =
            Place::root(file).value_error("E0001", "the file begins with a byte order mark");
        diagnostics.push(error.help("save it as UTF-8 without one"));
        return None;
    }
    match serde_yaml::from_str::<Node>(file.text) {
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

fn read<T: DeserializeOwned>(file: File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    let before = diagnostics.len();
    let mut node = document(file, diagnostics)?;
    let mut removed: Vec<Path> = Vec::new();
    loop {
        let mismatch = match from_node(&node) {
            Ok(spec) => return (diagnostics.len() == before).then_some(spec),
            Err(mismatch) => mismatch,
        };
        let mut path = mismatch.path.clone();
        let repaired = match mismatch.problem {
            Problem::MissingKey(key) => {
                path.push(Step::Key(key.to_owned(), 0));
                if !removed.iter().any(|removed| path.starts_with(removed)) {
                    diagnostics.push(describe(file, &mismatch));
                }
                insert(&mut node, &mismatch.path, key)
            }
            // What was put in the place of a mistake does not fit either.
            _ if removed.contains(&path) => return None,
            _ => {
                diagnostics.push(describe(file, &mismatch));
                removed.push(path);
                remove(&mut node, &mismatch.path)
            }
        };
        if !repaired {
            return None;
        }
    }
}

fn syntax(file: File<'_>, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    // The place is shown as such, so the text need not tell it.
    let message = text.split(" at line ").next().unwrap_or(&text);
    let mut diagnostic = Diagnostic {
        file: file.path.to_owned(),
        range: range_of(file.text, error).into(),
        code: "E0001",
        message: format!("this is no YAML: {message}"),
        label: String::new(),
        help: None,
    };
    // What stands there is no value, so only its first character is meant.
    let first = file.text[diagnostic.range.start..]
        .chars()
        .next()
        .map_or(0, char::len_utf8);
    diagnostic.range.end = diagnostic.range.start + first;
    diagnostic
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
                    diagnostics.push(
                        error(file, path, At::Key, "E0002", message)
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

fn describe(file: File<'_>, mismatch: &Mismatch) -> Diagnostic {
    let new = |at, code, message| error(file, &mismatch.path, at, code, message);
    match &mismatch.problem {
        Problem::UnknownKey { key, known } => {
            new(mismatch.at, "E0003", format!("unknown key `{key}`"))
                .suggest(key, known.iter().copied())
        }
        Problem::MissingKey(key) => new(At::Key, "E0004", format!("the key `{key}` is missing")),
        Problem::UnknownValue { value, known } => new(
            At::Value,
            "E0005",
            format!("`{value}` is not possible here"),
        )
        .suggest(value, known.iter().copied()),
        Problem::Wrong { found, expected } => {
            let expected = in_words(expected);
            let error = new(
                mismatch.at,
                "E0005",
                format!("expected {expected}, found {found}"),
            );
            match expected {
                "text"
                    if file.text[error.range.start..]
                        .trim_start_matches(' ')
                        .starts_with('\n') =>
                {
                    error.help("write the text, or remove the key")
                }
                "text" if !found.starts_with("a ") => {
                    error.help("put it in quotes if text is meant")
                }
                _ => error,
            }
        }
        Problem::Other(message) => new(mismatch.at, "E0005", message.clone()),
    }
}

/// What serde expects, in the words of YAML.
fn in_words(expected: &str) -> &str {
    match expected {
        "a string" => "text",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "a JSON number" => "a number",
        "i64" => "an integer",
        "u16" => "an integer from 0 to 65535",
        "u32" | "u64" => "an integer that is not negative",
        other if other.starts_with("struct ") => "a mapping",
        other => other,
    }
}

/// Takes out the value at the end of `path`; false if nothing would be left. Elements of a list are replaced, so that
/// the others keep their places.
fn remove(node: &mut Node, path: &[Step]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return false;
    };
    match (descend(node, parents), last) {
        (Some(Node::Map(entries)), Step::Key(key, _)) => {
            let before = entries.len();
            entries.retain(|(name, _)| name != key);
            entries.len() < before
        }
        (Some(Node::List(values)), Step::Index(index)) => {
            let Some(value) = values.get_mut(*index) else {
                return false;
            };
            let key = parents.iter().rev().find_map(|step| match step {
                Step::Key(key, _) => Some(key.as_str()),
                Step::Index(_) => None,
            });
            let row = matches!(parents, [Step::Key(table, _), _] if table == "errors");
            let replaced = match key {
                _ if row => Node::Map(vec![("doc".to_owned(), placeholder("doc"))]),
                Some("operators") => Node::Text("=".to_owned()),
                _ => Node::Text("any".to_owned()),
            };
            *value = replaced;
            true
        }
        _ => false,
    }
}

/// Puts a value that fits under `key`, so that reading can go on.
fn insert(node: &mut Node, path: &[Step], key: &str) -> bool {
    match descend(node, path) {
        Some(Node::Map(entries)) => {
            entries.push((key.to_owned(), placeholder(key)));
            true
        }
        _ => false,
    }
}

fn placeholder(key: &str) -> Node {
    match key {
        "effect" => Node::Text("read".to_owned()),
        "style" => Node::Text("page".to_owned()),
        "size" => Node::Number(1.into()),
        "result" | "errors" | "time" | "fields" => Node::Map(Vec::new()),
        _ => Node::Text("any".to_owned()),
    }
}

fn descend<'n>(mut node: &'n mut Node, path: &[Step]) -> Option<&'n mut Node> {
    for step in path {
        node = match (node, step) {
            (Node::Map(entries), Step::Key(key, _)) => entries
                .iter_mut()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)?,
            (Node::List(values), Step::Index(index)) => values.get_mut(*index)?,
            _ => return None,
        };
    }
    Some(node)
}
