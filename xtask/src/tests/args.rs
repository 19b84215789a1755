//! Command lines, and what is wrong with them.

use std::io::Write;
use std::path::Path;

use super::{project, xtask};
use crate::command::{Command, command};
use crate::value::Rest;
use crate::{Failure, commands, parse};

/// Runs a command line where there is no project.
fn told(line: &str) -> Result<String, String> {
    let args: Vec<&str> = line.split_whitespace().collect();
    xtask(Path::new("/"), &args)
}

/// Each command line is refused with its error.
fn assert_wrong(lines: &[(&str, &str)]) {
    for (line, error) in lines {
        assert_eq!(told(line).unwrap_err(), format!("usage: {error}"), "{line}");
    }
}

#[test]
fn all_commands_are_listed_a_line_each() {
    let list = told("--help").unwrap();
    assert_eq!(told("-h").unwrap(), list);
    assert_eq!(told("help").unwrap(), list);
    // Without a command, that is what is wrong.
    assert_wrong(&[("", &format!("which command?\n\n{list}"))]);
    let rows = list.lines().filter_map(|line| line.strip_prefix("  "));
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), commands().len());
    for (row, command) in rows.iter().zip(commands()) {
        let (name, summary) = row.split_once(' ').unwrap();
        let about = command.about();
        assert_eq!((name, summary.trim_start()), (about.name, about.summary));
    }
}

#[test]
fn the_help_of_a_command_shows_how_it_is_called_and_each_of_its_flags() {
    for mut command in commands() {
        let name = command.about().name;
        // It would build the benchmarks, which have a help of their own.
        if name == "bench" {
            continue;
        }
        let help = told(&format!("{name} --help")).unwrap();
        assert_eq!(told(&format!("{name} -h")).unwrap(), help);
        assert!(help.starts_with(&format!("cargo xtask {name}")), "{help}");
        let usage = help.lines().next().unwrap();
        for arg in command.args() {
            assert!(usage.contains(arg.name), "{help}");
            assert!(!arg.is_flag() || help.contains(&format!("\n  {}", arg.name)));
        }
    }
    assert_eq!(
        told("diff --help").unwrap(),
        "\
cargo xtask diff [--format human|markdown] [REV]

Tells method by method what the changes of spec/ since a git revision mean to callers of the crate: what breaks their
code, what they can use more, what is only written differently. Fails if anything breaks their code.
REV is HEAD without it: what is not committed yet.

  --format human      this is the default
  --format markdown   sections for a changelog
"
    );
}

#[test]
fn a_command_that_does_not_exist_leads_to_one_that_does() {
    assert_wrong(&[
        (
            "generat",
            "there is no command `generat`; did you mean `generate`?",
        ),
        ("difff", "there is no command `difff`; did you mean `diff`?"),
        (
            "deploy",
            "there is no command `deploy`; `cargo xtask --help` lists all",
        ),
        ("--check", "expected a command before --check"),
        ("-x", "expected a command before -x"),
    ]);
}

#[test]
fn a_flag_that_a_command_does_not_have_leads_to_those_that_it_has() {
    assert_wrong(&[
        (
            "generate --foo",
            "generate has no flag --foo; it has --check, --watch, --format, --help",
        ),
        (
            "generate --chek",
            "generate has no flag --chek; did you mean --check?",
        ),
        ("fmt --hepl", "fmt has no flag --hepl; did you mean --help?"),
        (
            "explain --check",
            "explain has no flag --check; it has --help",
        ),
        (
            "new -f answer.json",
            "new has no flag -f; it has --from, --help",
        ),
        (
            "generate --check --watch",
            "generate takes --check or --watch, not both",
        ),
    ]);
}

#[test]
fn a_value_that_a_flag_does_not_take_is_told_with_those_that_it_takes() {
    assert_wrong(&[
        (
            "check --format xml",
            "check --format takes human, short or json, not `xml`",
        ),
        (
            "check --format=jsn",
            "check --format takes human, short or json, not `jsn`",
        ),
        (
            "diff --format",
            "diff --format needs a value: human or markdown",
        ),
        (
            "list --format --check",
            "list --format takes table, json or markdown, not `--check`",
        ),
        ("fuzz --runs", "fuzz --runs needs a value: a number"),
        ("fuzz --seed many", "fuzz --seed takes a number, not `many`"),
        (
            "new a.get --from",
            "new --from needs a value: the path of a file",
        ),
        ("schema --check=yes", "schema --check takes no value"),
    ]);
}

#[test]
fn an_argument_too_many_or_missing_is_told() {
    assert_wrong(&[
        (
            "schema now",
            "unexpected argument `now`; usage: cargo xtask schema [--check]",
        ),
        (
            "explain E0201 E0202",
            "unexpected argument `E0202`; usage: cargo xtask explain [CODE]",
        ),
        (
            "new",
            "new needs the name of a method, such as crm.deal.get",
        ),
    ]);
}

#[test]
fn flags_and_operands_come_in_any_order_and_a_value_with_or_without_an_equals_sign() {
    let project = project();
    let told = |line: &str| {
        let args: Vec<&str> = line.split_whitespace().collect();
        xtask(project.path(), &args).unwrap_err()
    };
    let error = "the vendor has no scope `--b`; `cargo xtask list` shows all of them";
    super::write(project.path(), "spec/coverage.yaml", "a: [a.get]\n");
    for line in ["list --format json -- --b", "list --format=json -- --b"] {
        assert_eq!(told(line), error);
    }
    for line in ["list b --format json", "list --format json b"] {
        assert_eq!(told(line), error.replace("--b", "b"));
    }
}

command! {
    pass: "passes everything on";
    /// Passes everything on.
    struct Pass {
        args: Rest = "[ARGS]",
    }
}

impl Command for Pass {
    fn run(&self, _: &Path, _: &mut dyn Write) -> Result<(), Failure> {
        Ok(())
    }
}

#[test]
fn what_another_program_gets_is_passed_on_as_it_stands() {
    let line = ["-p", "bitrix24", "name", "--", "--help"];
    let mut pass = Pass::default();
    let parsed = parse::arguments(&mut pass, lexopt::Parser::from_args(line));
    assert!(parsed.is_ok_and(|is_run| is_run));
    assert_eq!(pass.args.0, line);
}
