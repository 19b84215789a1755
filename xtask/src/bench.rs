//! `cargo xtask bench`: the benchmarks, which have a workspace of their own, for their peers are none of the project's business.

use std::ffi::OsString;
use std::path::Path;

use crate::{Failure, cargo};

pub(crate) fn run(root: &Path, args: &[OsString]) -> Result<(), Failure> {
    let mut command = cargo::command(&root.join("xtask/bench"), &[]);
    command.args(["run", "--release", "--quiet", "--package", "bench", "--"]);
    // A target folder that is set for the project is not theirs.
    command.env_remove("CARGO_TARGET_DIR");
    cargo::run(command.args(args), "bench")
}
