//! What a plan tells.

use std::io::{self, Write};

use similar::TextDiff;

use super::{Change, Plan};

const NONE: &str = "/dev/null";

impl Plan {
    /// What was done, file by file; and in one line, about `what`.
    pub(super) fn summary(&self, what: &str, out: &mut dyn Write) -> io::Result<()> {
        for change in &self.changes {
            writeln!(out, "{} {}", change.verb(), change.path)?;
        }
        let count = |verb| {
            let verbs = self.changes.iter().map(Change::verb);
            verbs.filter(|other| *other == verb).count()
        };
        let [created, updated, removed] = ["created", "updated", "removed"].map(count);
        let unchanged = self.unchanged;
        writeln!(
            out,
            "{what}: {created} created, {updated} updated, {removed} removed, {unchanged} unchanged"
        )
    }

    /// The changes as a unified diff.
    pub(super) fn diff(&self, out: &mut dyn Write) -> io::Result<()> {
        for Change { path, old, new } in &self.changes {
            let (a, b) = (format!("a/{path}"), format!("b/{path}"));
            let from = old.as_ref().map_or(NONE, |_| &a);
            let to = new.as_ref().map_or(NONE, |_| &b);
            let old = String::from_utf8_lossy(old.as_deref().unwrap_or_default());
            let diff = TextDiff::from_lines(old.as_ref(), new.as_deref().unwrap_or_default());
            write!(out, "{}", diff.unified_diff().header(from, to))?;
        }
        Ok(())
    }
}

impl Change {
    fn verb(&self) -> &'static str {
        match (&self.old, &self.new) {
            (None, _) => "created",
            (Some(_), Some(_)) => "updated",
            (Some(_), None) => "removed",
        }
    }
}
