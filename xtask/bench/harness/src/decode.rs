//! `bench decode`: what decoding and encoding cost, beside derived types, types of typify, and plain JSON values.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::counts::{self, Count};
use crate::table::{Table, rounds};
use crate::{Options, build, measure};

/// An answer, with how often it is decoded for a time, and for a count.
const SETTINGS: [(&str, u64, u64); 3] = [
    ("get", 100_000, 200),
    ("list-50", 2_500, 8),
    ("list-5000", 25, 1),
];

const PEERS: [&str; 4] = ["bitrix24", "derive", "typify", "value"];

pub(crate) fn program() -> io::Result<PathBuf> {
    Ok(build("bench-decode")?.join("bench-decode"))
}

/// The contestant `who`, who does `what` so many times.
pub(crate) fn contestant(program: &Path, who: &str, what: &str, repetitions: u64) -> Command {
    let mut command = Command::new(program);
    command.args([who, what, &repetitions.to_string()]);
    command
}

pub(crate) fn run(options: &Options) -> io::Result<Vec<Table>> {
    let program = program()?;
    let mut decode = Table::new("decode: an answer to values, and values to JSON");
    for (answer, often, seldom) in SETTINGS {
        for form in ["", "-reversed", "-encode"] {
            let what = format!("{answer}{form}");
            let contestants = PEERS.map(|who| (who, who, what.clone()));
            measured(
                &mut decode,
                &program,
                &what,
                &contestants,
                often,
                seldom,
                options,
            )?;
        }
        // Nobody else can: it is compared with the tidy answer.
        let dirty = format!("{answer}-dirty");
        let contestants = [
            ("dirty", "bitrix24", dirty.clone()),
            ("tidy", "bitrix24", answer.to_owned()),
        ];
        measured(
            &mut decode,
            &program,
            &dirty,
            &contestants,
            often,
            seldom,
            options,
        )?;
    }
    Ok(vec![decode])
}

fn measured(
    table: &mut Table,
    program: &Path,
    setting: &str,
    contestants: &[(&str, &str, String)],
    often: u64,
    seldom: u64,
    options: &Options,
) -> io::Result<()> {
    let mut runs: Vec<_> = contestants
        .iter()
        .map(|(name, who, what)| {
            let run = move || measure::run(&mut contestant(program, who, what, often));
            (*name, run)
        })
        .collect();
    let mut runs: Vec<(&str, &mut dyn FnMut() -> io::Result<measure::Cost>)> = runs
        .iter_mut()
        .map(|(name, run)| (*name, run as &mut dyn FnMut() -> _))
        .collect();
    rounds(table, setting, options.rounds, &mut runs)?;
    for (name, who, what) in contestants {
        let command = |repetitions| contestant(program, who, what, repetitions);
        table.counts.push(Count {
            setting: setting.to_owned(),
            name: (*name).to_owned(),
            instructions: counts::each(counts::instructions, seldom, command)?,
            allocations: counts::each(counts::allocations, seldom, command)?,
        });
    }
    Ok(())
}
