//! `bench compile`: what the generated crate costs those who compile it.

mod krate;

use std::io;

use krate::Crate;

use crate::table::{Table, rounds};
use crate::{Options, build, release, root, target};

const CHECK: [&str; 4] = ["check", "--quiet", "--features", "full"];
const RELEASE: [&str; 5] = ["build", "--release", "--quiet", "--features", "full"];
const WITHOUT_SERDE: &str = "--no-default-features";
const CHECK_PEER: [&str; 2] = ["check", "--quiet"];
const RELEASE_PEER: [&str; 3] = ["build", "--release", "--quiet"];

pub(crate) fn run(options: &Options) -> io::Result<Vec<Table>> {
    release(&root(), "xtask")?;
    let xtask = target(&root()).join("release/xtask");
    let progenitor = build("bench-progenitor")?.join("bench-progenitor");
    let scratch = target(&root()).join("bench/compile");
    let mut alone = Table::new("compile: the crate, its dependencies being ready");
    let mut cold = Table::new("compile: the crate with all that it depends on");
    let mut programs = Table::new("compile: a program, its dependencies being ready");
    let sizes = [19, 200].into_iter().chain(options.large.then_some(1_500));
    for size in sizes {
        let own = Crate::bitrix24(&scratch, &xtask, size)?;
        let derive = Crate::derive(&scratch, size)?;
        let peer = Crate::progenitor(&scratch, &progenitor, size)?;
        let large = size == 1_500;
        let turns = if large { 1 } else { options.rounds };
        for (what, args, peers) in [
            ("check", &CHECK[..], &CHECK_PEER[..]),
            ("release", &RELEASE[..], &RELEASE_PEER[..]),
        ] {
            if large && what == "release" {
                continue;
            }
            let lean: Vec<&str> = args.iter().copied().chain([WITHOUT_SERDE]).collect();
            own.prepare(args)?;
            own.prepare(&lean)?;
            derive.prepare(peers)?;
            peer.prepare(peers)?;
            let setting = format!("{size} methods, {what}");
            rounds(
                &mut alone,
                &setting,
                turns,
                &mut [
                    ("bitrix24", &mut || own.alone(args)),
                    ("bitrix24 without `serde`", &mut || own.alone(&lean)),
                    ("derives of serde", &mut || derive.alone(peers)),
                    ("progenitor", &mut || peer.alone(peers)),
                ],
            )?;
        }
        if size == 200 {
            for count in [1, 20, 200] {
                program(&mut programs, options.rounds, [&own, &derive], count)?;
            }
        }
        if !large {
            let (serde, json) = (Crate::derive(&scratch, 0)?, Crate::nothing(&scratch)?);
            let setting = format!("{size} methods, release");
            rounds(
                &mut cold,
                &setting,
                options.rounds,
                &mut [
                    ("bitrix24", &mut || own.cold(&RELEASE)),
                    ("derives of serde", &mut || derive.cold(&RELEASE_PEER)),
                    ("serde with derive and serde_json", &mut || {
                        serde.cold(&RELEASE_PEER)
                    }),
                    ("bitrix24-core and serde_json", &mut || {
                        json.cold(&RELEASE_PEER)
                    }),
                ],
            )?;
        }
    }
    let scopes = scopes(&scratch, &xtask, options.rounds)?;
    Ok(vec![alone, cold, programs, scopes])
}

/// A program with so many calls, its time and its code.
fn program(
    table: &mut Table,
    turns: usize,
    [own, derive]: [&Crate; 2],
    count: usize,
) -> io::Result<()> {
    let (own, derive) = (own.program(true, count)?, derive.program(false, count)?);
    own.prepare(&RELEASE_PEER)?;
    derive.prepare(&RELEASE_PEER)?;
    rounds(
        table,
        &format!("{count} of 200 methods, release"),
        turns,
        &mut [
            ("bitrix24", &mut || own.alone(&RELEASE_PEER)),
            ("derives of serde", &mut || derive.alone(&RELEASE_PEER)),
        ],
    )?;
    let (code, other) = (own.code(count)?, derive.code(count)?);
    table.notes.push(format!(
        "{count} of 200 methods: {:.0} KiB of code, {:.0} KiB with derives: {:.2}",
        code / 1024.0,
        other / 1024.0,
        code / other
    ));
    Ok(())
}

/// One scope of many costs what a crate of one scope does.
fn scopes(scratch: &std::path::Path, xtask: &std::path::Path, turns: usize) -> io::Result<Table> {
    let mut table = Table::new("compile: one scope, its dependencies being ready");
    let one = Crate::bitrix24(scratch, xtask, 50)?;
    let many = Crate::bitrix24(scratch, xtask, 2_000)?;
    let args = ["build", "--release", "--quiet", "--features", "scope0"];
    one.prepare(&args)?;
    many.prepare(&args)?;
    rounds(
        &mut table,
        "50 methods, release",
        turns,
        &mut [
            ("one scope of 40", &mut || many.alone(&args)),
            ("the only scope", &mut || one.alone(&args)),
        ],
    )?;
    Ok(table)
}
