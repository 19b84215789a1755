//! All mistakes of all files, and the forms in which they are shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::text::Texts;
use super::{Diagnostic, Related, Span};
use crate::sources::Sources;

/// Every mistake of every file, sorted by file and position; each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report(Vec<Diagnostic>);

impl FromIterator<Report> for Report {
    fn from_iter<T: IntoIterator<Item = Self>>(reports: T) -> Self {
        Self::new(reports.into_iter().flat_map(|report| report.0).collect())
    }
}

impl Report {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort();
        diagnostics.dedup();
        Self(diagnostics)
    }

    /// The generator wrote something that does not compile: a mistake of its own.
    pub(crate) fn internal(error: &dyn Display) -> Self {
        let message = format!("the generator wrote something that does not compile: {error}");
        let error = Diagnostic::new("", Span::default(), "E0999", message);
        let error = error.help("this is a mistake of the generator, not of the spec");
        Self(vec![error])
    }

    /// Says of files only why they are no specs: path to reason. What stands in their place is nobody's mistake.
    #[must_use]
    pub fn refusing(mut self, files: &BTreeMap<String, String>) -> Self {
        self.0.retain(|error| !files.contains_key(&error.file));
        self.0.extend(files.iter().map(|(file, reason)| {
            let name = file.rsplit('/').next().unwrap_or(file);
            let message = format!("`{name}` is {reason}");
            let error = Diagnostic::new(file, Span::default(), "E0103", message);
            error.help("a spec is a file of its own")
        }));
        Self::new(self.0)
    }

    /// How many files have mistakes.
    #[must_use]
    pub fn files(&self) -> usize {
        let files = self.0.iter().map(|diagnostic| &diagnostic.file);
        files.collect::<BTreeSet<_>>().len()
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
        let renderer = match color {
            true => Renderer::styled(),
            false => Renderer::plain(),
        };
        let texts = Texts::new(&self.0, sources);
        let diagnostics = self.0.iter();
        let rendered = diagnostics.map(|diagnostic| render(diagnostic, &texts, &renderer));
        rendered.collect::<Vec<_>>().join("\n\n") + "\n"
    }

    /// The report with a line for each mistake, `spec/a/get.yaml:6:24: E0201: message`, which editors know how to read.
    #[must_use]
    pub fn short(&self, sources: &Sources) -> String {
        let texts = Texts::new(&self.0, sources);
        let lines = self.0.iter().map(|diagnostic| {
            let (file, code, message) = (&diagnostic.file, diagnostic.code, &diagnostic.message);
            let (line, column) = texts.get(file).position(diagnostic.range.start);
            one_line(&format!("spec/{file}:{line}:{column}: {code}: {message}")) + "\n"
        });
        lines.collect()
    }

    /// The report with a JSON object a line for each mistake.
    #[must_use]
    pub fn json(&self, sources: &Sources) -> String {
        let position = |(line, column)| json!({ "line": line, "column": column });
        let texts = Texts::new(&self.0, sources);
        let place = |file: &str, range: Span| {
            let text = texts.get(file);
            json!({
                "file": format!("spec/{file}"),
                "start": position(text.position(range.start)),
                "end": position(text.position(range.end)),
            })
        };
        let lines = self.0.iter().map(|diagnostic| {
            let related = diagnostic.related.iter().map(|related| {
                let mut object = place(&related.file, related.range);
                object["label"] = related.label.as_str().into();
                object
            });
            let mut object = place(&diagnostic.file, diagnostic.range);
            object["code"] = diagnostic.code.into();
            object["message"] = diagnostic.message.as_str().into();
            object["label"] = diagnostic.label.as_str().into();
            object["help"] = diagnostic.help.as_deref().into();
            object["related"] = related.collect();
            format!("{object}\n")
        });
        lines.collect()
    }
}

/// Places so many bytes apart are shown as if they were in two files: all lines between them would be gone through.
const FAR: usize = 16 * 1024;

/// The files that are meant one after the other, the one with the mistake first; each place with its label.
fn render(diagnostic: &Diagnostic, texts: &Texts<'_>, renderer: &Renderer) -> String {
    let title = Level::ERROR.primary_title(&diagnostic.message);
    let first = (diagnostic.range, diagnostic.label.as_str());
    let mut places = vec![(diagnostic.file.as_str(), vec![first])];
    for Related { file, range, label } in &diagnostic.related {
        let near = |(span, _): &(Span, &str)| span.start.abs_diff(range.start) < FAR;
        let mut known = places.iter_mut();
        match known.find(|(known, places)| known == file && places.iter().all(near)) {
            Some((_, places)) => places.push((*range, label)),
            None => places.push((file, vec![(*range, label)])),
        }
    }
    let mut group = Group::with_title(title.id(diagnostic.code));
    let mut kind = AnnotationKind::Primary;
    for (file, places) in places {
        // The lines that are shown, and those between them.
        let spans = places.iter().map(|(span, _)| *span);
        let (start, line, source) = texts.get(file).lines(spans);
        let snippet = Snippet::source(source).line_start(line);
        let mut snippet = snippet.path(format!("spec/{file}"));
        for (Span { start: from, end }, label) in places {
            let annotation = kind.span(from - start..end - start);
            snippet = snippet.annotation(match label {
                "" if kind == AnnotationKind::Primary => annotation,
                label => annotation.label(label),
            });
            kind = AnnotationKind::Context;
        }
        group = group.element(snippet);
    }
    let help = diagnostic.help.as_ref();
    let help = help.map(|help| Group::with_title(Level::HELP.secondary_title(help)));
    renderer.render(&[group].into_iter().chain(help).collect::<Vec<_>>())
}

/// The text without breaks: a name in it may have some.
fn one_line(text: &str) -> String {
    let visible = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().map(visible).collect()
}
