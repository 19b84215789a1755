//! What the generator writes is laid out as by prettyplease. The property test says the same of mutated specs.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "support/sound.rs"]
mod sound;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_construct() {
    let mut specs: Vec<PathBuf> = fs::read_dir(here().join("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("spec.yaml"))
        .collect();
    specs.push(here().join("tests/torture.yaml"));
    for spec in specs {
        let sources = support::sources(&fs::read_to_string(spec).unwrap());
        assert!(sound::check(&sources));
    }
}

#[test]
fn every_module_of_the_crate() {
    let generated = here().parent().unwrap().join("generated");
    let mut folders = vec![generated.join("src/api"), generated.join("tests/contract")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                sound::check_pieces(&path.to_string_lossy(), &text);
                count += 1;
            }
        }
    }
    assert!(count > 400);
}
