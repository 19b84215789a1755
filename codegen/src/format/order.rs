//! The order of keys: that of the structs of the language. What is the author's data keeps its own.

use super::tree::Value;
use crate::de::{Problem, from_node};
use crate::locate::{Path, Step};
use crate::node::Node;
use crate::parse::{SYSTEM, TYPES};
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};

/// What a file is, by its path below `spec/`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Method,
    Shared,
    System,
}

impl Kind {
    pub(super) fn of(path: &str) -> Self {
        match path.rsplit('/').next() {
            _ if path == SYSTEM => Self::System,
            Some(TYPES) => Self::Shared,
            _ => Self::Method,
        }
    }

    /// The keys of the struct that a path leads to, if it leads to one. The structs tell it themselves, when they
    /// refuse a key that none of them has.
    fn keys(self, path: &[Step]) -> Option<&'static [&'static str]> {
        const NONE: &str = "\0";
        let mut node = Node::Map(vec![(NONE.to_owned(), Node::Null)]);
        for step in path.iter().rev() {
            node = match step {
                Step::Key(key, _) => Node::Map(vec![(key.clone(), node)]),
                Step::Index(_) => Node::List(vec![node]),
            };
        }
        let mismatch = match self {
            Self::Method => from_node::<MethodSpec>(&node).err(),
            Self::Shared => from_node::<SharedSpec>(&node).err(),
            Self::System => from_node::<SystemSpec>(&node).err(),
        };
        match mismatch?.problem {
            Problem::UnknownKey { key, known } if key == NONE => Some(known),
            _ => None,
        }
    }
}

/// Sorts the keys of a tree.
pub(super) fn sort(value: &mut Value, kind: Kind, path: &mut Path) {
    let Value::Collection(collection) = value else {
        return;
    };
    if !collection.is_list
        && let Some(known) = kind.keys(path)
    {
        let keys = collection.entries.iter();
        let keys = keys.map(|entry| entry.key.as_ref().map_or("", |key| key.text.as_str()));
        let places = places(keys, known);
        sort_by_places(&mut collection.entries, &places);
    }
    for (index, entry) in collection.entries.iter_mut().enumerate() {
        path.push(match &entry.key {
            Some(key) => Step::Key(key.text.clone(), 0),
            None => Step::Index(index),
        });
        sort(&mut entry.value, kind, path);
        path.pop();
    }
}

/// Sorts the keys of a document.
pub(super) fn sort_node(node: &mut Node, kind: Kind, path: &mut Path) {
    match node {
        Node::Map(entries) => {
            if let Some(known) = kind.keys(path) {
                let places = places(entries.iter().map(|(key, _)| key.as_str()), known);
                sort_by_places(entries, &places);
            }
            for (key, value) in entries {
                path.push(Step::Key(key.clone(), 0));
                sort_node(value, kind, path);
                path.pop();
            }
        }
        Node::List(values) => {
            for (index, value) in values.iter_mut().enumerate() {
                path.push(Step::Index(index));
                sort_node(value, kind, path);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The place of each key. An unknown one stays behind the key that stands before it.
fn places<'k>(keys: impl Iterator<Item = &'k str>, known: &[&str]) -> Vec<usize> {
    let mut last = 0;
    keys.map(|key| {
        if let Some(place) = known.iter().position(|known| *known == key) {
            last = place + 1;
        }
        last
    })
    .collect()
}

fn sort_by_places<T>(entries: &mut Vec<T>, places: &[usize]) {
    let mut placed: Vec<_> = places.iter().zip(entries.drain(..)).collect();
    placed.sort_by_key(|(place, _)| **place);
    entries.extend(placed.into_iter().map(|(_, entry)| entry));
}
