//! What the generator writes, construct by construct; `UPDATE_EXPECT=1` writes it anew, and a human reads it.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use bitrix24_codegen::{Sources, Tree};
use expect_test::expect_file;

fn constructs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}

fn specs(construct: &Path) -> Sources {
    support::sources(&fs::read_to_string(construct.join("spec.yaml")).unwrap())
}

fn generate(sources: &Sources) -> Tree {
    bitrix24_codegen::generate(sources)
        .unwrap_or_else(|report| panic!("{}", report.render(sources, false)))
}

#[test]
fn every_construct_is_as_it_was_read() {
    for construct in constructs() {
        let tree = generate(&specs(&construct));
        let mut text = String::new();
        // What every construct has in common is shown by one of them.
        let alike = |path: &str| path.ends_with("/system.rs") && !construct.ends_with("system");
        for (path, file) in tree.files.iter().filter(|(path, _)| !alike(path)) {
            text += &format!("//==> {path}\n{file}\n");
        }
        for (path, block) in &tree.blocks {
            text += &format!("//==> {path}\n");
            text.extend(block.lines().map(|line| format!("// {line}\n")));
        }
        expect_file![construct.join("expected.rs")].assert_eq(&text);
    }
}

#[test]
fn the_order_of_discovery_leaves_no_trace() {
    for construct in constructs() {
        let sources = specs(&construct);
        let forwards: Sources = sources.clone().into_iter().collect();
        let backwards: Sources = sources.clone().into_iter().rev().collect();
        let expected = generate(&sources);
        assert_eq!(generate(&forwards), expected);
        assert_eq!(generate(&backwards), expected);
    }
}

#[test]
fn a_change_of_one_doc_changes_one_file() {
    let sources = specs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/shared_types"));
    let before = generate(&sources);
    for (path, text) in &sources {
        for (start, _) in text.match_indices("doc: ") {
            let mut changed = sources.clone();
            let place = start + "doc: ".len();
            changed.insert(
                path.clone(),
                format!("{}Newly said: {}", &text[..place], &text[place..])
                    .replace("said: ", "said "),
            );
            let after = generate(&changed);
            let differ = before
                .files
                .iter()
                .filter(|(path, text)| after.files.get(*path) != Some(text))
                .count();
            assert_eq!(
                (differ, &after.blocks),
                (1, &before.blocks),
                "{path}:{start}"
            );
        }
    }
}
