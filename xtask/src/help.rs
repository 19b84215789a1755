//! Help on the command line.

use crate::command::{Arg, Command};
use crate::value::Takes;

/// All commands, one line each.
pub(crate) fn all(commands: &[Box<dyn Command>]) -> String {
    let rows = commands.iter().map(|command| command.about());
    let rows = rows.map(|about| (about.name.to_owned(), about.summary));
    format!(
        "cargo xtask <command>\n\nCommands:\n{}\n`cargo xtask <command> --help` says more.\n",
        columns(rows.collect())
    )
}

pub(crate) fn one(command: &mut dyn Command) -> String {
    let about = command.about();
    let args = command.args();
    let mut rows = Vec::new();
    for flag in args.iter().filter(|arg| arg.is_flag()) {
        match flag.value.takes() {
            Takes::OneOf(choices) => {
                let choices = choices.into_iter();
                rows.extend(choices.map(|(name, help)| (with(flag, name), help)));
            }
            takes => rows.push((with(flag, &takes.shown()), flag.help)),
        }
    }
    let text = about.help.lines().map(|line| format!("{}\n", line.trim()));
    let between = if rows.is_empty() { "" } else { "\n" };
    let (usage, text) = (usage(about.name, &args), text.collect::<String>());
    format!("{usage}\n\n{text}{between}{}", columns(rows))
}

/// The usage line of a command.
pub(crate) fn usage(name: &str, args: &[Arg<'_>]) -> String {
    let mut usage = format!("cargo xtask {name}");
    for arg in args {
        usage += &if arg.is_flag() {
            format!(" [{}]", with(arg, &arg.value.takes().shown()))
        } else {
            format!(" {}", arg.name)
        };
    }
    usage
}

/// The name, and what follows it.
fn with(arg: &Arg<'_>, value: &str) -> String {
    format!("{} {value}", arg.name).trim_end().to_owned()
}

fn columns(rows: Vec<(String, &str)>) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max();
    let width = width.unwrap_or_default();
    let line = |(name, help): (String, &str)| format!("  {name:width$}   {}\n", help.trim());
    rows.into_iter().map(line).collect()
}
