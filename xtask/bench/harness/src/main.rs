//! `cargo xtask bench`: what the generator and the crate cost, beside their peers.

mod call;
mod compile;
mod counts;
mod decode;
mod full;
mod generate;
mod guard;
mod maker;
mod measure;
mod table;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use table::Table;

const HELP: &str = "\
cargo xtask bench [gen|compile|decode|call|full] [--rounds N] [--json]

Measures CPU time (user and system), wall time and peak memory of whole processes, over several rounds in which all contestants
run one after the other. Shows medians, and how much of its peer's cost the first of each group has, with the range.

  gen       specs to files, beside progenitor with typify, and beside reading and writing alone
  compile   the generated crate and programs that use it, beside serde's derives and progenitor's crate
  decode    answers to values and back, beside types with serde's derive, types of typify and plain JSON values; tidy, with the
            keys reversed, and dirty (every number a string), which is beside the tidy one; instructions and allocations too
  call      calls to a server on this machine, and lists of 100,000 rows, beside bare reqwest and ureq with derived types; and
            10,000 additions by batch, its chunks in flight together beside one after the other
  full      the project's own crate and its contract tests, compiled with all its features; only if it is asked for

  --rounds N   how many rounds; 5 without it
  --spec DIR   for `full`: specs in the place of the project's own, such as drafts of all methods
  --large      compiles a crate of 1,500 methods as well, which takes minutes
  --json       the rounds of all tables as JSON

cargo xtask bench --guard [--update]

Counts the instructions of the generator and of decoding with valgrind, and compares them with xtask/bench/guard.json: it fails
if one has grown by more than 5 %, and says if one has shrunk as much. --update writes them anew. It is no part of the CI.
";

/// What the command line says.
pub(crate) struct Options {
    pub(crate) rounds: usize,
    pub(crate) large: bool,
    pub(crate) spec: Option<PathBuf>,
    json: bool,
    only: Option<String>,
}

type Bench = fn(&Options) -> io::Result<Vec<Table>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    use lexopt::prelude::*;

    let mut options = Options {
        rounds: 5,
        large: false,
        spec: None,
        json: false,
        only: None,
    };
    let (mut guard, mut update) = (false, false);
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Short('h') | Long("help") => {
                print!("{HELP}");
                return Ok(());
            }
            Long("rounds") => options.rounds = args.value()?.parse()?,
            Long("large") => options.large = true,
            Long("spec") => options.spec = Some(root().join(args.value()?)),
            Long("json") => options.json = true,
            Long("guard") => guard = true,
            Long("update") => update = true,
            // A contestant: reads and writes what the generator does, and nothing else.
            Long("floor") => return Ok(generate::floor(Path::new(&args.value()?))?),
            // Makes what is too large for the process that measures.
            Long("openapi") => {
                let (path, count) = (PathBuf::from(args.value()?), args.value()?.parse()?);
                return Ok(maker::write_openapi(&path, count)?);
            }
            Value(name) if options.only.is_none() => options.only = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if guard {
        return Ok(guard::run(update)?);
    }
    if update {
        return Err("`--update` is for `--guard`".into());
    }
    if options.spec.is_some() && options.only.as_deref() != Some("full") {
        return Err("`--spec` is for `full`".into());
    }
    let wanted = |name: &str| {
        options
            .only
            .as_deref()
            .map_or(name != "full", |only| only == name)
    };
    let mut tables = Vec::new();
    let benches: [(&str, Bench); 5] = [
        ("gen", generate::run),
        ("compile", compile::run),
        ("decode", decode::run),
        ("call", call::run),
        ("full", full::run),
    ];
    if let Some(only) = options
        .only
        .as_deref()
        .filter(|only| benches.iter().all(|(name, _)| name != only))
    {
        return Err(format!("there is no benchmark `{only}`").into());
    }
    for (name, bench) in benches {
        if wanted(name) {
            tables.extend(bench(&options)?);
        }
    }
    if options.json {
        let tables: Vec<_> = tables.iter().map(Table::json).collect();
        println!("{}", serde_json::to_string_pretty(&tables)?);
    } else {
        for table in tables {
            println!("{}", table.markdown());
        }
    }
    Ok(())
}

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(3).unwrap_or(own).to_path_buf()
}

/// Builds a package of the benchmarks, and gives the folder of its programs.
pub(crate) fn build(package: &str) -> io::Result<PathBuf> {
    let workspace = root().join("xtask/bench");
    release(&workspace, package)?;
    Ok(target(&workspace).join("release"))
}

pub(crate) fn release(workspace: &Path, package: &str) -> io::Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(workspace)
        .args(["build", "--release", "--quiet", "--package", package]);
    cargo.env("CARGO_TARGET_DIR", target(workspace));
    if cargo.status()?.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{package} cannot be built")))
}

/// Where a workspace has its programs.
pub(crate) fn target(workspace: &Path) -> PathBuf {
    workspace.join("target")
}
