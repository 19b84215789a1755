//! `cargo xtask diff`: what the changes of the specs mean to callers of the crate.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::{Change, Kind};

use crate::check::{self, counted};
use crate::{Failure, git, spec};

pub(crate) const HELP: &str = "\
cargo xtask diff [REV] [--format human|markdown]

Tells method by method what the changes of spec/ since a git revision mean to callers of the crate: what breaks their
code, what they can use more, what is only written differently. Fails if anything breaks their code.
REV is HEAD without it: what is not committed yet.

  --format human      this is the default
  --format markdown   sections for a changelog
";

/// How changes are shown.
#[derive(Clone, Copy, Default)]
pub(crate) enum Format {
    #[default]
    Human,
    Markdown,
}

impl Format {
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        match name {
            "human" => Ok(Self::Human),
            "markdown" => Ok(Self::Markdown),
            other => Err(Failure::Usage(format!("there is no format `{other}`"))),
        }
    }

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

const KINDS: [(Kind, &str); 3] = [
    (Kind::Breaking, "Breaking"),
    (Kind::Additive, "Additive"),
    (Kind::Docs, "Docs only"),
];

pub(crate) fn run(
    root: &Path,
    revision: &str,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let old = git::specs(root, revision)?;
    let new = spec::read(root)?;
    if let Err(report) = bitrix24_codegen::check(&old) {
        let mistakes = counted(report.len(), "mistake");
        let short = report.short(&old);
        let first = short.lines().next().unwrap_or_default();
        return Err(Failure::Failed(format!(
            "the specs of `{revision}` do not pass the checks of today, so there is nothing to compare with: \
             {mistakes}, the first at {first}"
        )));
    }
    let changes = bitrix24_codegen::changes(&old, &new).or_else(|report| {
        check::Format::Human.show(&report, &new, out)?;
        Err(Failure::Failed(check::mistakes(&report)))
    })?;
    show(&changes, revision, format, out)?;
    match count(&changes, Kind::Breaking) {
        0 => Ok(()),
        breaking => {
            let breaking = counted(breaking, "breaking change");
            Err(Failure::Failed(format!("{breaking} since `{revision}`")))
        }
    }
}

fn count(changes: &[Change], kind: Kind) -> usize {
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
    if matches!(format, Format::Human) {
        let counts = KINDS.map(|(kind, title)| {
            let count = count(changes, kind);
            format!("{count} {}", title.to_lowercase())
        });
        sections.push(counts.join(", ") + "\n");
    }
    Ok(out.write_all(sections.join("\n").as_bytes())?)
}
