//! `cargo xtask check`: the specs alone.

use std::io::{IsTerminal, Write};
use std::path::Path;

use bitrix24_codegen::{Report, Sources, Spec, explain};

use crate::{Failure, spec};

pub(crate) const HELP: &str = "\
cargo xtask check [--format human|short|json]

Checks the specs, and writes nothing. It is what `generate` does first.

  --format human   as rustc shows mistakes; this is the default
  --format short   a line for each mistake: spec/a/get.yaml:6:24: E0201: message
  --format json    a JSON object a line for each mistake, with the place where it begins and ends, and `related` places
";

/// How mistakes are shown.
#[derive(Clone, Copy, Default)]
pub(crate) enum Format {
    #[default]
    Human,
    Short,
    Json,
}

impl Format {
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        match name {
            "human" => Ok(Self::Human),
            "short" => Ok(Self::Short),
            "json" => Ok(Self::Json),
            other => Err(Failure::Usage(format!("there is no format `{other}`"))),
        }
    }

    /// Shows the mistakes: for people where errors go, for programs where the output goes.
    pub(crate) fn show(
        self,
        report: &Report,
        sources: &Sources,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let stderr = std::io::stderr();
        match self {
            Self::Human => eprintln!("{}", report.render(sources, stderr.is_terminal())),
            Self::Short => out.write_all(report.short(sources).as_bytes())?,
            Self::Json => out.write_all(report.json(sources).as_bytes())?,
        }
        Ok(())
    }

    /// What ends the output for people, as in rustc's. It goes behind the error, for that is printed after the report.
    pub(crate) fn more(self, report: &Report) -> String {
        let codes = report.diagnostics().iter().map(|mistake| mistake.code);
        // A mistake of the generator itself has no explanation.
        let mut explained = codes.filter(|code| explain(code).is_some());
        match (self, explained.next()) {
            (Self::Human, Some(code)) => {
                format!("\n\nFor more about a mistake, try `cargo xtask explain {code}`.")
            }
            _ => String::new(),
        }
    }
}

pub(crate) fn run(root: &Path, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let count = counted(specs(root, format, out)?.len(), "method");
    if matches!(format, Format::Human) {
        writeln!(out, "{count}: no mistake")?;
    }
    Ok(())
}

/// What the specs describe; mistakes are shown.
pub(crate) fn specs(
    root: &Path,
    format: Format,
    out: &mut dyn Write,
) -> Result<Vec<Spec>, Failure> {
    let specs = spec::all(root)?;
    let checked = specs.judge(bitrix24_codegen::check(&specs.sources));
    checked.or_else(|report| {
        format.show(&report, &specs.sources, out)?;
        Err(Failure::Failed(mistakes(&report) + &format.more(&report)))
    })
}

pub(crate) fn mistakes(report: &Report) -> String {
    let files = match report.files() {
        1 => String::new(),
        files => format!("{files} files of "),
    };
    format!("{} in {files}spec/", counted(report.len(), "mistake"))
}

pub(crate) fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}
