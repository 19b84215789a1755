//! `cargo xtask bench`: the benchmarks, which have a workspace of their own, for their peers are none of the project's business.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use crate::command::{About, Command, Operands};
use crate::{Failure, cargo};

#[derive(Default)]
pub(crate) struct Bench {
    args: Vec<OsString>,
}

impl Command for Bench {
    fn about(&self) -> About {
        About {
            name: "bench",
            line: "measures the generator and the crate beside their peers",
            text: "",
        }
    }

    fn operands(&mut self) -> Operands<'_> {
        Operands::Rest("[ARGS]", &mut self.args)
    }

    fn run(&self, root: &Path, _: &mut dyn Write) -> Result<(), Failure> {
        let mut command = cargo::command(&root.join("xtask/bench"), &[]);
        command.args(["run", "--release", "--quiet", "--package", "bench", "--"]);
        // A target folder that is set for the project is not theirs.
        command.env_remove("CARGO_TARGET_DIR");
        cargo::run(command.args(&self.args), "bench")
    }
}
