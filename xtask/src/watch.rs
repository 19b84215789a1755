//! `cargo xtask generate --watch`: again whenever the specs change.

use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::Duration;

use bitrix24_codegen::Sources;

use crate::report::Format;
use crate::spec::{self, Specs};
use crate::{Failure, generate};

/// How long the specs are left alone between two looks at them.
const PAUSE: Duration = Duration::from_millis(300);

/// Does not come back, unless there is nobody left to tell.
pub(crate) fn run(root: &Path, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let mut seen = None;
    loop {
        look(root, &mut seen, format, out)?;
        thread::sleep(PAUSE);
    }
}

/// Generates if the specs are others than those that were `seen`. A mistake in them is shown, and is no reason to stop.
pub(crate) fn look(
    root: &Path,
    seen: &mut Option<Sources>,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    // A file that is just being replaced cannot be read; it can at the next look.
    let Ok(Specs { sources, .. }) = spec::all(root) else {
        return Ok(());
    };
    if seen.as_ref() == Some(&sources) {
        return Ok(());
    }
    *seen = Some(sources);
    if let Err(failure) = generate::once(root, false, format, out) {
        writeln!(out, "error: {}", failure.message())?;
    }
    Ok(out.flush()?)
}
