//! Sentences about facts: types, limits, constructors, what is deprecated.

use std::fmt::Display;

use crate::docs::{self, code};
use crate::model::{Deprecated, Field, Format, Limits};
use crate::rust::{Path, Ty};

/// Appends a paragraph, to be broken between its parts: sentences that stay whole, or the words of one.
pub(super) fn add<T: AsRef<str>>(docs: &mut Vec<String>, parts: impl IntoIterator<Item = T>) {
    let parts: Vec<T> = parts.into_iter().collect();
    if !parts.is_empty() {
        if !docs.is_empty() {
            docs.push(String::new());
        }
        docs::wrap(parts.iter().map(T::as_ref), "", "", docs);
    }
}

/// What the documentation of a constructor says.
pub(super) fn constructor(of: &str, fields: &[Field]) -> String {
    let required = fields.iter().any(|field| field.required);
    let others = fields.iter().any(|field| !field.required);
    match (required, others) {
        (true, true) => format!("Takes the required {of}; the others are set by methods."),
        (true, false) => format!("Takes all {of}."),
        (false, true) => format!("Sets nothing; the {of} are set by methods."),
        (false, false) => format!("There are no {of}."),
    }
}

/// A type in words, with links.
pub(super) fn describe(ty: &Ty) -> String {
    match ty {
        Ty::Leaf(leaf) => leaf.words.to_owned(),
        Ty::Path(path) if path.module.is_empty() => docs::own(&path.ident),
        Ty::Path(path) => docs::item(&path.ident, &path.to_string()),
        Ty::Vec(item) => format!("a list, each {}", describe(item)),
        Ty::Map(item) => format!("a map, each value {}", describe(item)),
        Ty::Option(ty) | Ty::Nullable(ty) => format!("{} or null", describe(ty)),
    }
}

/// Which identifiers become the one that is described.
pub(super) fn made_of(narrower: &[Path]) -> Vec<String> {
    let links = narrower
        .iter()
        .map(|path| docs::item(&path.ident, &path.to_string()));
    let links: Vec<String> = links.collect();
    match links.split_last() {
        None => Vec::new(),
        Some((only, [])) => vec![format!("{only} converts to it.")],
        Some((last, others)) => {
            let comma = if others.len() > 1 { "," } else { "" };
            let others = others.iter().map(|link| format!("{link}{comma}"));
            let last = format!("and {last} convert to it.");
            others.chain([last]).collect()
        }
    }
}

/// The note of `#[deprecated]`.
pub(super) fn deprecation(deprecated: Option<&Deprecated>) -> Option<String> {
    let deprecated = deprecated?;
    let names: Vec<String> = deprecated
        .replacements()
        .iter()
        .map(|name| code(name))
        .collect();
    let instead = (!names.is_empty()).then(|| format!("use {}", names.join(" or ")));
    let reason = deprecated.reason.as_ref();
    let reason = reason.map(|reason| reason.trim().to_owned());
    let note: Vec<String> = instead.into_iter().chain(reason).collect();
    Some(note.join(": "))
}

/// The limits of a value, a sentence each.
pub(super) fn limits(limits: &Limits) -> impl Iterator<Item = String> {
    let range = range(limits.min, limits.max).map(|range| sentence(&range));
    let length = self::range(limits.min_length, limits.max_length);
    let length = length.map(|length| format!("Length: {length}."));
    let pattern = limits.pattern.as_ref();
    let pattern = pattern.map(|pattern| format!("Pattern: {}.", code(pattern)));
    let format = limits.format.map(|format| match format {
        Format::Url => "A full address, `http://…` or `https://…`.".to_owned(),
    });
    [range, length, pattern, format].into_iter().flatten()
}

fn range<T: Display>(min: Option<T>, max: Option<T>) -> Option<String> {
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("from {min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// Words with a capital letter and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str() + "."
}
