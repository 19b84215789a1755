//! Diagnostics: what is wrong in a spec, where, and the way out.

mod report;
mod text;

use std::ops::Range;

pub use yaml::Span;

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

/// A part of a file that has been looked up, by the path of the file.
pub(crate) type FileSpan = (String, Span);

impl Diagnostic {
    pub(crate) fn new(
        file: &str,
        range: impl Into<Span>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            range: range.into(),
            code,
            message: message.into(),
            label: String::new(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds another place, and what it has to do with the mistake. A place that is not there is left out.
    pub(crate) fn also(mut self, spot: Option<FileSpan>, label: impl Into<String>) -> Self {
        if let Some((file, range)) = spot
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

    /// Sets the way out, if there is one in words.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into()).filter(|help| !help.is_empty());
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
        self.range = (start + part.start..start + part.end).into();
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

/// `a`, `b` or `c`.
pub(crate) fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
