//! What a command is, and its help.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::value::{Takes, Value};

/// A command. Its flags and operands are its fields, and their initial values are the defaults.
pub(crate) trait Command {
    fn about(&self) -> About;

    fn flags(&mut self) -> Vec<Flag<'_>> {
        Vec::new()
    }

    fn operands(&mut self) -> Operands<'_> {
        Operands::None
    }

    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure>;
}

pub(crate) struct About {
    pub(crate) name: &'static str,
    /// In the list of all commands.
    pub(crate) line: &'static str,
    /// In its help, between usage and flags. Empty if the program it runs has a help of its own.
    pub(crate) text: &'static str,
}

/// `--name`, its help, and the field it sets.
pub(crate) struct Flag<'c> {
    pub(crate) name: &'static str,
    help: &'static str,
    pub(crate) value: &'c mut dyn Value,
}

pub(crate) fn flag<'c>(
    name: &'static str,
    help: &'static str,
    value: &'c mut dyn Value,
) -> Flag<'c> {
    Flag { name, help, value }
}

/// A flag with a few named values, each with a help of its own.
pub(crate) fn choice<'c>(name: &'static str, value: &'c mut dyn Value) -> Flag<'c> {
    flag(name, "", value)
}

/// Arguments other than flags: what usage calls them, and the field they set.
pub(crate) enum Operands<'c> {
    None,
    One(&'static str, &'c mut Option<String>),
    Many(&'static str, &'c mut Vec<OsString>),
    /// Everything that follows, flags included, is passed on to another program.
    Rest(&'static str, &'c mut Vec<OsString>),
}

/// All commands, one line each.
pub(crate) fn list(commands: &[Box<dyn Command>]) -> String {
    let rows = commands.iter().map(|command| {
        let about = command.about();
        (about.name.to_owned(), about.line)
    });
    let rows = columns(rows.collect());
    format!(
        "cargo xtask <command>\n\nCommands:\n{rows}\n`cargo xtask <command> --help` says more.\n"
    )
}

pub(crate) fn help(command: &mut dyn Command) -> String {
    let (usage, text) = (usage(command), command.about().text);
    let mut rows = Vec::new();
    for flag in command.flags() {
        match flag.value.takes() {
            Takes::OneOf(choices) => {
                let choices = choices.into_iter();
                rows.extend(choices.map(|(name, help)| (format!("--{} {name}", flag.name), help)));
            }
            takes => {
                let name = format!("--{} {}", flag.name, takes.shown());
                rows.push((name.trim_end().to_owned(), flag.help));
            }
        }
    }
    let between = if rows.is_empty() { "" } else { "\n" };
    format!("{usage}\n\n{text}{between}{}", columns(rows))
}

/// The usage line of a command.
pub(crate) fn usage(command: &mut dyn Command) -> String {
    let mut words = vec!["cargo xtask".to_owned(), command.about().name.to_owned()];
    for flag in command.flags() {
        let flag = format!("--{} {}", flag.name, flag.value.takes().shown());
        words.push(format!("[{}]", flag.trim_end()));
    }
    match command.operands() {
        Operands::None => {}
        Operands::One(name, _) | Operands::Many(name, _) | Operands::Rest(name, _) => {
            words.push(name.to_owned());
        }
    }
    words.join(" ")
}

fn columns(rows: Vec<(String, &str)>) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max();
    let width = width.unwrap_or_default();
    let lines = rows.into_iter();
    lines
        .map(|(name, help)| format!("  {name:width$}   {help}\n"))
        .collect()
}
