//! A place in a spec: what is there, and where that stands.

use std::borrow::Cow;
use std::collections::BTreeMap;

use yaml::{Entry, Node, Span, Value};

use crate::diag::{Diagnostic, FileSpan};

/// A file of `spec/` that was read.
#[derive(Debug)]
pub(crate) struct File<'s> {
    /// Relative to `spec/`.
    pub(crate) path: &'s str,
    /// If it is made of a template, the text of that stands behind its own.
    pub(crate) text: Cow<'s, str>,
    /// Nothing, if it is no YAML.
    pub(crate) root: Option<Node>,
    /// In the order of the text.
    pub(crate) comments: Vec<Span>,
    /// What it is made of, if it names a template.
    pub(crate) made: Option<Made<'s>>,
}

/// A file that is made of a template.
#[derive(Debug)]
pub(crate) struct Made<'s> {
    /// The path of the template.
    pub(crate) template: &'s str,
    /// Where the template's text begins in that of the file.
    pub(crate) own: usize,
    /// Where the texts stand in which words were replaced, sorted.
    pub(crate) replaced: Vec<Span>,
    /// Where the template is named.
    pub(crate) by: Span,
}

/// The files by path.
#[derive(Debug)]
pub(crate) struct Files<'s> {
    pub(crate) by_path: BTreeMap<&'s str, File<'s>>,
    /// What stands for a file that is not there.
    none: File<'s>,
}

impl<'s> Files<'s> {
    pub(crate) fn new(files: impl Iterator<Item = File<'s>>) -> Self {
        Self {
            by_path: files.map(|file| (file.path, file)).collect(),
            none: File::new("", ""),
        }
    }

    /// The whole document of a file.
    pub(crate) fn root(&self, path: &str) -> Place<'_> {
        self.by_path.get(path).unwrap_or(&self.none).place()
    }
}

impl<'s> File<'s> {
    /// One that is not read yet.
    pub(crate) fn new(path: &'s str, text: &'s str) -> Self {
        Self {
            path,
            text: Cow::Borrowed(text),
            root: None,
            comments: Vec::new(),
            made: None,
        }
    }

    /// The whole document.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            file: self,
            node: self.root.as_ref(),
            entry: None,
        }
    }
}

/// A value in a file, or where there is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'f> {
    file: &'f File<'f>,
    node: Option<&'f Node>,
    /// Its entry, in a mapping. What has none, as an element of a list, stands for itself where another value has a key.
    entry: Option<&'f Entry>,
}

impl<'f> Place<'f> {
    /// The value of `key`.
    pub(crate) fn key(&self, key: &str) -> Self {
        let entry = self.node.and_then(|node| node.get(key));
        self.to(entry.map(|entry| &entry.value), entry)
    }

    /// An element of a list.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.to(self.nodes().get(index), None)
    }

    fn to(&self, node: Option<&'f Node>, entry: Option<&'f Entry>) -> Self {
        let file = self.file;
        Self { file, node, entry }
    }

    /// An entry of a mapping that was found by itself.
    pub(crate) fn entry(&self, entry: &'f Entry) -> Self {
        self.to(Some(&entry.value), Some(entry))
    }

    /// The same place with nothing there.
    pub(crate) fn empty(&self) -> Self {
        self.to(None, self.entry)
    }

    /// The path of the file.
    pub(crate) fn file(&self) -> &'f str {
        self.file.path
    }

    /// What stands there.
    pub(crate) fn node(&self) -> Option<&'f Node> {
        self.node
    }

    /// The value that stands there; `null`, if there is none.
    pub(crate) fn value(&self) -> &'f Value {
        self.node.map_or(&Value::Null, |node| &node.value)
    }

    /// The entries of a mapping.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'f str, Self)> + use<'f> {
        let entries = match self.value() {
            Value::Map(map) => map.entries(),
            _ => &[],
        };
        let place = *self;
        let entries = entries.iter();
        entries.map(move |entry| (entry.key.as_str(), place.entry(entry)))
    }

    /// The elements of a list.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> + use<'f> {
        let place = *self;
        let nodes = self.nodes().iter();
        nodes.map(move |node| place.to(Some(node), None))
    }

    fn nodes(&self) -> &'f [Node] {
        match self.value() {
            Value::List(nodes) => nodes,
            _ => &[],
        }
    }

    /// Its key, if it has one.
    pub(crate) fn name(&self) -> &'f str {
        self.entry.map_or("", |entry| entry.key.as_str())
    }

    /// Whether nothing is written there: no `null`, no `~`.
    pub(crate) fn is_blank(&self) -> bool {
        let is_blank = |node: &Node| node.span.start == node.span.end;
        self.node.is_some_and(is_blank)
    }

    /// A mistake in the value.
    pub(crate) fn value_error(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        let range = self.value_range().unwrap_or_else(|| self.first_line());
        Diagnostic::new(self.file.path, range, code, message)
    }

    /// A mistake that the key stands for.
    pub(crate) fn key_error(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        let range = self.key_range().unwrap_or_else(|| self.first_line());
        Diagnostic::new(self.file.path, range, code, message)
    }

    /// Where the value stands, if it is there.
    pub(crate) fn at_value(&self) -> Option<FileSpan> {
        Some((self.file.path.to_owned(), self.value_range()?))
    }

    /// Where the key stands, if it is there.
    pub(crate) fn at_key(&self) -> Option<FileSpan> {
        Some((self.file.path.to_owned(), self.key_range()?))
    }

    /// Where the type of a field is said.
    pub(crate) fn declared(&self) -> Option<FileSpan> {
        self.key("type").at_value().or_else(|| self.at_key())
    }

    /// A mistake in a part of a text that stands there once, in whatever notation.
    pub(crate) fn part_error(
        &self,
        code: &'static str,
        message: impl Into<String>,
        part: &str,
    ) -> Diagnostic {
        let mut error = self.value_error(code, message);
        let rest = self.file.text.get(error.range.start..).unwrap_or_default();
        if let Some(at) = rest.find(part) {
            let start = error.range.start + at;
            error.range = (start..start + part.len()).into();
        }
        error
    }

    fn key_range(&self) -> Option<Span> {
        let key = self.entry.map(|entry| entry.key_span);
        key.or_else(|| self.value_range())
    }

    fn value_range(&self) -> Option<Span> {
        self.node.map(|node| node.head(&self.file.text))
    }

    fn first_line(&self) -> Span {
        (0..self.file.text.lines().next().map_or(0, str::len)).into()
    }
}
