//! Tables of errors.

use super::change::{BREAKS, Diff, Impact, SYSTEM};
use crate::model::{ErrorCase, ErrorRow, Means};
use crate::names;

impl Diff<'_> {
    pub(super) fn errors(&mut self, old: &[ErrorCase], new: &[ErrorCase]) {
        let (old_rows, old_coded) = by_code(old);
        let (new_rows, new_coded) = by_code(new);
        let (both, added) = self.matched(old_coded, new_coded, label, |case| {
            (&case.code, names::error_variant(case))
        });
        for (old, new) in both {
            let label = label(&new.code);
            // The status decides whose it is, where the system has the code as well.
            let kind = match self.system_case(&new.code) {
                Some(_) if self.subject != SYSTEM => Impact::Breaking,
                _ => Impact::Docs,
            };
            let statuses = [old, new].map(|case| http(&case.statuses()));
            self.replaced(kind, &format!("{label} has"), statuses);
            self.text(texts(&old.rows), texts(&new.rows), label);
        }
        for case in added {
            let label = label(&case.code);
            let now = "arrives as `CallError::Method` now, not as `CallError::System`";
            match self.is_taken_from_system(case) {
                true => self.breaking(format!("{label} {now}")),
                false => self.additive(format!("{label} is new")),
            }
        }
        self.text(old_rows, new_rows, "the error without a code");
        self.details(old, new);
    }

    /// What can be read from the messages.
    fn details(&mut self, old: &[ErrorCase], new: &[ErrorCase]) {
        let (old, new) = (ErrorCase::placeholders(old), ErrorCase::placeholders(new));
        let label = |name: &str| format!("the detail `{name}` of the errors");
        let both = self.extended(old, new, label, |of| (&of.name, names::placeholder(of)));
        for (old, new) in both {
            let label = label(&new.name);
            let what = ["is no list any more", "is a list now"];
            self.turned(BREAKS, [old.list, new.list], &label, what);
            self.text(&old.doc, &new.doc, label);
        }
    }

    fn system_case(&self, code: &str) -> Option<&ErrorCase> {
        let mut cases = self.old.api.system.errors.iter();
        cases.find(|case| case.code.eq_ignore_ascii_case(code))
    }

    /// Whether answers that were the system's are the method's by a code that it lists now.
    fn is_taken_from_system(&self, case: &ErrorCase) -> bool {
        self.system_case(&case.code).is_some_and(|system| {
            let (own, system) = (case.statuses(), system.statuses());
            let shared = own.iter().any(|status| system.contains(status));
            own.is_empty() || system.is_empty() || shared
        })
    }
}

fn label(code: &str) -> String {
    format!("the error `{code}`")
}

/// What is written about the errors without a code, and the cases that have one.
fn by_code(cases: &[ErrorCase]) -> (Vec<Texts<'_>>, Vec<&ErrorCase>) {
    let (without, coded): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.code.is_empty());
    let rows = without.into_iter().map(|case| texts(&case.rows));
    (rows.flatten().collect(), coded)
}

type Texts<'a> = (&'a Option<String>, &'a String, Option<Means>);

fn texts(rows: &[ErrorRow]) -> Vec<Texts<'_>> {
    rows.iter()
        .map(|row| (&row.message, &row.doc, row.means))
        .collect()
}

fn http(statuses: &[u16]) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    match statuses.is_empty() {
        true => "no HTTP status".to_owned(),
        false => format!("HTTP {}", statuses.join(" or ")),
    }
}
