//! `cargo xtask check`: the specs alone.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::Spec;

use crate::command::{About, Command, Flag, choice};
use crate::report::{Format, counted};
use crate::{Failure, spec};

#[derive(Default)]
pub(crate) struct Check {
    format: Format,
}

impl Command for Check {
    fn about(&self) -> About {
        About {
            name: "check",
            line: "checks the specs alone",
            text: "\
Checks the specs, and writes nothing. It is what `generate` does first.
",
        }
    }

    fn flags(&mut self) -> Vec<Flag<'_>> {
        vec![choice("format", &mut self.format)]
    }

    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let count = counted(specs(root, self.format, out)?.len(), "method");
        if self.format == Format::Human {
            writeln!(out, "{count}: no mistake")?;
        }
        Ok(())
    }
}

/// What the specs describe; mistakes are shown.
pub(crate) fn specs(
    root: &Path,
    format: Format,
    out: &mut dyn Write,
) -> Result<Vec<Spec>, Failure> {
    let specs = spec::all(root)?;
    format.accept(&specs, bitrix24_codegen::check(&specs.sources), "", out)
}
