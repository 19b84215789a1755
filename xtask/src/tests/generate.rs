//! `cargo xtask generate`.

use std::fs;

use super::{GET, MANIFEST, assert_error, files, project, write, xtask};
use crate::root;

#[test]
fn the_generated_crate_is_fresh() {
    xtask(&root(), &["generate", "--check"]).unwrap();
    xtask(&root(), &["schema", "--check"]).unwrap();
}

#[test]
fn generate_writes_then_has_nothing_to_do() {
    let project = project();
    let first = xtask(project.path(), &["generate"]).unwrap();
    assert!(
        first.contains("created generated/src/api/a/get.rs\n"),
        "{first}"
    );
    assert!(first.contains("updated generated/Cargo.toml\n"), "{first}");
    assert!(
        first.ends_with("1 method: 8 created, 1 updated, 0 removed, 0 unchanged\n"),
        "{first}"
    );
    let written = files(project.path());
    let manifest = String::from_utf8(written["generated/Cargo.toml"].clone()).unwrap();
    assert_eq!(
        manifest,
        MANIFEST.replace("# </", "full = [\"a\"]\na = []\n# </")
    );

    let second = xtask(project.path(), &["generate"]).unwrap();
    assert_eq!(
        second,
        "1 method: 0 created, 0 updated, 0 removed, 9 unchanged\n"
    );
    assert_eq!(files(project.path()), written);

    fs::remove_dir_all(project.path().join("generated/src/api")).unwrap();
    xtask(project.path(), &["generate"]).unwrap();
    assert_eq!(files(project.path()), written);
}

#[test]
fn what_is_unchanged_is_not_touched() {
    let project = project();
    xtask(project.path(), &["generate"]).unwrap();
    let modified = |path: &str| {
        fs::metadata(project.path().join(path))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = modified("generated/src/api/mod.rs");
    xtask(project.path(), &["generate"]).unwrap();
    assert_eq!(modified("generated/src/api/mod.rs"), before);
    write(
        project.path(),
        "spec/a/get.yaml",
        GET.replace("effect", "access: everybody\neffect"),
    );
    let output = xtask(project.path(), &["generate"]).unwrap();
    assert_eq!(
        output,
        "updated generated/src/api/a/get.rs\n1 method: 0 created, 1 updated, 0 removed, 8 unchanged\n"
    );
    assert_eq!(modified("generated/src/api/mod.rs"), before);
}

#[test]
fn whatever_differs_is_mended_and_told() {
    let project = project();
    let root = project.path();
    xtask(root, &["generate"]).unwrap();
    let whole = files(root);
    let get = root.join("generated/src/api/a/get.rs");
    let text = fs::read_to_string(&get).unwrap();
    let time = fs::metadata(&get).unwrap().modified().unwrap();

    // As long as before, and of the same time.
    fs::write(&get, text.replace("Gets", "Sets")).unwrap();
    let file = fs::File::options().write(true).open(&get).unwrap();
    file.set_modified(time).unwrap();
    xtask(root, &["generate", "--check"]).unwrap_err();
    let told = xtask(root, &["generate"]).unwrap();
    assert!(
        told.starts_with("updated generated/src/api/a/get.rs\n"),
        "{told}"
    );

    fs::remove_file(&get).unwrap();
    write(root, "generated/src/api/old.rs", bitrix24_codegen::HEADER);
    let told = xtask(root, &["generate"]).unwrap();
    assert!(
        told.starts_with("created generated/src/api/a/get.rs\nremoved generated/src/api/old.rs\n"),
        "{told}"
    );
    assert_eq!(files(root), whole);
}

#[test]
fn what_no_spec_says_any_more_is_removed() {
    let project = project();
    xtask(project.path(), &["generate"]).unwrap();
    let before = files(project.path());
    write(
        project.path(),
        "spec/b/c/get.yaml",
        GET.replace("a.get", "b.c.get"),
    );
    xtask(project.path(), &["generate"]).unwrap();
    fs::remove_dir_all(project.path().join("spec/b")).unwrap();
    let output = xtask(project.path(), &["generate"]).unwrap();
    assert!(
        output.contains("removed generated/src/api/b/c/get.rs\n"),
        "{output}"
    );
    assert_eq!(files(project.path()), before);
    assert!(!project.path().join("generated/src/api/b").exists());
}

#[test]
fn check_shows_a_diff_and_writes_nothing() {
    let project = project();
    xtask(project.path(), &["generate"]).unwrap();
    write(
        project.path(),
        "spec/a/get.yaml",
        GET.replace("effect", "access: everybody\neffect"),
    );
    write(
        project.path(),
        "generated/src/api/stale.rs",
        format!("{}.\n", bitrix24_codegen::HEADER),
    );
    let before = files(project.path());
    let parts = [
        "--- a/generated/src/api/a/get.rs\n+++ b/generated/src/api/a/get.rs\n",
        "\n+/// - Access: everybody\n",
        "--- a/generated/src/api/stale.rs\n+++ /dev/null\n",
        "2 files are not up to date; run `cargo xtask generate`",
    ];
    assert_error(xtask(project.path(), &["generate", "--check"]), &parts);
    assert_eq!(files(project.path()), before);
}

#[test]
fn a_mistake_in_a_spec_leaves_everything_untouched() {
    let project = project();
    xtask(project.path(), &["generate"]).unwrap();
    let before = files(&project.path().join("generated"));
    write(
        project.path(),
        "spec/a/get.yaml",
        GET.replace("read", "reed"),
    );
    write(project.path(), "spec/a/list.yaml", GET);
    assert_error(
        xtask(project.path(), &["generate"]),
        &[
            "2 mistakes in 2 files of spec/; generated/ is untouched\n\n\
             For more about a mistake, try `cargo xtask explain E0005`.",
        ],
    );
    assert_eq!(files(&project.path().join("generated")), before);
}
