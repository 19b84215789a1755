//! Mistakes in what is made of a template, where they stand.

use std::collections::BTreeMap;

use yaml::Span;

use crate::diag::Diagnostic;
use crate::place::{Files, Made};

/// The mistakes where they stand. What stands in a template is told once, for the first of the methods made of it.
pub(crate) fn told(files: &Files<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut first = BTreeMap::new();
    let told = found.into_iter().filter_map(|mut mistake| {
        for related in &mut mistake.related {
            if let Some((made, span)) = origin(files, &related.file, related.range) {
                (related.file, related.range) = (made.template.to_owned(), span);
            }
        }
        let Some((made, span)) = origin(files, &mistake.file, mistake.range) else {
            return Some(mistake);
        };
        let method = std::mem::replace(&mut mistake.file, made.template.to_owned());
        mistake.range = span;
        let key = (mistake.file.clone(), span, mistake.code);
        let is_first = *first.entry(key).or_insert_with(|| method.clone()) == method;
        is_first.then(|| mistake.also(Some((method, made.by)), "for this method"))
    });
    told.collect()
}

/// The template that a span of a file lies in, and where it lies there. Of a text with words all is shown.
fn origin<'f>(files: &'f Files<'_>, path: &str, span: Span) -> Option<(&'f Made<'f>, Span)> {
    let file = files.by_path.get(path)?;
    let made = file.made.as_ref().filter(|made| span.start >= made.own)?;
    let before = made
        .replaced
        .partition_point(|text| text.start <= span.start);
    let around = made.replaced[..before].last();
    let span = match around.filter(|text| span.start < text.end) {
        Some(text) => {
            let line = file
                .text
                .get(text.start..text.end)
                .and_then(|text| text.lines().next());
            (text.start..text.start + line.map_or(0, str::len)).into()
        }
        None => span,
    };
    Some((made, (span.start - made.own..span.end - made.own).into()))
}
