//! A document with a mistake, made fit to be read on: so that every mistake is found, and none twice.

use crate::de::{Form, Mismatch, Problem};
use crate::diag::meant;
use crate::locate::{Path, Step};
use crate::node::Node;

/// What became of a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repaired {
    /// It is read as what was meant, so nothing is lost.
    AsMeant,
    /// It was taken out.
    Out,
    /// It follows from another one, and need not be told.
    Follower,
    /// Nothing is left to be read.
    Lost,
}

/// A document that is being repaired.
pub(super) struct Repair {
    node: Node,
    /// What was taken out or replaced.
    removed: Vec<Path>,
    /// Where text was taken apart at its commas.
    commas: Vec<Path>,
    /// The mappings that should take over keys of others.
    merged: Vec<Path>,
    /// The mappings whose keys stand beside what they belong to, with those keys.
    flat: Vec<(Path, Form)>,
}

impl Repair {
    pub(super) fn new(node: Node) -> Self {
        Self {
            node,
            removed: Vec::new(),
            commas: Vec::new(),
            merged: Vec::new(),
            flat: Vec::new(),
        }
    }

    pub(super) fn node(&self) -> &Node {
        &self.node
    }

    /// Whether what should stand in the value at `path` stands beside it.
    pub(super) fn is_flat(&self, path: &[Step]) -> bool {
        path.split_last()
            .is_some_and(|(_, parent)| self.flat.iter().any(|(flat, _)| flat == parent))
    }

    /// Whether the key at `path` is the rest of a text with commas.
    pub(super) fn is_comma(&self, path: &[Step]) -> bool {
        path.split_last()
            .is_some_and(|(_, parent)| self.commas.iter().any(|commas| commas == parent))
    }

    /// Makes the document fit at one place. None, if that has been tried.
    pub(super) fn repair(&mut self, mismatch: &Mismatch) -> Option<Repaired> {
        let path = &mismatch.path;
        if let Problem::MissingKey(key) = mismatch.problem {
            let mut whole = path.clone();
            whole.push(Step::Key(key.to_owned(), 0));
            let follows = self
                .removed
                .iter()
                .any(|removed| whole.starts_with(removed))
                || self.merged.contains(path);
            let repaired = if follows {
                Repaired::Follower
            } else {
                Repaired::Out
            };
            return Some(or_lost(insert(&mut self.node, path, key), repaired));
        }
        // What was put in the place of a mistake does not fit either.
        if self.removed.contains(path) {
            return None;
        }
        let parent = path.split_last().map_or(&[][..], |(_, parent)| parent);
        let mut repaired = Repaired::Out;
        match &mismatch.problem {
            Problem::UnknownKey { key, known } => {
                let word = meant(key, known).filter(|word| !self.has(parent, word));
                if let Some(word) = word {
                    return Some(or_lost(
                        rename(&mut self.node, path, word),
                        Repaired::AsMeant,
                    ));
                }
                if key == "<<" {
                    self.merged.push(parent.to_vec());
                } else if self.is_comma(path) {
                    repaired = Repaired::Follower;
                } else if self.value(path) == Some(&Node::Null) {
                    self.commas.push(parent.to_vec());
                }
            }
            Problem::Wrong { form, .. } => {
                let key = match path.last() {
                    Some(Step::Key(key, _)) => key.as_str(),
                    _ => "",
                };
                let mut flat = self.flat.iter();
                if flat.any(|(flat, form)| flat == parent && form.keys.contains(&key)) {
                    repaired = Repaired::Follower;
                } else if let Some(form) = form.filter(|form| self.stands_beside(path, *form)) {
                    self.flat.push((parent.to_vec(), form));
                }
            }
            _ => {}
        }
        self.removed.push(path.clone());
        Some(or_lost(remove(&mut self.node, path), repaired))
    }

    fn value(&self, path: &[Step]) -> Option<&Node> {
        path.iter()
            .try_fold(&self.node, |node, step| node.step(step))
    }

    /// Whether the mapping at `path` has a key.
    pub(super) fn has(&self, path: &[Step], key: &str) -> bool {
        let step = Step::Key(key.to_owned(), 0);
        self.value(path)
            .is_some_and(|node| node.step(&step).is_some())
    }

    /// Whether nothing stands at `path`, and beside it the keys that should stand there.
    fn stands_beside(&self, path: &[Step], form: Form) -> bool {
        let Some((_, parent)) = path.split_last() else {
            return false;
        };
        let Some(Node::Map(entries)) = self.value(parent) else {
            return false;
        };
        let plain = |value: &Node| !matches!(value, Node::Map(_));
        let belongs =
            |(key, value): &(String, Node)| form.keys.contains(&key.as_str()) && plain(value);
        self.value(path) == Some(&Node::Null) && entries.iter().any(belongs)
    }
}

fn or_lost(done: bool, repaired: Repaired) -> Repaired {
    if done { repaired } else { Repaired::Lost }
}

/// Gives the key at the end of `path` another name.
fn rename(node: &mut Node, path: &[Step], name: &str) -> bool {
    let Some((Step::Key(key, _), parents)) = path.split_last() else {
        return false;
    };
    let Some(Node::Map(entries)) = node.at_mut(parents) else {
        return false;
    };
    let entry = entries.iter_mut().find(|(found, _)| found == key);
    entry.map(|(found, _)| name.clone_into(found)).is_some()
}

/// Takes out the value at the end of `path`; false if nothing would be left. Elements of a list are replaced, so that
/// the others keep their places.
fn remove(node: &mut Node, path: &[Step]) -> bool {
    let Some((last, parents)) = path.split_last() else {
        return false;
    };
    match (node.at_mut(parents), last) {
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
    match node.at_mut(path) {
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
