//! Tables of errors.

use std::collections::HashMap;

use super::Checker;
use super::scope::Scope;
use crate::diag::closest;
use crate::model::{ErrorCase, ErrorRow, Placeholder};
use crate::names;
use crate::place::Place;
use crate::raw::{DocOr, ErrorRows, ErrorSpec, OneOrMany, Ordered, PlaceholderSpec};

impl Checker<'_, '_> {
    /// The table of a method.
    pub(super) fn errors(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<ErrorRows>,
        scope: &Scope<'_>,
    ) -> Vec<ErrorCase> {
        let mut cases = Vec::new();
        for (code, rows) in &specs.0 {
            match rows {
                ErrorRows::Own(rows) => {
                    self.rows(&place.key(code), code, rows);
                    cases.push((code.as_str(), case(code, rows)));
                }
                ErrorRows::Shared(_) => match self.types.error(code, scope) {
                    Some(rows) => cases.push((code.as_str(), case(code, rows))),
                    None if self.types.incomplete => {}
                    None => {
                        let message = format!("no `_types.yaml` above has the error `{code}`");
                        let error = place.key(code).key_error("E0605", message);
                        let known = self.types.codes(scope);
                        self.report(if known.is_empty() {
                            error.help("describe it here, or under `errors` in a `_types.yaml`")
                        } else {
                            error.suggest(code, known)
                        });
                    }
                },
            }
        }
        self.distinct(place, &cases);
        cases.into_iter().map(|(_, case)| case).collect()
    }

    /// A table of rows of its own: the system's, or what several methods share.
    pub(super) fn own_errors(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<OneOrMany<ErrorSpec>>,
    ) -> Vec<ErrorCase> {
        for (code, rows) in &specs.0 {
            self.rows(&place.key(code), code, rows);
        }
        let cases = specs.0.iter();
        let cases: Vec<(&str, ErrorCase)> = cases
            .map(|(code, rows)| (code.as_str(), case(code, rows)))
            .collect();
        self.distinct(place, &cases);
        cases.into_iter().map(|(_, case)| case).collect()
    }

    fn rows(&mut self, place: &Place<'_>, code: &str, rows: &OneOrMany<ErrorSpec>) {
        let code = code_of(code);
        if rows.as_slice().is_empty() {
            let error = place.key_error("E0203", "a code has at least one row");
            self.report(error.help("write the row, or remove the code"));
        }
        for (index, row) in rows.as_slice().iter().enumerate() {
            let element = place.index(index);
            let at = if matches!(rows, OneOrMany::One(_)) {
                place
            } else {
                &element
            };
            self.text(&at.key("doc"), &row.doc);
            self.optional_text(&at.key("message"), row.message.as_deref());
            let derived = if code.is_empty() {
                "NoCode".to_owned()
            } else {
                names::type_name(code)
            };
            self.rename(at, row.rename.as_deref(), &derived, names::is_type_name);
            let placeholders = at.key("placeholders");
            if code.is_empty() && !row.placeholders.0.is_empty() {
                let message = "an error without a code tells no details";
                self.report(
                    placeholders
                        .key_error("E0606", message)
                        .help("remove `placeholders`"),
                );
            } else {
                self.placeholders(at, row);
            }
        }
    }

    fn placeholders(&mut self, row_at: &Place<'_>, row: &ErrorSpec) {
        let found = marks(row.message.as_deref().unwrap_or_default());
        for (name, spec) in &row.placeholders.0 {
            let place = row_at.key("placeholders");
            let place = place.key(name);
            let (doc, rename) = match spec {
                DocOr::Doc(doc) => (doc, None),
                DocOr::Full(spec) => (&spec.doc, spec.rename.as_deref()),
            };
            self.text(&place, doc);
            self.rename(&place, rename, &names::field(name), names::is_field_name);
            if !found.contains(&name.as_str()) {
                let error = place.key_error("E0606", format!("the message has no `#{name}#`"));
                let error = error.also(row_at.key("message").at_value(), "the message");
                self.report(match closest(name, &found) {
                    Some(meant) => error.help(format!("did you mean `{meant}`?")),
                    None => error
                        .help("put the message in quotes: elsewhere ` #` begins a comment in YAML"),
                });
            }
        }
    }

    /// The codes of a table, and the placeholders in it, must have names of their own in Rust.
    fn distinct(&mut self, place: &Place<'_>, cases: &[(&str, ErrorCase)]) {
        let (mut codes, mut places) = (HashMap::new(), HashMap::new());
        let mut described: HashMap<&str, (&Placeholder, &str)> = HashMap::new();
        let mut folded: HashMap<String, &str> = HashMap::new();
        for (spelled, case) in cases {
            let at = place.key(spelled);
            if let Some(other) = folded.insert(case.code.to_lowercase(), spelled) {
                let message =
                    format!("`{spelled}` and `{other}` are one code: letter case does not count");
                let error = at.key_error("E0301", message);
                let error = error.also(place.key(other).at_key(), "the same code");
                self.report(error.help("make a list of rows of them"));
                continue;
            }
            if !case.code.is_empty() {
                let name = case.rename.clone();
                let name = name.unwrap_or_else(|| names::type_name(&case.code));
                self.unique(place, &mut codes, name, spelled);
            }
            let placeholders = case.rows.iter().flat_map(|row| &row.placeholders);
            for placeholder in placeholders.filter(|placeholder| placeholder.doc.is_some()) {
                let Placeholder {
                    name, list, rename, ..
                } = placeholder;
                let rust_name = names::renamed(rename.as_deref(), name);
                let (other, code) = *places.entry(rust_name.clone()).or_insert((name, *spelled));
                if other != name {
                    let message =
                        format!("`#{name}#` and `#{other}#` are both called `{rust_name}` in Rust");
                    let error = at.key_error("E0301", message);
                    let error = error.also(place.key(code).at_key(), format!("`#{other}#`"));
                    self.report(error.help("give one of them another name with `rename`"));
                }
                let (first, code) = *described.entry(name).or_insert((placeholder, spelled));
                if (first.list, &first.rename) != (*list, rename) {
                    let message = format!("`#{name}#` is another thing here than in another row");
                    let error = at.key_error("E0606", message);
                    let error = error.also(place.key(code).at_key(), "described here as well");
                    self.report(error.help("say the same of it wherever it is described"));
                }
            }
        }
    }
}

fn case(code: &str, rows: &OneOrMany<ErrorSpec>) -> ErrorCase {
    let rows = rows.as_slice();
    ErrorCase {
        code: code_of(code).to_owned(),
        rename: rows.iter().find_map(|row| row.rename.clone()),
        rows: rows.iter().map(row).collect(),
    }
}

fn row(spec: &ErrorSpec) -> ErrorRow {
    let message = spec.message.as_deref().unwrap_or_default();
    let placeholder = |name: &str| {
        let mut specs = spec.placeholders.0.iter();
        let spec = specs.find(|(key, _)| key == name).map(|(_, spec)| spec);
        let (doc, full) = match spec {
            None => (None, None),
            Some(DocOr::Doc(doc)) => (Some(doc), None),
            Some(DocOr::Full(full @ PlaceholderSpec { doc, .. })) => (Some(doc), Some(full)),
        };
        Placeholder {
            name: name.to_owned(),
            doc: doc.cloned(),
            list: full.is_some_and(|full| full.list),
            rename: full.and_then(|full| full.rename.clone()),
        }
    };
    ErrorRow {
        message: spec.message.clone(),
        doc: spec.doc.clone(),
        status: spec.status.map(|status| status.0),
        placeholders: marks(message).into_iter().map(placeholder).collect(),
    }
}

/// The names of the placeholders of a message: capitals between two `#`.
fn marks(message: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut rest = message;
    while let Some((_, after)) = rest.split_once('#') {
        let len = after
            .find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
            .unwrap_or(after.len());
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

/// `0` is how some methods spell that there is no code.
pub(super) fn code_of(spelled: &str) -> &str {
    if spelled == "0" { "" } else { spelled }
}
