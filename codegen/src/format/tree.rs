//! A spec as an author sees it: values, and the comments around them.

/// A file.
#[derive(Debug)]
pub(super) struct Document {
    /// The comment that tells an editor the schema.
    pub(super) modeline: Option<String>,
    /// The comments about the file.
    pub(super) header: Vec<Line>,
    pub(super) root: Entry,
    /// What stands at the end.
    pub(super) below: Vec<Line>,
}

/// An entry of a mapping, an element of a list, or the root.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The comments on the lines above.
    pub(super) above: Vec<Line>,
    /// Whether an empty line stands directly above it.
    pub(super) blank: bool,
    /// Only an entry of a mapping has one.
    pub(super) key: Option<Scalar>,
    pub(super) value: Value,
    /// The comment behind it.
    pub(super) comment: Option<String>,
}

/// A comment on a line of its own.
#[derive(Debug)]
pub(super) struct Line {
    /// With its `#`.
    pub(super) text: String,
    /// Whether an empty line stands above it.
    pub(super) blank: bool,
}

#[derive(Debug)]
pub(super) enum Value {
    Scalar(Scalar),
    Collection(Collection),
}

#[derive(Debug)]
pub(super) struct Scalar {
    /// Its anchor and its tag, as they are written.
    pub(super) marks: Vec<String>,
    pub(super) style: Style,
    pub(super) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A number, a boolean, nothing or an alias; also what a tag explains. It stays as it is written.
    Verbatim,
    /// Text, in quotes or without.
    Text,
    /// Text that a tag is put to, so that the quotes have a meaning.
    Quoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A list or a mapping.
#[derive(Debug)]
pub(super) struct Collection {
    /// Where it begins.
    pub(super) start: usize,
    /// Its anchor and its tag, as they are written.
    pub(super) marks: Vec<String>,
    /// Otherwise a mapping.
    pub(super) is_list: bool,
    /// Whether it stands in brackets.
    pub(super) flow: bool,
    pub(super) entries: Vec<Entry>,
    /// The comments on the lines behind the last entry.
    pub(super) below: Vec<Line>,
}

impl Default for Value {
    fn default() -> Self {
        Self::Scalar(Scalar {
            marks: Vec::new(),
            style: Style::Verbatim,
            text: String::new(),
        })
    }
}

impl Value {
    /// Moves the comments above the first entry of an element of a list above the element: that entry stands behind the
    /// dash.
    pub(super) fn hoist(&mut self) {
        let Self::Collection(collection) = self else {
            return;
        };
        for entry in &mut collection.entries {
            entry.value.hoist();
            if let (true, Self::Collection(inner)) = (collection.is_list, &mut entry.value)
                && let Some(first) = inner.entries.first_mut()
            {
                entry.above.append(&mut first.above);
            }
        }
    }
}

impl Entry {
    /// A comment that belongs to the entry: behind it, or above if there is one already.
    pub(super) fn attach(&mut self, text: String) {
        if self.comment.is_none() {
            self.comment = Some(text);
        } else {
            self.above.push(Line { text, blank: false });
        }
    }

    /// Whether an empty line stands above it and its comments.
    pub(super) fn blank_above(&mut self) -> &mut bool {
        match self.above.first_mut() {
            Some(first) => &mut first.blank,
            None => &mut self.blank,
        }
    }

    /// Whether there is a comment in it or around it.
    pub(super) fn has_comments(&self) -> bool {
        let inside = match &self.value {
            Value::Scalar(_) => false,
            Value::Collection(collection) => collection.has_comments(),
        };
        inside || self.comment.is_some() || !self.above.is_empty()
    }

    fn comments<'t>(&'t self, all: &mut Vec<&'t str>) {
        all.extend(self.above.iter().map(|line| line.text.as_str()));
        all.extend(self.comment.as_deref());
        if let Value::Collection(collection) = &self.value {
            for entry in &collection.entries {
                entry.comments(all);
            }
            all.extend(collection.below.iter().map(|line| line.text.as_str()));
        }
    }
}

impl Collection {
    /// Whether there is a comment inside.
    pub(super) fn has_comments(&self) -> bool {
        !self.below.is_empty() || self.entries.iter().any(Entry::has_comments)
    }
}

impl Document {
    /// Every comment but the one for editors, sorted.
    pub(super) fn comments(&self) -> Vec<&str> {
        let outer = self.header.iter().chain(&self.below);
        let mut all: Vec<&str> = outer.map(|line| line.text.as_str()).collect();
        self.root.comments(&mut all);
        all.sort_unstable();
        all
    }
}
