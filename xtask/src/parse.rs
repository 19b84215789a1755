//! Parses the command line.

use std::ffi::OsString;

use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use crate::Failure;
use crate::command::{self, About, Command, Flag, Operands};
use crate::value::Takes;

/// The command that comes first, or `None` if the list of all commands was asked for.
pub(crate) fn command<'c>(
    commands: &'c mut [Box<dyn Command>],
    args: &mut Parser,
) -> Result<Option<&'c mut dyn Command>, Failure> {
    let name = match args.next()? {
        Some(Short('h') | Long("help")) => return Ok(None),
        Some(Value(name)) if name == "help" => return Ok(None),
        Some(Value(name)) => name.to_string_lossy().into_owned(),
        Some(Long(flag)) => return Err(first(&format!("--{flag}"))),
        Some(Short(flag)) => return Err(first(&format!("-{flag}"))),
        None => {
            let list = command::list(commands);
            return Err(wrong(format!("which command?\n\n{list}")));
        }
    };
    let names = commands.iter().map(|command| command.about().name);
    let names: Vec<_> = names.collect();
    match commands
        .iter_mut()
        .find(|command| command.about().name == name)
    {
        Some(command) => Ok(Some(command.as_mut())),
        None => {
            let way_out = match near(&name, &names) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`cargo xtask --help` lists all".to_owned(),
            };
            Err(wrong(format!("there is no command `{name}`; {way_out}")))
        }
    }
}

/// Sets the fields of a command. Returns `false` if its help was asked for.
pub(crate) fn arguments(command: &mut dyn Command, mut args: Parser) -> Result<bool, Failure> {
    let About { name, text, .. } = command.about();
    if let Operands::Rest(_, rest) = command.operands() {
        rest.extend(args.raw_args()?);
        let first = rest.first();
        let asks_for_help = first.is_some_and(|arg| arg == "--help" || arg == "-h");
        return Ok(text.is_empty() || !asks_for_help);
    }
    while let Some(arg) = args.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(false),
            Long(flag) => {
                let flag = flag.to_owned();
                set(name, &mut command.flags(), &flag, &mut args)?;
            }
            Short(letter) => {
                return Err(unknown(name, &command.flags(), &format!("-{letter}")));
            }
            Value(text) => operand(command, text)?,
        }
    }
    Ok(true)
}

/// Sets the field of a flag.
fn set(
    command: &str,
    flags: &mut [Flag<'_>],
    name: &str,
    args: &mut Parser,
) -> Result<(), Failure> {
    let shown = format!("{command} --{name}");
    let Some(flag) = flags.iter_mut().find(|flag| flag.name == name) else {
        return Err(unknown(command, flags, &format!("--{name}")));
    };
    let takes = flag.value.takes();
    let text = match takes {
        Takes::Nothing => match args.optional_value() {
            Some(_) => return Err(wrong(format!("{shown} takes {takes}"))),
            None => OsString::new(),
        },
        _ => args
            .value()
            .map_err(|_| wrong(format!("{shown} needs a value: {takes}")))?,
    };
    if flag.value.set(&text) {
        return Ok(());
    }
    let (text, names) = (text.to_string_lossy(), takes.names());
    let way_out = match near(&text, &names) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => String::new(),
    };
    Err(wrong(format!(
        "{shown} takes {takes}, not `{text}`{way_out}"
    )))
}

fn operand(command: &mut dyn Command, text: OsString) -> Result<(), Failure> {
    match command.operands() {
        Operands::One(_, field @ None) => *field = Some(text.to_string_lossy().into_owned()),
        Operands::Many(_, field) | Operands::Rest(_, field) => field.push(text),
        Operands::One(..) | Operands::None => {
            let (text, usage) = (text.to_string_lossy(), command::usage(command));
            return Err(wrong(format!(
                "unexpected argument `{text}`; usage: {usage}"
            )));
        }
    }
    Ok(())
}

/// An error about a flag the command does not have. Every command has `--help`.
fn unknown(command: &str, flags: &[Flag<'_>], flag: &str) -> Failure {
    let names = flags.iter().map(|flag| flag.name).chain(["help"]);
    let names: Vec<String> = names.map(|name| format!("--{name}")).collect();
    let way_out = match near(flag, &names) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("it has {}", names.join(", ")),
    };
    wrong(format!("{command} has no flag {flag}; {way_out}"))
}

/// The name that `word` probably misspells.
fn near<'n, N: AsRef<str>>(word: &str, names: &'n [N]) -> Option<&'n str> {
    let names = names.iter().map(AsRef::as_ref);
    let distances = names.map(|name| (strsim::damerau_levenshtein(word, name), name));
    let (distance, name) = distances.min()?;
    (distance <= (word.chars().count() / 3).max(1)).then_some(name)
}

fn first(flag: &str) -> Failure {
    wrong(format!("expected a command before {flag}"))
}

fn wrong(message: String) -> Failure {
    Failure::Usage(message)
}
