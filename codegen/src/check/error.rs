//! Tables of errors: the rows of a method, its own and those that it inherits.

mod case;
mod field;
mod inherit;
mod placeholder;
mod text;

use std::collections::HashMap;

use super::context::Checker;
use super::scope::Scope;
use crate::model::ErrorCase;
use crate::names;
use crate::place::Place;
use crate::raw::{ErrorRows, ErrorSpec, ErrorWord, MethodSpec, OneOrMany, Ordered};
use case::cases;
pub(super) use text::says;

/// `0` is how some methods spell that there is no code.
pub(crate) fn code_of(spelled: &str) -> &str {
    if spelled == "0" { "" } else { spelled }
}

/// A code of a table: where it is described, and what its rows make.
struct Listed<'p> {
    place: Place<'p>,
    spelled: &'p str,
    cases: Vec<ErrorCase>,
}

impl<'c> Scope<'_, 'c> {
    /// The table of a method.
    pub(super) fn errors(&self, root: Place<'c>, spec: &'c MethodSpec) -> Vec<ErrorCase> {
        let place = root.key("errors");
        let inherited = self.inherited(root, spec);
        let mut table = Vec::new();
        for code in &inherited {
            if spec.errors.get(code).is_none() {
                table.extend(self.shared(code));
            }
        }
        for (code, rows) in &spec.errors.0 {
            let (at, is_inherited) = (place.key(code), inherited.contains(&code.as_str()));
            match rows {
                ErrorRows::Own(rows) => table.push(self.listed(at, code, rows)),
                ErrorRows::Word(ErrorWord::Shared) => {
                    let found = self.shared(code);
                    if found.is_none() {
                        self.no_shared(at, code);
                    } else if is_inherited {
                        let message = format!("the method inherits `{code}` as it is");
                        let error = at.key_error("E0836", message);
                        self.report(error.help("remove the line"));
                    }
                    // What is wrong with it is told where it is described.
                    table.extend(found.map(|found| Listed { place: at, ..found }));
                }
                ErrorRows::Word(ErrorWord::None) if is_inherited => {}
                ErrorRows::Word(ErrorWord::None) => {
                    let message = format!("the method does not inherit `{code}`");
                    let error = at.key_error("E0835", message);
                    self.report(
                        error
                            .help("remove the line")
                            .suggest(code, inherited.clone()),
                    );
                }
            }
        }
        self.distinct(table)
    }

    /// The rows that a folder above has for a code.
    fn shared(&self, code: &str) -> Option<Listed<'c>> {
        let mut tables = self.errors.iter();
        let (file, (spelled, rows)) =
            tables.find_map(|(file, table)| Some((*file, table.entry(code)?)))?;
        let used = (file.to_owned(), code.to_owned());
        self.used_errors.borrow_mut().insert(used);
        Some(Listed {
            place: self.files.root(file).key("errors").key(code),
            spelled,
            cases: cases(code_of(code), rows.as_slice()),
        })
    }

    /// Tells that no folder above has rows for a code.
    fn no_shared(&self, place: Place<'_>, code: &str) {
        if !self.specs.types_missing {
            let message = format!("no `_types.yaml` above has the error `{code}`");
            let error = place.key_error("E0605", message);
            let error = error.help("describe it here, or under `errors` in a `_types.yaml`");
            let codes = self.errors.iter().flat_map(|(_, table)| table.keys());
            self.report(error.suggest(code, codes));
        }
    }
}

impl Checker<'_> {
    /// A table of rows of its own: the system's, or what several methods share.
    pub(super) fn own_errors<'p>(
        &self,
        place: Place<'p>,
        specs: &'p Ordered<OneOrMany<ErrorSpec>>,
    ) -> Vec<ErrorCase> {
        let codes = specs.0.iter();
        let table = codes.map(|(code, rows)| self.listed(place.key(code), code, rows));
        self.distinct(table.collect())
    }

    /// The codes of a table, their variants, and the placeholders in it must have names of their own in Rust.
    fn distinct(&self, table: Vec<Listed<'_>>) -> Vec<ErrorCase> {
        let mut folded: HashMap<String, &Listed<'_>> = HashMap::new();
        let mut taken: HashMap<String, &Listed<'_>> = HashMap::new();
        let mut distinct = Vec::new();
        for listed in &table {
            let Listed { place, spelled, .. } = listed;
            if let Some(other) = folded.insert(code_of(spelled).to_lowercase(), listed) {
                let other = (other.spelled, other.place.at_key());
                let message = format!(
                    "`{spelled}` and `{}` are one code: letter case does not count",
                    other.0
                );
                let error = place.key_error("E0301", message);
                let error = error.also(other.1, "the same code");
                self.report(error.help("make a list of rows of them"));
                continue;
            }
            for case in listed.cases.iter().filter(|case| !case.is_without_code()) {
                let name = names::error_variant(case);
                let Some(other) = taken.insert(name.clone(), listed) else {
                    continue;
                };
                let message = match other.spelled == *spelled {
                    true => format!("`{name}` is what any other error with `{spelled}` is called"),
                    false => {
                        let other = other.spelled;
                        format!("`{spelled}` and `{other}` are both called `{name}` in Rust")
                    }
                };
                let error = place.key_error("E0301", message);
                let error = error.also(other.place.at_key(), "called so already");
                self.report(error.help("give one of them another name with `name`"));
            }
            distinct.push(listed);
        }
        placeholder::distinct(self, &distinct);
        table.into_iter().flat_map(|listed| listed.cases).collect()
    }
}
