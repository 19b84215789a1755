//! Tables of errors.

use super::Diff;
use crate::model::{ErrorCase, ErrorRow, Placeholder};
use crate::names;

impl Diff<'_> {
    pub(super) fn errors(&mut self, old: &[ErrorCase], new: &[ErrorCase]) {
        let with_code = |case: &&ErrorCase| !case.code.is_empty();
        let names = |case: &ErrorCase| {
            let rust = case.rename.clone();
            let rust = rust.unwrap_or_else(|| names::type_name(&case.code));
            (case.code.clone(), rust)
        };
        let coded = (old.iter().filter(with_code), new.iter().filter(with_code));
        let matched = self.matched(coded.0, coded.1, names, label);
        for (old, new) in matched.both {
            let label = label(&new.code);
            let (before, now) = (old.statuses(), new.statuses());
            if before != now {
                let what = format!("{label} has {} now, not {}", http(&now), http(&before));
                // The status decides whose it is, where the system has the code as well.
                if self.subject != "system" && self.system_case(&new.code).is_some() {
                    self.breaking(what);
                } else {
                    self.docs(what);
                }
            }
            self.text(&texts(&old.rows), &texts(&new.rows), label);
        }
        for case in matched.new {
            if self.is_taken_from_system(case) {
                let label = label(&case.code);
                self.breaking(format!(
                    "{label} arrives as `CallError::Method` now, not as `CallError::System`"
                ));
            } else {
                self.additive(format!("{} is new", label(&case.code)));
            }
        }
        let without = |cases: &[ErrorCase]| -> Vec<(Option<String>, String)> {
            let without = cases.iter().filter(|case| case.code.is_empty());
            without.flat_map(|case| texts(&case.rows)).collect()
        };
        self.text(&without(old), &without(new), "the error without a code");
        self.details(old, new);
    }

    /// What can be read from the messages.
    fn details(&mut self, old: &[ErrorCase], new: &[ErrorCase]) {
        let (old, new) = (ErrorCase::placeholders(old), ErrorCase::placeholders(new));
        let names = |of: &Placeholder| {
            let rust = names::renamed(of.rename.as_deref(), &of.name);
            (of.name.clone(), rust)
        };
        let label = |name: &str| format!("the detail `{name}` of the errors");
        let matched = self.matched(old, new, names, label);
        for (old, new) in matched.both {
            let label = label(&new.name);
            match (old.list, new.list) {
                (false, true) => self.breaking(format!("{label} is a list now")),
                (true, false) => self.breaking(format!("{label} is no list any more")),
                _ => {}
            }
            self.text(&old.doc, &new.doc, label);
        }
        for placeholder in matched.new {
            self.additive(format!("{} is new", label(&placeholder.name)));
        }
    }

    fn system_case(&self, code: &str) -> Option<&ErrorCase> {
        let mut cases = self.old.system.errors.iter();
        cases.find(|case| case.code.eq_ignore_ascii_case(code))
    }

    /// Whether answers that were the system's are the method's by a code that it lists now.
    fn is_taken_from_system(&self, case: &ErrorCase) -> bool {
        let Some(system) = self.system_case(&case.code) else {
            return false;
        };
        let (own, system) = (case.statuses(), system.statuses());
        let apart = own.iter().all(|status| !system.contains(status));
        own.is_empty() || system.is_empty() || !apart
    }
}

fn label(code: &str) -> String {
    format!("the error `{code}`")
}

fn texts(rows: &[ErrorRow]) -> Vec<(Option<String>, String)> {
    let text = |row: &ErrorRow| (row.message.clone(), row.doc.clone());
    rows.iter().map(text).collect()
}

fn http(statuses: &[u16]) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    if statuses.is_empty() {
        "no HTTP status".to_owned()
    } else {
        format!("HTTP {}", statuses.join(" or "))
    }
}
