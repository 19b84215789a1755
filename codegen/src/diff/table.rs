//! Tables of things with a name on the wire and one in Rust: fields, values, codes.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::change::Diff;

/// The rows of two tables that belong together.
pub(super) type Pairs<'t, T> = Vec<(&'t T, &'t T)>;

impl Diff<'_> {
    /// The rows that belong together, and those that the new table has more; tells what is gone or has other names.
    ///
    /// `label` gives what a sentence calls a row, `names` its name on the wire and that in Rust.
    pub(super) fn matched<'t, T, L: Display>(
        &mut self,
        old: impl IntoIterator<Item = &'t T>,
        new: impl IntoIterator<Item = &'t T>,
        label: impl Fn(&str) -> L,
        names: impl Fn(&'t T) -> (&'t str, String),
    ) -> (Pairs<'t, T>, Vec<&'t T>) {
        let named = |row: &'t T| (names(row), row);
        let old: Vec<_> = old.into_iter().map(named).collect();
        let mut rest: Vec<_> = new.into_iter().map(named).collect();
        let known: BTreeSet<&str> = old.iter().map(|((wire, _), _)| *wire).collect();
        let mut both = Vec::new();
        for ((wire, rust), row) in old {
            let same = rest.iter().position(|((other, _), _)| *other == wire);
            // Corrected on the wire under the name that callers know; not a name that has passed to another row.
            let corrected = || {
                let mut rows = rest.iter();
                rows.position(|((wire, other), _)| *other == rust && !known.contains(wire))
            };
            let label = label(wire);
            let Some(index) = same.or_else(corrected) else {
                self.breaking(format!("{label} is gone"));
                continue;
            };
            let ((new_wire, new_rust), new_row) = rest.remove(index);
            if rust != new_rust {
                let [old, new] = [rust, new_rust].map(|name| name.replace("r#", ""));
                let called = format!("is called `{new}` in Rust now, not `{old}`");
                self.breaking(format!("{label} {called}"));
            }
            if wire != new_wire {
                self.additive(format!("{label} is `{new_wire}` in JSON now"));
            }
            both.push((row, new_row));
        }
        (both, rest.into_iter().map(|(_, row)| row).collect())
    }

    /// The same of a table whose new rows are only more to choose from.
    pub(super) fn extended<'t, T, L: Display>(
        &mut self,
        old: impl IntoIterator<Item = &'t T>,
        new: impl IntoIterator<Item = &'t T>,
        label: impl Fn(&str) -> L,
        names: impl Fn(&'t T) -> (&'t str, String),
    ) -> Pairs<'t, T> {
        let (both, added) = self.matched(old, new, &label, &names);
        for row in added {
            self.additive(format!("{} is new", label(names(row).0)));
        }
        both
    }
}
