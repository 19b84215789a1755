//! `bench gen`: from specs to files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::table::{Table, rounds};
use crate::{Options, build, maker, measure, release, root, target};

const SIZES: [usize; 3] = [19, 200, 1_500];

pub(crate) fn run(options: &Options) -> io::Result<Vec<Table>> {
    release(&root(), "xtask")?;
    let xtask = target(&root()).join("release/xtask");
    let progenitor = build("bench-progenitor")?.join("bench-progenitor");
    let scratch = target(&root()).join("bench");
    let mut table = Table::new("gen: specs to files");
    for size in SIZES {
        let project = scratch.join(format!("gen-{size}"));
        let _ = fs::remove_dir_all(&project);
        maker::project(&project, size)?;
        let openapi = project.join("openapi.json");
        maker::openapi(&openapi, size)?;
        let generate = || measure::run(&mut generate(&xtask, &project));
        let mut from_nothing = || {
            clear(&project)?;
            generate()
        };
        let mut peer = || {
            let mut command = Command::new(&progenitor);
            measure::run(command.arg(&openapi).arg(project.join("peer.rs")))
        };
        let mut floor = || {
            let mut command = Command::new(std::env::current_exe()?);
            measure::run(command.arg("--floor").arg(&project))
        };
        let setting = format!("{size} methods");
        rounds(
            &mut table,
            &setting,
            options.rounds,
            &mut [
                ("xtask generate", &mut from_nothing),
                ("progenitor", &mut peer),
                ("reading and writing", &mut floor),
            ],
        )?;
    }
    Ok(vec![table])
}

pub(crate) fn generate(xtask: &Path, project: &Path) -> Command {
    let mut command = Command::new(xtask);
    command
        .arg("generate")
        .env("CARGO_MANIFEST_DIR", project.join("xtask"));
    command
}

/// What `--guard` counts: the generator from nothing, on a scale that takes valgrind seconds.
pub(crate) fn guarded() -> io::Result<(String, Command)> {
    const METHODS: usize = 200;

    release(&root(), "xtask")?;
    let project = target(&root()).join("bench/guard");
    let _ = fs::remove_dir_all(&project);
    maker::project(&project, METHODS)?;
    let xtask = target(&root()).join("release/xtask");
    let name = format!("gen {METHODS} methods");
    Ok((name, generate(&xtask, &project)))
}

/// Leaves the specs alone. The rest is moved away, not removed: a file system may take its time to make a file where one was
/// just removed, and that is not what is measured.
fn clear(project: &Path) -> io::Result<()> {
    let away = fresh(project, "away")?;
    for folder in ["generated/src", "generated/tests", "target"] {
        match fs::rename(project.join(folder), away.join(folder.replace('/', "-"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A new folder.
fn fresh(project: &Path, name: &str) -> io::Result<PathBuf> {
    let parent = project.join(name);
    fs::create_dir_all(&parent)?;
    let folder = parent.join(fs::read_dir(&parent)?.count().to_string());
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// Reads all specs, and writes as many bytes to as many files as the generator has written.
pub(crate) fn floor(project: &Path) -> io::Result<()> {
    let (specs, files) = (
        files(&project.join("spec"))?,
        files(&project.join("generated"))?,
    );
    let read = specs.iter().map(fs::read).collect::<io::Result<Vec<_>>>()?;
    assert!(!read.is_empty());
    let copy = fresh(project, "floor")?;
    for (index, file) in files.iter().enumerate() {
        let bytes = vec![b' '; usize::try_from(fs::metadata(file)?.len()).unwrap_or(0)];
        // As many folders, too.
        let folder = copy.join((index / 5).to_string());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(index.to_string()), bytes)?;
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(files(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    Ok(found)
}
