//! Tables of errors.

use std::collections::BTreeMap;

use super::change::{BREAKS, Diff, Impact, SYSTEM};
use crate::model::{ErrorCase, ErrorRow};
use crate::names;

impl Diff<'_> {
    pub(super) fn errors(&mut self, old: &[ErrorCase], new: &[ErrorCase]) {
        let coded = |case: &&ErrorCase| !case.told && !case.code.is_empty();
        let (old_coded, new_coded) = (old.iter().filter(coded), new.iter().filter(coded));
        let (both, added) = self.matched(old_coded, new_coded, label, |case| {
            (&case.code, names::error_variant(case))
        });
        for (before, now) in both {
            let label = label(&now.code);
            // The status decides whose it is, where the system has the code as well.
            let kind = match self.system_statuses(&now.code) {
                Some(_) if self.subject != SYSTEM => Impact::Breaking,
                _ => Impact::Docs,
            };
            let statuses = [statuses(old, &before.code), statuses(new, &now.code)];
            self.replaced(
                kind,
                &format!("{label} has"),
                statuses.map(|all| http(&all)),
            );
            self.text(texts(before), texts(now), &label);
            self.told(of(old, &before.code), of(new, &now.code), &label);
        }
        for case in added {
            let label = label(&case.code);
            let now = "arrives as `CallError::Method` now, not as `CallError::System`";
            match self.is_taken_from_system(&case.code, &statuses(new, &case.code)) {
                true => self.breaking(format!("{label} {now}")),
                false => self.additive(format!("{label} is new")),
            }
        }
        let without_code = "the error without a code";
        let rest = |cases: &[ErrorCase]| {
            let rest = cases.iter().find(|case| case.is_without_code());
            rest.map(texts)
        };
        self.text(rest(old), rest(new), without_code);
        self.told(of(old, ""), of(new, ""), without_code);
        self.details(old, new);
    }

    /// What has a variant beside that of its code.
    fn told(&mut self, old: Vec<&ErrorCase>, new: Vec<&ErrorCase>, label: &str) {
        let rest = |cases: &[&ErrorCase]| {
            let mut cases = cases.iter();
            let rest = cases.find(|case| !case.told);
            rest.map_or_else(
                || names::code_variant(""),
                |case| names::error_variant(case),
            )
        };
        let (old_rest, new_rest) = (rest(&old), rest(&new));
        let named = |cases: Vec<&ErrorCase>| -> BTreeMap<String, ErrorCase> {
            let told = cases.into_iter().filter(|case| case.told);
            told.map(|case| (names::error_variant(case), case.clone()))
                .collect()
        };
        let (old, new) = (named(old), named(new));
        for (name, case) in &old {
            match new.get(name) {
                Some(now) => self.text(texts(case), texts(now), format!("{label}, as `{name}`,")),
                None => self.breaking(format!("{label} is `{new_rest}` now where it was `{name}`")),
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.breaking(format!(
                "{label} is `{name}` now in one case, not `{old_rest}`"
            ));
        }
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

    fn system_statuses(&self, code: &str) -> Option<Vec<u16>> {
        let cases = &self.old.api.system.errors;
        let case = cases
            .iter()
            .find(|case| case.code.eq_ignore_ascii_case(code))?;
        Some(statuses(cases, &case.code))
    }

    /// Whether answers that were the system's are the method's by a code that it lists now.
    fn is_taken_from_system(&self, code: &str, own: &[u16]) -> bool {
        self.system_statuses(code).is_some_and(|system| {
            let shared = own.iter().any(|status| system.contains(status));
            own.is_empty() || system.is_empty() || shared
        })
    }
}

fn label(code: &str) -> String {
    format!("the error `{code}`")
}

/// The cases with a code.
fn of<'c>(cases: &'c [ErrorCase], code: &str) -> Vec<&'c ErrorCase> {
    cases.iter().filter(|case| case.code == code).collect()
}

fn statuses(cases: &[ErrorCase], code: &str) -> Vec<u16> {
    ErrorCase::statuses(&of(cases, code))
}

/// All that is written about an error, but for its status.
fn texts(case: &ErrorCase) -> Vec<ErrorRow> {
    let rows = case.rows.iter().cloned();
    let texts = rows.map(|row| ErrorRow {
        status: None,
        placeholders: Vec::new(),
        ..row
    });
    texts.collect()
}

fn http(statuses: &[u16]) -> String {
    let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
    match statuses.is_empty() {
        true => "no HTTP status".to_owned(),
        false => format!("HTTP {}", statuses.join(" or ")),
    }
}
