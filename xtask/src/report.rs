//! How mistakes in the specs are shown.

use std::io::{self, IsTerminal, Write};

use bitrix24_codegen::{Report, Sources, explain};

use crate::Failure;
use crate::spec::Specs;
use crate::value::choice;

choice! {
    /// How mistakes are shown.
    pub(crate) enum Format {
        /// as rustc shows mistakes; this is the default
        #[default]
        Human = "human",
        /// a line for each mistake: spec/a/get.yaml:6:24: E0201: message
        Short = "short",
        /// a JSON object a line for each mistake, with the place where it begins and ends, and `related` places
        Json = "json",
    }
}

impl Format {
    /// Unwraps what the generator made of the specs. Mistakes are shown, and summed up in an error that ends with `so`.
    pub(crate) fn accept<T>(
        self,
        specs: &Specs,
        result: Result<T, Report>,
        so: &str,
        out: &mut dyn Write,
    ) -> Result<T, Failure> {
        match specs.judge(result) {
            Ok(value) => Ok(value),
            Err(report) => Err(self.show(&report, &specs.sources, so, out)?.into()),
        }
    }

    /// Shows mistakes, to people on stderr, to programs on stdout, and returns the error that sums them up.
    pub(crate) fn show(
        self,
        report: &Report,
        sources: &Sources,
        so: &str,
        out: &mut dyn Write,
    ) -> io::Result<String> {
        match self {
            Self::Human => eprintln!("{}", report.render(sources, io::stderr().is_terminal())),
            Self::Short => out.write_all(report.short(sources).as_bytes())?,
            Self::Json => out.write_all(report.json(sources).as_bytes())?,
        }
        let files = match report.files() {
            1 => String::new(),
            files => format!("{files} files of "),
        };
        let mistakes = counted(report.len(), "mistake");
        Ok(format!(
            "{mistakes} in {files}spec/{so}{}",
            self.more(report)
        ))
    }

    /// What ends the output for people, as in rustc's. It goes behind the error, for that is printed after the report.
    fn more(self, report: &Report) -> String {
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

pub(crate) fn counted(count: usize, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}
