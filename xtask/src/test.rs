//! `cargo xtask test`: all tests.

use std::io::Write;
use std::path::Path;

use crate::command::{Command, command};
use crate::value::Rest;
use crate::{Failure, cargo};

command! {
    test: "runs all tests";
    /// Runs all tests of the workspace, with all features: `cargo test --workspace --all-features ARGS`.
    struct Test {
        args: Rest = "[ARGS]",
    }
}

impl Command for Test {
    fn run(&self, root: &Path, _: &mut dyn Write) -> Result<(), Failure> {
        let mut cargo = cargo::command(root, &["test", "--workspace", "--all-features"]);
        cargo::run(cargo.args(&self.args.0), "tests")
    }
}
