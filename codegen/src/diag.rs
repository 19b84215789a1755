//! Diagnostics: what is wrong in a spec, where, and the way out.

mod report;

use std::ops::Range;

use crate::Sources;
use crate::place::Spot;
pub use report::Report;

/// One mistake in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Path of the file, relative to `spec/`.
    pub file: String,
    /// The bytes of the file that are meant.
    pub range: Span,
    /// Stable code, `E0201`; one fixture in `tests/ui` shows each, [`explain`](crate::explain()) says more.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What stands under the caret; may be empty.
    pub label: String,
    /// The way out.
    pub help: Option<String>,
    /// Other places that have to do with it: the first of two things that are in conflict, or where something is declared.
    pub related: Vec<Related>,
}

/// A place that has to do with a mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Path of the file, relative to `spec/`; often the file of the mistake.
    pub file: String,
    /// The bytes of the file that are meant.
    pub range: Span,
    /// What it is.
    pub label: String,
}

/// A range of bytes that can be ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

/// A place in a file. Lines and columns begin at 1; a column is a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

impl Position {
    fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
        }
    }
}

impl Diagnostic {
    /// Where the mistake begins.
    #[must_use]
    pub fn start(&self, sources: &Sources) -> Position {
        Position::of(text_of(&self.file, sources), self.range.start)
    }

    /// Where it ends: the place behind its last character.
    #[must_use]
    pub fn end(&self, sources: &Sources) -> Position {
        Position::of(text_of(&self.file, sources), self.range.end)
    }
}

fn text_of<'s>(file: &str, sources: &'s Sources) -> &'s str {
    sources.get(file).map_or("", String::as_str)
}

impl Diagnostic {
    /// Adds another place, and what it has to do with the mistake. A place that is not there is left out.
    pub(crate) fn also(mut self, spot: Option<Spot>, label: impl Into<String>) -> Self {
        if let Some(Spot { file, range }) = spot
            && (&file, range) != (&self.file, self.range)
        {
            let label = label.into();
            self.related.push(Related { file, range, label });
        }
        self
    }

    /// Sets what stands under the caret.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the way out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the way out to the name that was probably meant, or else to all that there are.
    pub(crate) fn suggest<'n>(self, word: &str, names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        match closest(word, &names) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None if names.is_empty() => self,
            None => self.help(format!("it may be {}", alternatives(&names))),
        }
    }

    /// Narrows the range to a part of the scalar that stands there, unless its text is escaped or folded.
    pub(crate) fn within(mut self, part: Range<usize>, scalar: &str) -> Self {
        let quotes = match (self.range.end - self.range.start).checked_sub(scalar.len()) {
            Some(0) => 0,
            Some(2) => 1,
            _ => return self,
        };
        let start = self.range.start + quotes;
        self.range = Span {
            start: start + part.start,
            end: start + part.end,
        };
        self
    }
}

/// The name that `word` is a misspelling of.
pub(crate) fn closest<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    let distance =
        |name: &str| strsim::damerau_levenshtein(&word.to_lowercase(), &name.to_lowercase());
    let (distance, name) = names.iter().map(|name| (distance(name), *name)).min()?;
    (distance <= (word.chars().count() / 3).max(1)).then_some(name)
}

/// The known key that `key` means: a misspelling of it, or the word that other languages have for it.
pub(crate) fn meant<'n>(key: &str, known: &[&'n str]) -> Option<&'n str> {
    const OTHERS: &[(&str, &str)] = &[
        ("description", "doc"),
        ("desc", "doc"),
        ("comment", "doc"),
        ("title", "summary"),
        ("parameters", "params"),
        ("arguments", "params"),
        ("args", "params"),
        ("response", "result"),
        ("returns", "result"),
        ("output", "result"),
        ("definitions", "types"),
        ("properties", "fields"),
        ("enum", "values"),
        ("minimum", "min"),
        ("maximum", "max"),
        ("regex", "pattern"),
        ("href", "docs"),
        ("url", "docs"),
    ];
    let same = |(other, word): &(&str, &str)| {
        let name = known.iter().find(|name| *name == word)?;
        other.eq_ignore_ascii_case(key).then_some(*name)
    };
    let misspelt = || closest(key, known).filter(|_| key.chars().count() > 2);
    OTHERS.iter().find_map(same).or_else(misspelt)
}

/// `a`, `b` or `c`.
pub(crate) fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
