//! Diagnostics: what is wrong in a spec, where, and the way out.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use crate::Sources;

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
}

/// A range of bytes that can be ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

/// Every mistake of every file, sorted by file and position; each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Vec<Diagnostic>);

impl Report {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort();
        diagnostics.dedup();
        Self(diagnostics)
    }

    /// The generator wrote something that is no Rust: a mistake of its own.
    pub(crate) fn internal(error: &syn::Error) -> Self {
        let message = format!("the generator wrote something that is no Rust: {error}");
        let help = Some("this is a mistake of the generator, not of the spec".to_owned());
        let (file, range, label) = (String::new(), Span::default(), String::new());
        Self(vec![Diagnostic {
            file,
            range,
            code: "E0999",
            message,
            label,
            help,
        }])
    }

    /// The mistakes.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The report as rustc would print it, with the lines of `sources` that are meant.
    #[must_use]
    pub fn render(&self, sources: &Sources, color: bool) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let rendered = self
            .0
            .iter()
            .map(|diagnostic| diagnostic.render(sources, &renderer));
        rendered.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// The report with a line for each mistake, `spec/a/get.yaml:6:24: E0201: message`, which editors know how to read.
    #[must_use]
    pub fn short(&self, sources: &Sources) -> String {
        let lines = self.0.iter().map(|diagnostic| {
            let start = diagnostic.start(sources);
            let Diagnostic {
                file,
                code,
                message,
                ..
            } = diagnostic;
            let (line, column) = (start.line, start.column);
            one_line(&format!("spec/{file}:{line}:{column}: {code}: {message}")) + "\n"
        });
        lines.collect()
    }

    /// The report with a JSON object a line for each mistake.
    #[must_use]
    pub fn json(&self, sources: &Sources) -> String {
        let lines = self.0.iter().map(|diagnostic| {
            let position = |Position { line, column }| json!({ "line": line, "column": column });
            let object = json!({
                "file": format!("spec/{}", diagnostic.file),
                "start": position(diagnostic.start(sources)),
                "end": position(diagnostic.end(sources)),
                "code": diagnostic.code,
                "message": diagnostic.message,
                "label": diagnostic.label,
                "help": diagnostic.help,
            });
            format!("{object}\n")
        });
        lines.collect()
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

impl FromIterator<Report> for Report {
    fn from_iter<T: IntoIterator<Item = Self>>(reports: T) -> Self {
        Self::new(reports.into_iter().flat_map(|report| report.0).collect())
    }
}

impl Diagnostic {
    /// Where the mistake begins.
    #[must_use]
    pub fn start(&self, sources: &Sources) -> Position {
        Position::of(self.text(sources), self.range.start)
    }

    /// Where it ends: the place behind its last character.
    #[must_use]
    pub fn end(&self, sources: &Sources) -> Position {
        Position::of(self.text(sources), self.range.end)
    }

    fn text<'s>(&self, sources: &'s Sources) -> &'s str {
        sources.get(&self.file).map_or("", String::as_str)
    }

    fn render(&self, sources: &Sources, renderer: &Renderer) -> String {
        let path = format!("spec/{}", self.file);
        let text = self.text(sources);
        let title = Level::ERROR.primary_title(&self.message).id(self.code);
        let mut annotation = AnnotationKind::Primary.span(self.range.start..self.range.end);
        if !self.label.is_empty() {
            annotation = annotation.label(&self.label);
        }
        let mut report = vec![
            Group::with_title(title)
                .element(Snippet::source(text).path(&path).annotation(annotation)),
        ];
        if let Some(help) = &self.help {
            report.push(Group::with_title(Level::HELP.secondary_title(help)));
        }
        renderer.render(&report)
    }
}

impl Diagnostic {
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

/// The text without breaks: a name in it may have some.
fn one_line(text: &str) -> String {
    let visible = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().map(visible).collect()
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
