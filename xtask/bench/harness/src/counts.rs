//! What valgrind counts: figures that are the same in every run, however busy the machine.

use std::fmt::Write as _;
use std::io;
use std::process::Command;

use serde_json::{Value, json};

/// What a contestant needs for one repetition.
pub(crate) struct Count {
    pub(crate) setting: String,
    pub(crate) name: String,
    pub(crate) instructions: u64,
    pub(crate) allocations: u64,
}

/// Instructions of a whole process; what it starts is not counted.
pub(crate) fn instructions(command: &Command) -> io::Result<u64> {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
    valgrind(&options, command, "Collected :")
}

/// Allocations of a whole process.
pub(crate) fn allocations(command: &Command) -> io::Result<u64> {
    let options = ["--leak-check=no", "--undef-value-errors=no"];
    valgrind(&options, command, "total heap usage:")
}

/// What one of so many repetitions costs: what twice as many cost more.
pub(crate) fn each(
    count: fn(&Command) -> io::Result<u64>,
    repetitions: u64,
    command: impl Fn(u64) -> Command,
) -> io::Result<u64> {
    let (once, twice) = (
        count(&command(repetitions))?,
        count(&command(2 * repetitions))?,
    );
    Ok(twice.saturating_sub(once) / repetitions)
}

/// Runs a program under valgrind, and gives the number behind a label of its report.
fn valgrind(options: &[&str], command: &Command, label: &str) -> io::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(options)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => valgrind.env(name, value),
            None => valgrind.env_remove(name),
        };
    }
    let output = valgrind.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::other(
            "valgrind, which counts instructions, is not installed\n\
             help: install it (Debian: `apt-get install valgrind`; it needs Linux)",
        ),
        _ => error,
    })?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(io::Error::other(format!("{valgrind:?} failed\n{report}")));
    }
    let number = report.split_once(label).and_then(|(_, rest)| {
        let number = rest.split_whitespace().next()?;
        number.replace(',', "").parse().ok()
    });
    number.ok_or_else(|| io::Error::other(format!("valgrind tells no number\n{report}")))
}

/// The counts as a table in Markdown; the first of each setting is what the others are compared with.
pub(crate) fn markdown(counts: &[Count]) -> String {
    let mut text =
        "\n| | | instructions | ratio | allocations |\n|---|---|---|---|---|\n".to_owned();
    for count in counts {
        let first = counts.iter().find(|first| first.setting == count.setting);
        let own = first.map_or(count.instructions, |first| first.instructions);
        let ratio = count.instructions as f64 / own as f64;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {ratio:.2} | {} |",
            count.setting, count.name, count.instructions, count.allocations
        );
    }
    text
}

pub(crate) fn json(counts: &[Count]) -> Value {
    let counts = counts.iter().map(|count| {
        json!({
            "setting": count.setting,
            "name": count.name,
            "instructions": count.instructions,
            "allocations": count.allocations,
        })
    });
    counts.collect()
}
