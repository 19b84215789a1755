//! YAML as a tree in which each key and value knows its bytes, with the order and the duplicates of the text.
//!
//! `granit-parser` reads it, which tells places in the same pass. For 1,781 specs of 3.2 MB, optimised, it takes 90 ms of
//! CPU with them, `serde_yaml` 82 ms without; unoptimised, as in `xtask`, checking them takes 1.2 s, and took 0.6 s.
//! `serde_yaml` says what a number is, why a text is no YAML, and has to agree where the two have been seen to differ.

mod read;

use std::collections::HashMap;

use serde_json::Number;

use crate::diag::Span;
pub(crate) use read::{is_strange, read};

/// A value, and where it stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// Equal values may stand in different places.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Value {
    /// `null`, `~`, or nothing.
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Map),
}

/// A mapping in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    entries: Vec<Entry>,
    /// The entries by key, and those of one key by place; empty where a look at each is as fast.
    by_key: Vec<usize>,
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        let alike = |(a, b): (&Entry, &Entry)| a.key == b.key && a.value == b.value;
        let mut pairs = self.entries.iter().zip(&other.entries);
        self.entries.len() == other.entries.len() && pairs.all(alike)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Text, or an integer as in a table of numeric codes.
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Node,
}

/// Up to so many entries a look at each is as fast as a search.
const FEW: usize = 16;

impl Map {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        let mut by_key = Vec::new();
        if entries.len() > FEW {
            by_key.extend(0..entries.len());
            by_key.sort_by(|a, b| entries[*a].key.cmp(&entries[*b].key));
        }
        Self { entries, by_key }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn has_duplicates(&self) -> bool {
        let key = |index: usize| self.entries[index].key.as_str();
        if self.by_key.is_empty() {
            return (1..self.entries.len()).any(|at| (0..at).any(|before| key(before) == key(at)));
        }
        self.by_key
            .windows(2)
            .any(|pair| key(pair[0]) == key(pair[1]))
    }

    /// The first entry of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        if self.by_key.is_empty() {
            return self.entries.iter().find(|entry| entry.key == key);
        }
        let before = |index: &usize| self.entries[*index].key.as_str() < key;
        let first = self.by_key.get(self.by_key.partition_point(before))?;
        Some(&self.entries[*first]).filter(|entry| entry.key == key)
    }
}

impl Node {
    /// What it is, in the words of YAML.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// What it is, with the value of what is short.
    pub(crate) fn found(&self) -> String {
        match &self.value {
            Value::Bool(value) => format!("the boolean `{value}`"),
            Value::Number(value) => format!("the number `{value}`"),
            _ => self.kind().to_owned(),
        }
    }

    /// The value of a key of a mapping.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// What is shown of it: its first line; of a block its first key or element.
    pub(crate) fn head(&self, text: &str) -> Span {
        let Span { start, end } = self.span;
        let written = text.get(start..end).unwrap_or_default();
        let begins = |brackets: [char; 2]| written.starts_with(brackets);
        let end = match &self.value {
            Value::Map(map) if !begins(['{', '&']) => {
                let first = map.entries.first();
                return first.map_or(self.span, |entry| entry.key_span);
            }
            Value::List(values) if !begins(['[', '&']) => {
                let first = values.first();
                return Span {
                    start,
                    end: first.map_or(start, |value| value.head(text).end),
                };
            }
            _ if begins(['|', '>']) => written.find(char::is_whitespace),
            _ => written.find(['\n', '\r']),
        };
        Span {
            start,
            end: start + end.map_or(written, |end| &written[..end]).trim_end().len(),
        }
    }

    /// Whether a key stands anywhere a second time.
    pub(crate) fn has_duplicates(&self) -> bool {
        match &self.value {
            Value::List(values) => values.iter().any(Self::has_duplicates),
            Value::Map(map) => {
                let mut entries = map.entries.iter();
                map.has_duplicates() || entries.any(|entry| entry.value.has_duplicates())
            }
            _ => false,
        }
    }

    /// Changes every mapping, the outer ones first.
    pub(crate) fn each_map(&mut self, change: &mut impl FnMut(Span, Vec<Entry>) -> Vec<Entry>) {
        match &mut self.value {
            Value::List(values) => values.iter_mut().for_each(|value| value.each_map(change)),
            Value::Map(map) => {
                *map = Map::new(change(self.span, std::mem::take(&mut map.entries)));
                let entries = map.entries.iter_mut();
                entries.for_each(|entry| entry.value.each_map(change));
            }
            _ => {}
        }
    }

    /// Gives the keys at some places other names.
    pub(crate) fn rename(&mut self, names: &HashMap<Span, &str>) {
        self.each_map(&mut |_, mut entries| {
            for entry in &mut entries {
                if let Some(name) = names.get(&entry.key_span) {
                    (*name).clone_into(&mut entry.key);
                }
            }
            entries
        });
    }
}
