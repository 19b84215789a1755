//! The rows of a code to its variants: what is the same for all of them, and what tells some apart.

use std::collections::{HashMap, HashSet};

use super::placeholder::placeholders;
use super::text::{has_placeholder, plain, says};
use super::{Listed, code_of};
use crate::check::context::Checker;
use crate::check::name::one_of;
use crate::diag::Diagnostic;
use crate::model::{ErrorCase, ErrorRow, V3};
use crate::names;
use crate::place::Place;
use crate::raw::{ErrorSpec, OneOrMany};

impl Checker<'_> {
    /// The rows of a code, and what is wrong with them.
    pub(super) fn listed<'p>(
        &self,
        place: Place<'p>,
        code: &'p str,
        rows: &OneOrMany<ErrorSpec>,
    ) -> Listed<'p> {
        if rows.as_slice().is_empty() {
            let error = place.key_error("E0203", "a code has at least one row");
            self.report(error.help("write the row, or remove the code"));
        }
        let cases = cases(code_of(code), rows.as_slice());
        for (index, row) in rows.as_slice().iter().enumerate() {
            let at = one_of(place, rows, index);
            self.text(at.key("doc"), &row.doc);
            self.optional_text(at.key("message"), row.message.as_deref());
            self.row_name(at, code, row, &cases);
            self.placeholders(at, row);
            if row.fixed && row.message.is_none() {
                let message = "no text stands here that could be the same on every portal";
                let error = at.key("fixed").key_error("E0831", message);
                self.report(error.help("write the `message`, or remove `fixed`"));
            }
            let is_rest_3 = place.file().split('/').next() == Some(V3);
            if !row.fields().is_empty() && !is_rest_3 {
                let message = "only REST 3 says which field an error is about";
                let error = at.key("field").key_error("E0833", message);
                self.report(error.help("remove `field`"));
            }
        }
        let rows = Rows { place, rows };
        let mistakes = rows.nameless(code).into_iter();
        mistakes.for_each(|error| self.report(error));
        rows.alike()
            .into_iter()
            .for_each(|error| self.report(error));
        Listed {
            place,
            spelled: code,
            cases,
        }
    }

    fn row_name(&self, at: Place<'_>, code: &str, row: &ErrorSpec, cases: &[ErrorCase]) {
        let Some(name) = row.name.as_deref() else {
            return;
        };
        let place = at.key("name");
        if !names::is_type_name(name) {
            let error = place.value_error("E0303", format!("`{name}` is no possible name here"));
            self.report(error.help("write it in UpperCamelCase, and use no keyword"));
        } else if name == names::code_variant(code_of(code)) && cases.len() == 1 {
            let error =
                place.value_error("E0302", format!("`{name}` is the name without a `name`"));
            let error = error.also(at.at_key(), format!("called `{name}` anyway"));
            self.report(error.help("remove the `name`"));
        }
    }
}

/// The rows of a code, and where they stand.
struct Rows<'p, 'r> {
    place: Place<'p>,
    rows: &'r OneOrMany<ErrorSpec>,
}

impl<'p> Rows<'p, '_> {
    fn at(&self, index: usize) -> Place<'p> {
        one_of(self.place, self.rows, index)
    }

    /// Names that nothing tells from another name, or from no name.
    fn nameless(&self, code: &str) -> Vec<Diagnostic> {
        let specs = self.rows.as_slice();
        let without_code = code_of(code).is_empty();
        if !without_code && is_one(specs) {
            return Vec::new();
        }
        let told = told_names(specs);
        let same = "write `fixed: true` if the text is the same on every portal";
        let mut found = Vec::new();
        let mut first: Option<(usize, &str)> = None;
        for (index, name) in specs
            .iter()
            .enumerate()
            .filter_map(|(i, it)| Some((i, it.name.as_deref()?)))
        {
            if told.contains(name) {
                continue;
            }
            let at = self.at(index).key("name");
            let error = |message| at.value_error("E0830", message);
            if without_code {
                let message = format!("nothing tells `{name}` from other errors without a code");
                found.push(error(message).help(format!("{same}; or remove the `name`")));
                continue;
            }
            match first {
                Some((_, other)) if other == name => {}
                Some((other_index, other)) => {
                    let message = format!("nothing tells `{name}` from `{other}`");
                    let other = self.at(other_index).key("name").at_value();
                    let error = error(message).also(other, "the same code");
                    found.push(error.help(format!("{same}; or give both one name")));
                }
                None => first = Some((index, name)),
            }
        }
        found
    }

    /// Rows of two variants that the same error fits.
    fn alike(&self) -> Vec<Diagnostic> {
        let specs = self.rows.as_slice();
        if is_one(specs) {
            return Vec::new();
        }
        let told = told_names(specs);
        let told_name = |index: usize| {
            let name = specs[index].name.as_deref();
            name.filter(|name| told.contains(name))
        };
        let mut found = Vec::new();
        let (mut texts, mut fields) = (HashMap::new(), HashMap::new());
        let mut templates: Vec<(usize, ErrorRow)> = Vec::new();
        for (index, spec) in specs.iter().enumerate() {
            let row = row(spec);
            let name = told_name(index);
            let mut tell = |other: usize, key: &str, what: &str| {
                if name != told_name(other) {
                    let at = self.at(index).key(key);
                    let error =
                        at.value_error("E0832", format!("{what} is another variant's as well"));
                    let other = self.at(other).key(key).at_value();
                    let error = error.also(other, "the same error fits this row");
                    found.push(error.help("give both rows one name, or remove one of them"));
                }
            };
            if !spec.fixed {
                for field in spec.fields() {
                    if let Some(other) = fields.insert(field.as_str(), index) {
                        tell(other, "field", "this field");
                    }
                }
            }
            let Some(message) = row.message.clone() else {
                continue;
            };
            let apart = |other: &[String]| {
                let shared = |field: &String| other.contains(field);
                !row.fields.is_empty() && !other.is_empty() && !row.fields.iter().any(shared)
            };
            if has_placeholder(&message) {
                let meant = templates.iter().find(|(_, other)| {
                    let text = other.message.as_deref().unwrap_or_default();
                    !apart(&other.fields) && (says(&message, text) || says(text, &message))
                });
                if let Some((other, _)) = meant {
                    tell(*other, "message", "this text");
                }
                templates.push((index, row));
            } else if let Some(other) = texts.insert(plain(&message).to_owned(), index)
                && !apart(specs[other].fields())
            {
                tell(other, "message", "this text");
            }
        }
        found
    }
}

/// Whether all rows are one variant by the code alone.
fn is_one(rows: &[ErrorSpec]) -> bool {
    let first = rows.first().map(|row| &row.name);
    rows.iter().all(|row| Some(&row.name) == first)
}

/// The names whose rows are all told apart from others with the code.
fn told_names(rows: &[ErrorSpec]) -> HashSet<&str> {
    let names = |told: bool| {
        let rows = rows.iter();
        let rows = rows.filter(move |row| (row.fixed || !row.fields().is_empty()) == told);
        rows.filter_map(|row| row.name.as_deref())
    };
    let untold: HashSet<&str> = names(false).collect();
    names(true).filter(|name| !untold.contains(name)).collect()
}

/// The variants of a code: those that are told apart, and that of the code.
pub(super) fn cases(code: &str, rows: &[ErrorSpec]) -> Vec<ErrorCase> {
    let case = |name: Option<&String>, told: bool| ErrorCase {
        code: code.to_owned(),
        name: name.cloned(),
        told,
        rows: Vec::new(),
    };
    if !code.is_empty() && is_one(rows) {
        let name = rows.first().and_then(|row| row.name.as_ref());
        return vec![ErrorCase {
            rows: rows.iter().map(row).collect(),
            ..case(name, false)
        }];
    }
    let names = told_names(rows);
    let mut told: Vec<ErrorCase> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut rest = case(None, false);
    for spec in rows {
        match spec.name.as_deref() {
            Some(name) if names.contains(name) => {
                let place = *places.entry(name).or_insert_with(|| {
                    told.push(case(spec.name.as_ref(), true));
                    told.len() - 1
                });
                told[place].rows.push(row(spec));
            }
            name => {
                // An error without a code has no other name.
                let name = name.filter(|_| !code.is_empty());
                rest.name = rest.name.or(name.map(str::to_owned));
                rest.rows.push(row(spec));
            }
        }
    }
    if !code.is_empty() || !rest.rows.is_empty() {
        told.push(rest);
    }
    told
}

fn row(spec: &ErrorSpec) -> ErrorRow {
    let (message, placeholders) = placeholders(spec);
    ErrorRow {
        message,
        fixed: spec.fixed,
        means: spec.means,
        status: spec.status.map(|status| status.0),
        fields: spec.fields().to_vec(),
        placeholders,
        doc: spec.doc.clone(),
    }
}
