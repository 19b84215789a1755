//! Runs cargo; and `cargo xtask test`.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::Failure;

pub(crate) const TEST_HELP: &str = "\
cargo xtask test [ARGS]

Runs all tests of the workspace, with all features: `cargo test --workspace --all-features ARGS`.
";

pub(crate) fn test(root: &Path, args: &[OsString]) -> Result<(), Failure> {
    let mut cargo = command(root, &["test", "--workspace", "--all-features"]);
    run(cargo.args(args), "tests")
}

pub(crate) fn command(root: &Path, args: &[&str]) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(args);
    cargo
}

/// Runs a command; `what` names it in the error.
pub(crate) fn run(command: &mut Command, what: &str) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| Failure::Failed(format!("{what}: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Failed(format!("{what}: {status}")))
    }
}
