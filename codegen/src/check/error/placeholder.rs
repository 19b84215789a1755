//! What stands in the messages of errors for `#NAME#`.

use std::collections::HashMap;

use super::Listed;
use crate::check::context::Checker;
use crate::diag::closest;
use crate::model::Placeholder;
use crate::names;
use crate::place::Place;
use crate::raw::{DocOr, ErrorSpec};

/// The message of a row with `#NAME#` for each placeholder, and these.
pub(super) fn placeholders(spec: &ErrorSpec) -> (Option<String>, Vec<Placeholder>) {
    let Some(message) = spec.message.as_deref() else {
        return (None, Vec::new());
    };
    let (mut text, mut found): (String, Vec<Placeholder>) = Default::default();
    for part in parts(message, spec) {
        let written = match part {
            Part::Text(part) => {
                text += part;
                continue;
            }
            Part::Marked(name) | Part::Given(name) => name,
        };
        let given = spec.placeholders.get(written);
        let full = given.and_then(|given| match given {
            DocOr::Doc(_) => None,
            DocOr::Full(full) => Some(full),
        });
        let rename = full.and_then(|full| full.rename.clone());
        let name = match part {
            Part::Given(written) => names::mark(rename.as_deref(), written),
            _ => written.to_owned(),
        };
        text += &format!("#{name}#");
        if found.iter().all(|known| known.name != name) {
            found.push(Placeholder {
                name,
                doc: given.map(|given| match given {
                    DocOr::Doc(doc) => doc.clone(),
                    DocOr::Full(full) => full.doc.clone(),
                }),
                list: full.is_some_and(|full| full.list),
                rename,
            });
        }
    }
    (Some(text), found)
}

impl Checker<'_> {
    /// Those that the row at `row` describes.
    pub(super) fn placeholders(&self, row: Place<'_>, spec: &ErrorSpec) {
        let parts = parts(spec.message.as_deref().unwrap_or_default(), spec);
        let found = parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Marked(name) | Part::Given(name) => Some(*name),
        });
        let found: Vec<&str> = found.collect();
        for (name, spec) in &spec.placeholders.0 {
            let place = row.key("placeholders").key(name);
            let (doc, rename) = match spec {
                DocOr::Doc(doc) => (doc, None),
                DocOr::Full(spec) => (&spec.doc, spec.rename.as_deref()),
            };
            self.text(place, doc);
            self.rename(place, rename, &names::placeholder_field(name));
            if !found.contains(&name.as_str()) {
                let message = format!("the message has no `{name}`");
                let error = place.key_error("E0606", message);
                let error = error.also(row.key("message").at_value(), "the message");
                let quote = "put the message in quotes: elsewhere ` #` begins a comment in YAML";
                let meant = closest(name, &found).map(|meant| format!("did you mean `{meant}`?"));
                self.report(error.help(meant.unwrap_or_else(|| quote.to_owned())));
            }
        }
    }
}

/// The placeholders of a table are each described in one way, and have names of their own in Rust.
pub(super) fn distinct(checker: &Checker<'_>, table: &[&Listed<'_>]) {
    let mut names: HashMap<String, (&str, Place<'_>)> = HashMap::new();
    let mut described: HashMap<&str, (&Placeholder, Place<'_>)> = HashMap::new();
    for listed in table {
        let (code, rows) = (
            listed.place,
            listed.cases.iter().flat_map(|case| &case.rows),
        );
        let all = rows.flat_map(|row| &row.placeholders);
        for placeholder in all.filter(|placeholder| placeholder.doc.is_some()) {
            let (wire, rename) = (placeholder.name.as_str(), &placeholder.rename);
            let name = names::renamed(rename.as_deref(), wire);
            let (other, first) = *names.entry(name.clone()).or_insert((wire, code));
            if other != wire {
                let message =
                    format!("`#{wire}#` and `#{other}#` are both called `{name}` in Rust");
                let error = code.key_error("E0301", message);
                let error = error.also(first.at_key(), format!("`#{other}#`"));
                checker.report(error.help("give one of them another name with `rename`"));
            }
            let (other, first) = *described.entry(wire).or_insert((placeholder, code));
            if (other.list, &other.rename) != (placeholder.list, rename) {
                let message = format!("`#{wire}#` is another thing here than in another row");
                let error = code.key_error("E0606", message);
                let error = error.also(first.at_key(), "described here as well");
                checker.report(error.help("say the same of it wherever it is described"));
            }
        }
    }
}

/// A part of a message.
#[derive(Clone, Copy)]
enum Part<'m> {
    Text(&'m str),
    /// The name between two `#`.
    Marked(&'m str),
    /// Whatever stands for a value, as the row describes it.
    Given(&'m str),
}

/// The parts of a message: what is marked is a placeholder in any case, what is not must be described.
fn parts<'m>(message: &'m str, spec: &'m ErrorSpec) -> Vec<Part<'m>> {
    let mut given: Vec<&str> = spec.placeholders.keys().collect();
    // `{id}` is not `id` between braces.
    given.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let (mut parts, mut text, mut at) = (Vec::new(), 0, 0);
    while let Some(next) = message[at..].chars().next() {
        let stands = |name: &&&str| stands(message, at, name);
        let (part, len) = match (marked(&message[at..]), given.iter().find(stands)) {
            (Some(name), _) => (Part::Marked(name), name.len() + 2),
            (None, Some(name)) => (Part::Given(name), name.len()),
            (None, None) => {
                at += next.len_utf8();
                continue;
            }
        };
        parts.extend([Part::Text(&message[text..at]), part]);
        at += len;
        text = at;
    }
    parts.push(Part::Text(&message[text..]));
    parts
}

/// Whether `name` stands there; a word must be a whole one.
fn stands(message: &str, at: usize, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (before, rest) = message.split_at(at);
    let Some(after) = rest.strip_prefix(name).filter(|_| !name.is_empty()) else {
        return false;
    };
    let cuts = |inside: bool, outside: Option<char>| inside && outside.is_some_and(is_part);
    let starts = name.starts_with(is_part);
    let ends = name.ends_with(is_part);
    !cuts(starts, before.chars().next_back()) && !cuts(ends, after.chars().next())
}

/// The name at the start of a text: capitals between two `#`.
fn marked(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let rest = text.strip_prefix('#')?;
    let (name, _) = rest.split_once('#')?;
    (!name.is_empty() && name.chars().all(is_part)).then_some(name)
}
