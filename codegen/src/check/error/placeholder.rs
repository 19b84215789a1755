//! What stands in the messages of errors for `#NAME#`.

use std::collections::HashMap;

use crate::check::context::Checker;
use crate::diag::closest;
use crate::model::{ErrorCase, Placeholder};
use crate::names;
use crate::place::Place;
use crate::raw::{DocOr, ErrorSpec};

/// The placeholders in the message of a row.
pub(super) fn placeholders(spec: &ErrorSpec) -> Vec<Placeholder> {
    let message = spec.message.as_deref().unwrap_or_default();
    let placeholder = |name: &str| {
        let (doc, full) = match spec.placeholders.get(name) {
            None => (None, None),
            Some(DocOr::Doc(doc)) => (Some(doc), None),
            Some(DocOr::Full(full)) => (Some(&full.doc), Some(full)),
        };
        Placeholder {
            name: name.to_owned(),
            doc: doc.cloned(),
            list: full.is_some_and(|full| full.list),
            rename: full.and_then(|full| full.rename.clone()),
        }
    };
    marks(message).into_iter().map(placeholder).collect()
}

impl Checker<'_> {
    /// Those that the row at `row` describes.
    pub(super) fn placeholders(&self, row: Place<'_>, spec: &ErrorSpec) {
        let found = marks(spec.message.as_deref().unwrap_or_default());
        for (name, spec) in &spec.placeholders.0 {
            let place = row.key("placeholders").key(name);
            let (doc, rename) = match spec {
                DocOr::Doc(doc) => (doc, None),
                DocOr::Full(spec) => (&spec.doc, spec.rename.as_deref()),
            };
            self.text(place, doc);
            self.rename(place, rename, &names::field(name));
            if !found.contains(&name.as_str()) {
                let error = place.key_error("E0606", format!("the message has no `#{name}#`"));
                let error = error.also(row.key("message").at_value(), "the message");
                let quote = "put the message in quotes: elsewhere ` #` begins a comment in YAML";
                let meant = closest(name, &found).map(|meant| format!("did you mean `{meant}`?"));
                self.report(error.help(meant.unwrap_or_else(|| quote.to_owned())));
            }
        }
    }
}

/// The placeholders of a table are each described in one way, and have names of their own in Rust.
pub(super) fn distinct(checker: &Checker<'_>, table: Place<'_>, cases: &[(&str, &ErrorCase)]) {
    let mut names: HashMap<String, (&str, &str)> = HashMap::new();
    let mut described: HashMap<&str, (&Placeholder, &str)> = HashMap::new();
    for (code, case) in cases {
        let all = case.rows.iter().flat_map(|row| &row.placeholders);
        for placeholder in all.filter(|placeholder| placeholder.doc.is_some()) {
            let (wire, rename) = (placeholder.name.as_str(), &placeholder.rename);
            let name = names::renamed(rename.as_deref(), wire);
            let (other, first) = *names.entry(name.clone()).or_insert((wire, code));
            if other != wire {
                let message =
                    format!("`#{wire}#` and `#{other}#` are both called `{name}` in Rust");
                let error = table.key(code).key_error("E0301", message);
                let error = error.also(table.key(first).at_key(), format!("`#{other}#`"));
                checker.report(error.help("give one of them another name with `rename`"));
            }
            let (other, first) = *described.entry(wire).or_insert((placeholder, code));
            if (other.list, &other.rename) != (placeholder.list, rename) {
                let message = format!("`#{wire}#` is another thing here than in another row");
                let error = table.key(code).key_error("E0606", message);
                let error = error.also(table.key(first).at_key(), "described here as well");
                checker.report(error.help("say the same of it wherever it is described"));
            }
        }
    }
}

/// The names of the placeholders of a message: capitals between two `#`.
fn marks(message: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let mut names: Vec<&str> = Vec::new();
    let mut rest = message;
    while let Some((_, after)) = rest.split_once('#') {
        let len = after.find(|c| !is_part(c)).unwrap_or(after.len());
        rest = after;
        if len > 0 && after[len..].starts_with('#') {
            if !names.contains(&&after[..len]) {
                names.push(&after[..len]);
            }
            rest = &after[len + 1..];
        }
    }
    names
}
