//! `cargo xtask check`: the specs alone.

use std::io::Write;
use std::path::Path;

use bitrix24_codegen::MethodInfo;

use crate::command::{Command, command};
use crate::report::{Format, counted};
use crate::{Failure, spec};

command! {
    check: "checks the specs alone";
    /// Checks the specs, and writes nothing. It is what `generate` does first.
    struct Check {
        --format: Format,
    }
}

impl Command for Check {
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
) -> Result<Vec<MethodInfo>, Failure> {
    let specs = spec::all(root)?;
    format.accept(&specs, bitrix24_codegen::check(&specs.sources), "", out)
}
