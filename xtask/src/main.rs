//! The project's own commands: `cargo xtask`.

mod bench;
mod block;
mod cargo;
mod check;
mod ci;
mod diff;
mod explain;
mod fmt;
mod fuzz;
mod generate;
mod git;
mod list;
mod new;
mod schema;
mod spec;
mod sync;
#[cfg(test)]
mod tests;
mod watch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

Commands:
  generate   writes the generated part of the crate from the specs
  check      checks the specs alone
  fmt        gives the specs their one layout
  explain    says more about a mistake in a spec, by its code
  new        writes the spec of a method, to be filled in
  diff       tells what changes of the specs mean to callers
  list       shows how much of the API the specs cover, and how well
  schema     writes the JSON Schema of the spec language
  test       runs all tests
  fuzz       has the crate read examples that were changed at random
  bench      measures the generator and the crate beside their peers
  ci         runs what is run before a push

`cargo xtask <command> --help` says more.
";

/// Why a command failed.
enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// Something is wrong, in words for the user.
    Failed(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

fn main() -> ExitCode {
    match run(
        lexopt::Parser::from_env(),
        &root(),
        &mut io::stdout().lock(),
    ) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Failed(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
        Err(Failure::Usage(message)) => {
            eprintln!("error: {message}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}

fn root() -> PathBuf {
    let own =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(own)
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

fn run(mut args: lexopt::Parser, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    use lexopt::prelude::*;

    let command = match args.next()? {
        Some(Value(command)) => command.string()?,
        Some(Short('h') | Long("help")) => return Ok(out.write_all(HELP.as_bytes())?),
        Some(other) => return Err(other.unexpected().into()),
        None => return Err(Failure::Usage("which command?".to_owned())),
    };
    if command == "bench" {
        return bench::run(root, &args.raw_args()?.collect::<Vec<_>>());
    }
    if command == "fuzz" {
        let args: Vec<_> = args.raw_args()?.collect();
        if args.iter().any(|arg| arg == "--help" || arg == "-h") {
            return Ok(out.write_all(fuzz::HELP.as_bytes())?);
        }
        return fuzz::run(root, &fuzz::Options::parse(args)?, out);
    }
    let help = match command.as_str() {
        "generate" => generate::HELP,
        "check" => check::HELP,
        "diff" => diff::HELP,
        "explain" => explain::HELP,
        "fmt" => fmt::HELP,
        "list" => list::HELP,
        "new" => new::HELP,
        "schema" => schema::HELP,
        "test" => cargo::TEST_HELP,
        "ci" => ci::HELP,
        "help" => HELP,
        other => return Err(Failure::Usage(format!("there is no command `{other}`"))),
    };
    let (mut check, mut watch) = (false, false);
    let mut format = check::Format::default();
    let mut changes = diff::Format::default();
    let mut coverage = list::Format::default();
    let (mut rest, mut from) = (Vec::new(), None);
    while let Some(arg) = args.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(out.write_all(help.as_bytes())?),
            Long("check") if matches!(command.as_str(), "generate" | "fmt" | "list" | "schema") => {
                check = true
            }
            Long("watch") if command == "generate" => watch = true,
            Long("format") if matches!(command.as_str(), "check" | "generate") => {
                format = check::Format::parse(&args.value()?.string()?)?;
            }
            Long("format") if command == "diff" => {
                changes = diff::Format::parse(&args.value()?.string()?)?;
            }
            Long("format") if command == "list" => {
                coverage = list::Format::parse(&args.value()?.string()?)?;
            }
            Long("from") if command == "new" => from = Some(PathBuf::from(args.value()?)),
            Value(value)
                if matches!(command.as_str(), "diff" | "explain" | "list" | "new")
                    && rest.is_empty() =>
            {
                rest.push(value);
            }
            Value(value) if command == "fmt" => rest.push(value),
            Value(value) if command == "test" => {
                rest.push(value);
                rest.extend(args.raw_args()?);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    match command.as_str() {
        "generate" if watch && check => Err(Failure::Usage("--check looks once".to_owned())),
        "generate" if watch => watch::run(root, format, out),
        "generate" => generate::run(root, check, format, out),
        "check" => check::run(root, format, out),
        "new" => match rest.first() {
            Some(method) => new::run(root, &method.to_string_lossy(), from.as_deref(), out),
            None => Err(Failure::Usage("which method?".to_owned())),
        },
        "diff" => {
            let revision = rest.first().map(|revision| revision.to_string_lossy());
            diff::run(root, revision.as_deref().unwrap_or("HEAD"), changes, out)
        }
        "explain" => explain::run(rest.first(), out),
        "fmt" => fmt::run(root, check, &rest, out),
        "list" if check => list::check(root, out),
        "list" => {
            let scope = rest.first().map(|scope| scope.to_string_lossy());
            list::run(root, scope.as_deref(), coverage, out)
        }
        "schema" => schema::run(root, check, out),
        "test" => cargo::test(root, &rest),
        "ci" => ci::run(root, out),
        _ => Ok(out.write_all(help.as_bytes())?),
    }
}
