//! Tables of errors.

mod placeholder;

use std::collections::HashMap;

use super::context::Checker;
use super::name::one_of;
use super::scope::Scope;
use crate::model::{ErrorCase, ErrorRow};
use crate::names;
use crate::place::Place;
use crate::raw::{ErrorRows, ErrorSpec, OneOrMany, Ordered};
use placeholder::placeholders;

/// `0` is how some methods spell that there is no code.
pub(super) fn code_of(spelled: &str) -> &str {
    if spelled == "0" { "" } else { spelled }
}

impl<'c> Scope<'_, 'c> {
    /// The table of a method.
    pub(super) fn errors(&self, place: Place<'_>, specs: &Ordered<ErrorRows>) -> Vec<ErrorCase> {
        let cases = specs.0.iter().filter_map(|(code, rows)| {
            let at = place.key(code);
            let case = match rows {
                ErrorRows::Own(rows) => self.case(at, code, rows),
                ErrorRows::Shared(_) => case(code, self.shared_error(at, code)?),
            };
            Some((code.as_str(), case))
        });
        self.distinct(place, cases.collect())
    }

    /// The rows that a folder above has for a code.
    fn shared_error(&self, place: Place<'_>, code: &str) -> Option<&'c OneOrMany<ErrorSpec>> {
        let mut tables = self.errors.iter();
        let found = tables.find_map(|(file, table)| Some((file, table.get(code)?)));
        if let Some((file, rows)) = found {
            let used = ((*file).to_owned(), code.to_owned());
            self.used_errors.borrow_mut().insert(used);
            return Some(rows);
        }
        if !self.specs.types_missing {
            let message = format!("no `_types.yaml` above has the error `{code}`");
            let error = place.key_error("E0605", message);
            let error = error.help("describe it here, or under `errors` in a `_types.yaml`");
            let codes = self.errors.iter().flat_map(|(_, table)| table.keys());
            self.report(error.suggest(code, codes));
        }
        None
    }
}

impl Checker<'_> {
    /// A table of rows of its own: the system's, or what several methods share.
    pub(super) fn own_errors(
        &self,
        place: Place<'_>,
        specs: &Ordered<OneOrMany<ErrorSpec>>,
    ) -> Vec<ErrorCase> {
        let case = |code, rows| (code, self.case(place.key(code), code, rows));
        let cases = specs.0.iter().map(|(code, rows)| case(code.as_str(), rows));
        self.distinct(place, cases.collect())
    }

    fn case(&self, place: Place<'_>, code: &str, rows: &OneOrMany<ErrorSpec>) -> ErrorCase {
        if rows.as_slice().is_empty() {
            let error = place.key_error("E0203", "a code has at least one row");
            self.report(error.help("write the row, or remove the code"));
        }
        let derived = match code_of(code) {
            "" => "NoCode".to_owned(),
            code => names::code(code),
        };
        for (index, row) in rows.as_slice().iter().enumerate() {
            let at = one_of(place, rows, index);
            self.text(at.key("doc"), &row.doc);
            self.optional_text(at.key("message"), row.message.as_deref());
            self.rename(at, row.rename.as_deref(), &derived);
            if code_of(code).is_empty() && !row.placeholders.0.is_empty() {
                let message = "an error without a code tells no details";
                let error = at.key("placeholders").key_error("E0606", message);
                self.report(error.help("remove `placeholders`"));
            } else {
                self.placeholders(at, row);
            }
        }
        case(code, rows)
    }

    /// The codes of a table, and the placeholders in it, must have names of their own in Rust.
    fn distinct(&self, place: Place<'_>, cases: Vec<(&str, ErrorCase)>) -> Vec<ErrorCase> {
        let mut taken = HashMap::new();
        let mut folded: HashMap<String, &str> = HashMap::new();
        let mut distinct = Vec::new();
        for (spelled, case) in &cases {
            if let Some(other) = folded.insert(case.code.to_lowercase(), spelled) {
                let message =
                    format!("`{spelled}` and `{other}` are one code: letter case does not count");
                let error = place.key(spelled).key_error("E0301", message);
                let error = error.also(place.key(other).at_key(), "the same code");
                self.report(error.help("make a list of rows of them"));
                continue;
            }
            if !case.code.is_empty() {
                let own = case.rename.clone();
                let name = own.unwrap_or_else(|| names::code(&case.code));
                self.unique(place, &mut taken, name, spelled);
            }
            distinct.push((*spelled, case));
        }
        placeholder::distinct(self, place, &distinct);
        cases.into_iter().map(|(_, case)| case).collect()
    }
}

fn case(code: &str, rows: &OneOrMany<ErrorSpec>) -> ErrorCase {
    let rows = rows.as_slice();
    let row = |spec: &ErrorSpec| ErrorRow {
        message: spec.message.clone(),
        doc: spec.doc.clone(),
        status: spec.status.map(|status| status.0),
        means: spec.means,
        placeholders: placeholders(spec),
    };
    ErrorCase {
        code: code_of(code).to_owned(),
        rename: rows.iter().find_map(|row| row.rename.clone()),
        rows: rows.iter().map(row).collect(),
    }
}
