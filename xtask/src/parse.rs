//! Parses the command line.

use std::ffi::OsString;

use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use crate::command::{Arg, Command};
use crate::value::Takes;
use crate::{Failure, help};

/// The command that comes first, or `None` if the list of all commands was asked for.
pub(crate) fn command<'c>(
    commands: &'c mut [Box<dyn Command>],
    args: &mut Parser,
) -> Result<Option<&'c mut dyn Command>, Failure> {
    let before = |flag| wrong(format!("expected a command before {flag}"));
    let name = match args.next()? {
        Some(Short('h') | Long("help")) => return Ok(None),
        Some(Value(name)) if name == "help" => return Ok(None),
        Some(Value(name)) => name.to_string_lossy().into_owned(),
        Some(Long(flag)) => return Err(before(format!("--{flag}"))),
        Some(Short(flag)) => return Err(before(format!("-{flag}"))),
        None => {
            let list = help::all(commands);
            return Err(wrong(format!("which command?\n\n{list}")));
        }
    };
    let names = commands.iter().map(|command| command.about().name);
    let names: Vec<_> = names.collect();
    let mut commands = commands.iter_mut();
    match commands.find(|command| command.about().name == name) {
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
    let about = command.about();
    let mut known = command.args();
    if let [Arg { value, .. }] = known.as_mut_slice()
        && matches!(value.takes(), Takes::Rest)
    {
        let rest: Vec<OsString> = args.raw_args()?.collect();
        let first = rest.first();
        let asks_for_help = first.is_some_and(|arg| arg == "--help" || arg == "-h");
        for arg in &rest {
            value.set(arg);
        }
        return Ok(about.help.is_empty() || !asks_for_help);
    }
    while let Some(arg) = args.next()? {
        match arg {
            Short('h') | Long("help") => return Ok(false),
            Short(letter) => return Err(unknown(about.name, &known, &format!("-{letter}"))),
            Long(flag) => {
                let flag = format!("--{flag}");
                set(about.name, &mut known, &flag, &mut args)?;
            }
            Value(text) => {
                let operand = known.iter_mut().find(|arg| !arg.is_flag());
                if !operand.is_some_and(|operand| operand.value.set(&text)) {
                    let (text, usage) = (text.display(), help::usage(about.name, &known));
                    let message = format!("unexpected argument `{text}`; usage: {usage}");
                    return Err(wrong(message));
                }
            }
        }
    }
    Ok(true)
}

/// Sets the field of a flag.
fn set(command: &str, known: &mut [Arg<'_>], name: &str, args: &mut Parser) -> Result<(), Failure> {
    let Some(flag) = known.iter_mut().find(|arg| arg.name == name) else {
        return Err(unknown(command, known, name));
    };
    let takes = flag.value.takes();
    let text = match takes {
        Takes::Nothing => match args.optional_value() {
            Some(_) => return Err(wrong(format!("{command} {name} takes {takes}"))),
            None => OsString::new(),
        },
        _ => args
            .value()
            .map_err(|_| wrong(format!("{command} {name} needs a value: {takes}")))?,
    };
    if flag.value.set(&text) {
        return Ok(());
    }
    let text = text.display();
    Err(wrong(format!(
        "{command} {name} takes {takes}, not `{text}`"
    )))
}

/// An error about a flag the command does not have. Every command has `--help`.
fn unknown(command: &str, known: &[Arg<'_>], flag: &str) -> Failure {
    let names = known.iter().filter(|arg| arg.is_flag()).map(|arg| arg.name);
    let names: Vec<_> = names.chain(["--help"]).collect();
    let way_out = match near(flag, &names) {
        Some(meant) => format!("did you mean {meant}?"),
        None => format!("it has {}", names.join(", ")),
    };
    wrong(format!("{command} has no flag {flag}; {way_out}"))
}

/// The name that `word` probably misspells.
pub(crate) fn near<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    let distance = |name: &&'n str| (strsim::damerau_levenshtein(word, name), *name);
    let (distance, name) = names.iter().map(distance).min()?;
    (distance <= (word.chars().count() / 3).max(1)).then_some(name)
}

fn wrong(message: String) -> Failure {
    Failure::Usage(message)
}
