//! The features of the crate: how many there are, and what rustc says of one that is missing.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A spec for each method that the vendor has, all of them with a scope.
fn whole_api() -> bitrix24_codegen::Sources {
    let coverage = fs::read_to_string(project().join("spec/coverage.yaml")).unwrap();
    let mut sources = support::sources("#--- coverage.yaml\n");
    for line in coverage.lines() {
        let Some(key) = line.strip_prefix("  - ") else {
            continue;
        };
        let (folder, method) = match key.strip_suffix("@v3") {
            Some(method) => ("v3/", method),
            None => ("", key),
        };
        let last = method.rsplit('.').next().unwrap();
        // The crate itself has a trait of this name.
        let rename = match method {
            "methods" => "rename: AllMethods\n",
            _ => "",
        };
        let spec = format!(
            "method: {method}\nsummary: Calls {last}.\nscope: main\neffect: read\n{rename}result: {{ type: integer }}\n"
        );
        let path = format!("{folder}{}.yaml", method.replace('.', "/"));
        sources.insert(path, spec);
    }
    sources.insert("coverage.yaml".to_owned(), coverage);
    sources
}

#[test]
fn the_whole_api_has_fewer_features_than_the_registry_allows() {
    let sources = whole_api();
    let tree = bitrix24_codegen::generate(&sources)
        .unwrap_or_else(|report| panic!("{}", report.render(&sources, false)));
    let own = fs::read_to_string(project().join("generated/Cargo.toml")).unwrap();
    let own = own.split("[features]\n").nth(1).unwrap();
    let (own, _) = own.split_once("\n[").unwrap();
    // Those of the clients and of formats, `full`, and `default`.
    let others = own.lines().filter(|line| line.contains(" = ")).count();
    let features = tree.features.len();
    assert!(features > 150, "{features}");
    // At https://crates.io a crate has 300 features at most.
    assert!(features + others < 300, "{features} and {others}");
    // No name is another's in another case, or in other characters than Cargo takes.
    let lower: BTreeSet<String> = tree
        .features
        .keys()
        .map(|name| name.to_lowercase())
        .collect();
    assert_eq!(lower.len(), features);
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c);
    assert!(tree.features.keys().all(|name| name.chars().all(plain)));
    // What is divided depends on the vendor's list alone: the features of today are among those of the whole API.
    let (_, today) = own.split_once("# <generated").unwrap();
    let (today, _) = today.split_once("# </generated>").unwrap();
    let today = today.lines().filter_map(|line| line.split_once(" = "));
    for name in today.map(|(name, _)| name.trim_matches('"')) {
        assert!(name == "full" || tree.features.contains_key(name), "{name}");
    }
}

/// What rustc says of a program that uses the crate with a single feature.
fn complaints(feature: &str, program: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("features");
    let generated = project().join("generated");
    let manifest = format!(
        "[package]\nname = \"program\"\nedition = \"2024\"\n[workspace]\n[dependencies.bitrix24]\npath = {generated:?}\n\
         default-features = false\nfeatures = [{feature:?}]\n"
    );
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/main.rs"), program).unwrap();
    fs::copy(project().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .current_dir(&folder)
        .args(["check", "--offline"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn rustc_names_the_feature_that_is_missing() {
    let program = "
        use bitrix24::crm::deal::Get as ThatIsThere;
        use bitrix24::Profile as ThatNeedsNone;
        use bitrix24::crm::item::Get as OfALargeModule;
        use bitrix24::crm::lead::Fields;
        use bitrix24::timeman::Open;
        fn main() {
            let _ = bitrix24::v3::note::document::Update::new(1);
            let _ = bitrix24::catalog::product_property::List::new();
        }
    ";
    let said = complaints("crm.deal", program);
    for feature in [
        "crm.item",
        "crm.lead",
        "timeman",
        "note",
        "catalog.product_property",
    ] {
        let note = format!("the item is gated behind the `{feature}` feature");
        assert!(said.contains(&note), "{feature} is not in:\n{said}");
    }
    let errors = said.matches("error[E0").count();
    assert_eq!(
        (errors, said.matches("gated behind").count()),
        (5, 5),
        "{said}"
    );
}
