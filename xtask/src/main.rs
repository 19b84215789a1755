//! The project's own commands: `cargo xtask`.

mod bench;
mod block;
mod cargo;
mod check;
mod ci;
mod command;
mod diff;
mod explain;
mod failure;
mod fmt;
mod fuzz;
mod generate;
mod git;
mod help;
mod list;
mod new;
mod parse;
mod report;
mod schema;
mod show;
mod spec;
mod sync;
mod test;
#[cfg(test)]
mod tests;
mod value;
mod watch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use command::Command;
use failure::Failure;

fn main() -> ExitCode {
    let args = lexopt::Parser::from_env();
    match run(args, &root(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {}", failure.message());
            match failure {
                Failure::Usage(_) => ExitCode::from(2),
                Failure::Failed(_) => ExitCode::FAILURE,
            }
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
    let mut commands = commands();
    let Some(command) = parse::command(&mut commands, &mut args)? else {
        return Ok(out.write_all(help::all(&commands).as_bytes())?);
    };
    if parse::arguments(command, args)? {
        command.run(root, out)
    } else {
        Ok(out.write_all(help::one(command).as_bytes())?)
    }
}

/// In the order of the help.
fn commands() -> Vec<Box<dyn Command>> {
    vec![
        Box::<generate::Generate>::default(),
        Box::<check::Check>::default(),
        Box::<fmt::Fmt>::default(),
        Box::<explain::Explain>::default(),
        Box::<show::Show>::default(),
        Box::<new::New>::default(),
        Box::<diff::Diff>::default(),
        Box::<list::List>::default(),
        Box::<schema::Schema>::default(),
        Box::<test::Test>::default(),
        Box::<fuzz::Fuzz>::default(),
        Box::<bench::Bench>::default(),
        Box::<ci::Ci>::default(),
    ]
}
