//! Hostile names and hostile prose become a crate that compiles, documents, lints clean, and passes its own tests.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_worst_spec_makes_a_clean_crate() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = here.parent().unwrap();
    let mut sources =
        support::sources(&fs::read_to_string(here.join("tests/torture.yaml")).unwrap());
    // The core has those of the system.
    let system = fs::read_to_string(project.join("spec/_system.yaml")).unwrap();
    sources.insert("_system.yaml".to_owned(), system);
    let tree = bitrix24_codegen::generate(&sources)
        .unwrap_or_else(|report| panic!("{}", report.render(&sources, false)));

    // A workspace of the same settings, with another API on the same core. Its target folder stays, so that its dependencies
    // are compiled once.
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("torture");
    fs::remove_dir_all(copy.join("generated")).ok();
    copy_files(
        project,
        &copy,
        &[
            "Cargo.lock",
            "generated/src/lib.rs",
            "generated/tests/contract.rs",
            "generated/tests/faults/dice.rs",
        ],
    );
    let harness = "generated/tests/harness";
    copy_folder(&project.join(harness), &copy.join(harness));
    write(&copy.join("Cargo.toml"), &workspace(project));
    write(
        &copy.join("generated/Cargo.toml"),
        &manifest(project, &tree.blocks["Cargo.toml"]),
    );
    for (path, text) in &tree.files {
        if path.starts_with("core/") {
            let own = project.join("generated").join(path);
            assert_eq!(*text, fs::read_to_string(own).unwrap());
            continue;
        }
        write(&copy.join("generated").join(path), text);
    }

    let deny = ["--", "-D", "warnings"];
    cargo(
        &copy,
        &[
            &["clippy", "--all-targets", "--features", "full"][..],
            &deny,
        ]
        .concat(),
    );
    for feature in tree.features.keys() {
        let only = [
            "clippy",
            "--no-default-features",
            "--features",
            feature.as_str(),
        ];
        cargo(&copy, &[&only[..], &deny].concat());
    }
    // The crate leads to its clients.
    cargo(&copy, &["doc", "--no-deps", "--all-features"]);
    // The examples of the documentation send with a client.
    cargo(&copy, &["test", "--features", "full,client-core"]);
}

fn workspace(project: &Path) -> String {
    let text = fs::read_to_string(project.join("Cargo.toml")).unwrap();
    // What is hand-written asks for features that this API has not.
    let lints = "[workspace.lints.rust]\n";
    let core = project.join("generated/core");
    let members = text.lines().find(|line| line.starts_with("members = "));
    text.replace(members.unwrap(), r#"members = ["generated"]"#)
        .replace("\"generated/core\"", &format!("{core:?}"))
        .replace(lints, &format!("{lints}unexpected_cfgs = \"allow\"\n"))
}

/// The crate's own manifest with other features, and without what is about the real API.
fn manifest(project: &Path, features: &str) -> String {
    let text = fs::read_to_string(project.join("generated/Cargo.toml")).unwrap();
    let (before, rest) = text.split_once("# <generated").unwrap();
    let (_, after) = rest.split_once("# </generated>").unwrap();
    let own =
        |section: &&str| !section.contains("required-features") || section.contains("[\"full\"]");
    let after: Vec<&str> = after.split("\n[").filter(own).collect();
    format!("{before}{features}{}", after.join("\n["))
}

fn cargo(folder: &Path, args: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .current_dir(folder)
        .args(args)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {}\n{text}\n{}",
        args.join(" "),
        String::from_utf8_lossy(&output.stdout)
    );
}

fn copy_files(from: &Path, to: &Path, files: &[&str]) {
    for file in files {
        write(
            &to.join(file),
            &fs::read_to_string(from.join(file)).unwrap(),
        );
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            write(&target, &fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
