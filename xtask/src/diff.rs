//! `cargo xtask diff`: what the changes of the specs mean to callers of the crate.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::{Change, Impact};

use crate::command::{Command, command};
use crate::report::{self, counted};
use crate::value::choice;
use crate::{Failure, git, spec};

command! {
    diff: "tells what changes of the specs mean to callers";
    /// Tells method by method what the changes of spec/ since a git revision mean to callers of the crate: what breaks their
    /// code, what they can use more, what is only written differently. Fails if anything breaks their code.
    /// REV is HEAD without it: what is not committed yet.
    struct Diff {
        --format: Format,
        revision: Option<String> = "[REV]",
    }
}

impl Command for Diff {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let revision = self.revision.as_deref().unwrap_or("HEAD");
        let changes = since(root, revision, out)?;
        show(&changes, revision, self.format, out)?;
        match count(&changes, Impact::Breaking) {
            0 => Ok(()),
            breaking => {
                let breaking = counted(breaking, "breaking change");
                Err(format!("{breaking} since `{revision}`").into())
            }
        }
    }
}

choice! {
    /// How changes are shown.
    enum Format {
        /// this is the default
        #[default]
        Human = "human",
        /// sections for a changelog
        Markdown = "markdown",
    }
}

impl Format {
    fn head(self, title: &str) -> String {
        match self {
            Self::Human => format!("{title}:\n"),
            Self::Markdown => format!("### {title}\n\n"),
        }
    }

    fn line(self, Change { method, what, .. }: &Change) -> String {
        let mark = match self {
            Self::Human => " ",
            Self::Markdown => "-",
        };
        format!("{mark} `{method}`: {what}\n")
    }
}

const KINDS: [(Impact, &str); 3] = [
    (Impact::Breaking, "Breaking"),
    (Impact::Additive, "Additive"),
    (Impact::Docs, "Docs only"),
];

/// The changes of the specs since a revision.
fn since(root: &Path, revision: &str, out: &mut dyn Write) -> Result<Vec<Change>, Failure> {
    let old = git::specs(root, revision)?;
    let new = spec::read(root)?;
    if let Err(report) = bitrix24_codegen::check(&old) {
        let mistakes = counted(report.len(), "mistake");
        let short = report.short(&old);
        let first = short.lines().next().unwrap_or_default();
        return Err(format!(
            "the specs of `{revision}` do not pass the checks of today, so there is nothing to compare with: \
             {mistakes}, the first at {first}"
        )
        .into());
    }
    match bitrix24_codegen::changes(&old, &new) {
        Ok(changes) => Ok(changes),
        Err(report) => Err(report::Format::Human.show(&report, &new, "", out)?.into()),
    }
}

fn count(changes: &[Change], kind: Impact) -> usize {
    changes.iter().filter(|change| change.kind == kind).count()
}

fn show(
    changes: &[Change],
    revision: &str,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if changes.is_empty() {
        return Ok(writeln!(
            out,
            "Nothing has changed for callers since `{revision}`."
        )?);
    }
    let mut sections = Vec::new();
    for (kind, title) in KINDS {
        let lines = changes.iter().filter(|change| change.kind == kind);
        let lines: String = lines.map(|change| format.line(change)).collect();
        if !lines.is_empty() {
            sections.push(format.head(title) + &lines);
        }
    }
    if format == Format::Human {
        let counts = KINDS.map(|(kind, title)| {
            let count = count(changes, kind);
            format!("{count} {}", title.to_lowercase())
        });
        sections.push(counts.join(", ") + "\n");
    }
    Ok(out.write_all(sections.join("\n").as_bytes())?)
}
