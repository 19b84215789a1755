//! What is laid out: nodes of the tree, with the notation of the text they come from.

use yaml::{Entry, Node, Span, Value};

/// An entry of a mapping, an element of a list, or the root.
#[derive(Clone, Copy)]
pub(super) struct Item<'n> {
    /// Only an entry of a mapping has one.
    pub(super) key: Option<&'n Entry>,
    pub(super) value: &'n Node,
}

impl<'n> Item<'n> {
    pub(super) fn root(value: &'n Node) -> Self {
        Self { key: None, value }
    }

    /// What is in its list or mapping.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let (values, entries) = match &self.value.value {
            Value::List(values) => (&values[..], &[][..]),
            Value::Map(map) => (&[][..], map.entries()),
            _ => (&[][..], &[][..]),
        };
        let entries = entries.iter().map(|entry| Self {
            key: Some(entry),
            value: &entry.value,
        });
        values.iter().map(Self::root).chain(entries)
    }

    pub(super) fn is_collection(self) -> bool {
        matches!(self.value.value, Value::List(_) | Value::Map(_))
    }

    /// What it is known by, in whatever order it stands: its key or, for an element, where it begins.
    pub(super) fn id(self) -> Span {
        let begin = self.value.span.start;
        self.key.map_or((begin..begin).into(), |key| key.key_span)
    }

    pub(super) fn start(self) -> usize {
        self.id().start
    }
}
