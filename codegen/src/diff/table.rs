//! Tables of things with a name on the wire and one in Rust: fields, values, codes.

use super::Diff;

/// The rows of two tables that belong together, and those that the new one has more.
pub(super) struct Matched<'a, T> {
    pub(super) both: Vec<(&'a T, &'a T)>,
    pub(super) new: Vec<&'a T>,
}

impl Diff<'_> {
    /// Matches two tables, and tells what is gone or has other names.
    ///
    /// `names` gives the name on the wire and that in Rust, `label` what a sentence calls a row.
    pub(super) fn matched<'t, T>(
        &mut self,
        old: impl IntoIterator<Item = &'t T>,
        new: impl IntoIterator<Item = &'t T>,
        names: impl Fn(&T) -> (String, String),
        label: impl Fn(&str) -> String,
    ) -> Matched<'t, T> {
        let named = |row: &'t T| (names(row), row);
        let old: Vec<_> = old.into_iter().map(named).collect();
        let new: Vec<_> = new.into_iter().map(named).collect();
        let (mut both, mut taken) = (Vec::new(), Vec::new());
        for ((wire, rust), row) in &old {
            let same = new.iter().position(|((other, _), _)| other == wire);
            // Corrected on the wire under the name that callers know; not a name that has passed to another row.
            let corrected = || {
                new.iter().position(|((other_wire, other), _)| {
                    other == rust && old.iter().all(|((known, _), _)| known != other_wire)
                })
            };
            let Some(index) = same.or_else(corrected) else {
                self.breaking(format!("{} is gone", label(wire)));
                continue;
            };
            let ((new_wire, new_rust), new_row) = &new[index];
            if rust != new_rust {
                let (rust, new_rust) = (plain(rust), plain(new_rust));
                let label = label(wire);
                self.breaking(format!(
                    "{label} is called `{new_rust}` in Rust now, not `{rust}`"
                ));
            }
            if wire != new_wire {
                self.additive(format!("{} is `{new_wire}` in JSON now", label(wire)));
            }
            taken.push(index);
            both.push((*row, *new_row));
        }
        let rest = new.iter().enumerate();
        let rest = rest.filter(|(index, _)| !taken.contains(index));
        let new = rest.map(|(_, (_, row))| *row).collect();
        Matched { both, new }
    }
}

fn plain(rust: &str) -> &str {
    rust.trim_start_matches("r#")
}
