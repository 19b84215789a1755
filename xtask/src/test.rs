//! `cargo xtask test`: all tests.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use crate::command::{About, Command, Operands};
use crate::{Failure, cargo};

#[derive(Default)]
pub(crate) struct Test {
    args: Vec<OsString>,
}

impl Command for Test {
    fn about(&self) -> About {
        About {
            name: "test",
            line: "runs all tests",
            text: "\
Runs all tests of the workspace, with all features: `cargo test --workspace --all-features ARGS`.
",
        }
    }

    fn operands(&mut self) -> Operands<'_> {
        Operands::Rest("[ARGS]", &mut self.args)
    }

    fn run(&self, root: &Path, _: &mut dyn Write) -> Result<(), Failure> {
        let mut cargo = cargo::command(root, &["test", "--workspace", "--all-features"]);
        cargo::run(cargo.args(&self.args), "tests")
    }
}
