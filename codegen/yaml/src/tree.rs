//! Documents as values with places.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Number;

/// A range of bytes that can be ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

impl From<Range<usize>> for Span {
    fn from(Range { start, end }: Range<usize>) -> Self {
        Self { start, end }
    }
}

/// What a text holds.
#[derive(Debug, Default)]
pub struct Document {
    /// All that it says.
    pub root: Node,
    /// Its comments, in the order of the text.
    pub comments: Vec<Span>,
    /// Keys that a mapping has already. They are not in the tree.
    pub duplicates: Vec<Duplicate>,
}

/// A key that stands in a mapping once more.
#[derive(Debug)]
pub struct Duplicate {
    /// What it says.
    pub key: String,
    /// Where it stands.
    pub span: Span,
    /// Where it stands first.
    pub first: Span,
}

/// A value, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// From the first byte to the last; of a block of text without the line that begins it.
    pub span: Span,
    /// How it is written.
    pub style: Style,
    /// What it says.
    pub value: Value,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text in quotes.
    Quoted,
    /// A scalar without quotes.
    #[default]
    Plain,
    /// `|`: text whose lines stay.
    Literal,
    /// `>`: text whose lines are joined.
    Folded,
    /// A list or a mapping on lines of its own.
    Block,
    /// A list or a mapping in brackets, or a pair in them.
    Flow,
}

/// Equal values may stand in different places.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// What a node says.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`, `~`, or nothing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer of 64 bits, or a finite float.
    Number(Number),
    /// A scalar of any other kind.
    Text(String),
    /// Elements, in brackets or behind dashes.
    List(Vec<Node>),
    /// Keys with values, in braces or on lines of their own.
    Map(Map),
}

/// A mapping in the order of the file; each key once.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<Entry>,
    /// The entries by key, unless they are few.
    by_key: BTreeMap<String, usize>,
}

/// A key of a mapping, and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Text, or an integer as in a table of numeric codes.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// What stands behind it.
    pub value: Node,
}

/// Up to so many entries a look at each is as fast as a search.
const FEW: usize = 16;

impl Map {
    /// The entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        if self.by_key.is_empty() {
            return self.entries.iter().find(|entry| entry.key == key);
        }
        self.entries.get(*self.by_key.get(key)?)
    }

    fn index(&mut self) {
        self.by_key.clear();
        if self.entries.len() > FEW {
            let keys = self.entries.iter().map(|entry| entry.key.clone());
            self.by_key = keys.zip(0..).collect();
        }
    }

    /// Adds an entry, unless one has its key: then that is the result.
    pub fn push(&mut self, entry: Entry) -> Option<Duplicate> {
        if let Some(first) = self.get(&entry.key) {
            let (first, key, span) = (first.key_span, entry.key, entry.key_span);
            return Some(Duplicate { key, span, first });
        }
        if !self.by_key.is_empty() {
            self.by_key.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        if self.entries.len() == FEW + 1 {
            self.index();
        }
        None
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

/// Equal entries may stand in different places.
impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.value == other.value
    }
}

impl Node {
    /// What it is, in the words of YAML.
    #[must_use]
    pub fn kind(&self) -> &'static str {
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
    #[must_use]
    pub fn found(&self) -> String {
        match &self.value {
            Value::Bool(value) => format!("the boolean `{value}`"),
            Value::Number(value) => format!("the number `{value}`"),
            _ => self.kind().to_owned(),
        }
    }

    /// The entry of a key, in a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(map) => map.get(key),
            _ => None,
        }
    }

    /// What is shown of it: its first line; of a block its first key or element.
    #[must_use]
    pub fn head(&self, text: &str) -> Span {
        let Span { start, end } = self.span;
        let written = text.get(start..end).unwrap_or_default();
        let end = match &self.value {
            Value::Map(map) if self.style == Style::Block => {
                let first = map.entries.first();
                return first.map_or(self.span, |entry| entry.key_span);
            }
            Value::List(values) if self.style == Style::Block => {
                let end = values.first().map_or(start, |value| value.head(text).end);
                return Span { start, end };
            }
            _ => written.find(['\n', '\r']),
        };
        let line = end.map_or(written, |end| &written[..end]).trim_end();
        let end = start + line.len();
        Span { start, end }
    }

    /// Changes the entries of every mapping, the outer ones first. Their keys stay different.
    pub fn each_map(&mut self, change: &mut impl FnMut(Span, &mut Vec<Entry>)) {
        match &mut self.value {
            Value::List(values) => values.iter_mut().for_each(|value| value.each_map(change)),
            Value::Map(map) => {
                change(self.span, &mut map.entries);
                map.index();
                let entries = map.entries.iter_mut();
                entries.for_each(|entry| entry.value.each_map(change));
            }
            _ => {}
        }
    }
}
