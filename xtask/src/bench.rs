//! `cargo xtask bench`: the benchmarks, which have a workspace of their own, for their peers are none of the project's business.

use std::io::Write;
use std::path::Path;

use crate::command::{Command, command};
use crate::value::Rest;
use crate::{Failure, cargo};

command! {
    bench: "measures the generator and the crate beside their peers";
    struct Bench {
        args: Rest = "[ARGS]",
    }
}

impl Command for Bench {
    fn run(&self, root: &Path, _: &mut dyn Write) -> Result<(), Failure> {
        let mut command = cargo::command(&root.join("xtask/bench"), &[]);
        command.args(["run", "--release", "--quiet", "--package", "bench", "--"]);
        // A target folder that is set for the project is not theirs.
        command.env_remove("CARGO_TARGET_DIR");
        cargo::run(command.args(&self.args.0), "bench")
    }
}
