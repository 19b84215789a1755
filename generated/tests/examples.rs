//! Each example ends well, and prints what its documentation says.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The examples, by the text that their documentation says they print.
fn examples() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, printed(&fs::read_to_string(path).unwrap()))
        })
        .collect()
}

/// The last block of the documentation that is marked as `text`.
fn printed(source: &str) -> String {
    let docs: String = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"])
        .collect();
    let (_, block) = docs.rsplit_once("```text\n").unwrap();
    block.split("```").next().unwrap().to_owned()
}

/// Where cargo puts an example: beside the folder of this test. A plain `cargo test` builds it before any test runs; with
/// `--test` it does not, so what is there may be old.
fn binary(name: &str) -> PathBuf {
    let test = env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap().join("examples");
    let binary = folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let time = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let built = time(&binary);
    let sources = fs::read_to_string(binary.with_extension("d")).unwrap_or_default();
    let is_fresh = |source: &str| time(Path::new(source)).is_none_or(|time| Some(time) <= built);
    assert!(
        built.is_some() && sources.split_whitespace().all(is_fresh),
        "{name} is not built, or old: run `cargo test` without `--test`"
    );
    binary
}

#[test]
fn the_examples_print_what_they_say() {
    let examples = examples();
    assert!(examples.len() >= 9);
    for (name, printed) in examples {
        let mut example = Command::new(binary(&name));
        let output = example.env_remove("B24_WEBHOOK_URL").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {stderr}");
        let stdout = String::from_utf8_lossy(&output.stdout);
        assert_eq!(stdout, printed.as_str(), "{name}");
    }
}
