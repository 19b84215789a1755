//! What the author of a spec sees: one fixture for each diagnostic, `UPDATE_EXPECT=1` writes them anew.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bitrix24_codegen::Sources;
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
        assert_eq!(
            report.short(&sources).lines().count(),
            report.len(),
            "{name}"
        );
    }
}

/// Whoever edits on Windows sees the same.
#[test]
fn lines_may_end_in_two_ways() {
    for path in fixtures() {
        let sources = support::sources(&fs::read_to_string(&path).unwrap());
        let mut windows = sources.clone();
        for text in windows.values_mut() {
            *text = text.replace('\n', "\r\n");
        }
        let render = |sources: &Sources| {
            let report = bitrix24_codegen::generate(sources).unwrap_err();
            (report.short(sources), report.render(sources, false))
        };
        assert_eq!(render(&windows), render(&sources), "{}", path.display());
    }
}

#[test]
fn every_code_has_a_fixture() {
    let codes = support::codes();
    let shown: BTreeSet<String> = fixtures()
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_str()?.split_once('_')?.0.to_owned()))
        .filter(|code| code.starts_with('E'))
        .collect();
    assert_eq!(codes, shown);
}
