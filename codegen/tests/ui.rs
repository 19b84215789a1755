//! What the author of a spec sees: one fixture for each diagnostic, `UPDATE_EXPECT=1` writes them anew.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_mistake_is_shown_where_it_stands() {
    for path in fixtures() {
        let sources = support::sources(&fs::read_to_string(&path).unwrap());
        let Err(report) = bitrix24_codegen::generate(&sources) else {
            panic!("{} has no mistake", path.display())
        };
        let name = path.file_stem().unwrap().to_str().unwrap();
        if let Some((code, _)) = name
            .split_once('_')
            .filter(|(code, _)| code.starts_with('E'))
        {
            let others: Vec<_> = report
                .diagnostics()
                .iter()
                .filter(|diagnostic| diagnostic.code != code)
                .collect();
            assert!(
                others.is_empty(),
                "{name} shows something else as well: {others:#?}"
            );
        }
        expect_file![path.with_extension("stderr")].assert_eq(&report.render(&sources, false));
    }
}

#[test]
fn every_code_has_a_fixture() {
    let mut codes = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            let found = text
                .match_indices("\"E0")
                .filter_map(|(start, _)| text.get(start + 1..start + 6));
            codes.extend(found.map(str::to_owned));
        }
    }
    // The generator's own mistake: no spec can show it.
    codes.remove("E0999");
    let shown: BTreeSet<String> = fixtures()
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.split_once('_')?.0.to_owned()))
        .filter(|code| code.starts_with('E'))
        .collect();
    assert!(codes.len() > 20, "{codes:?}");
    assert_eq!(codes, shown);
}
