//! What is written, and what is never lost.

use std::fs;

use super::{GET, MANIFEST, assert_error, files, project, write, xtask};

#[test]
fn a_file_that_was_not_generated_is_never_lost() {
    for path in [
        "generated/src/api/notes.txt",
        "generated/src/api/a/get.rs",
        "generated/tests/contract/a.rs",
    ] {
        let project = project();
        write(project.path(), path, "mine\n");
        let before = files(project.path());
        assert_error(
            xtask(project.path(), &["generate"]),
            &[path, "was not generated"],
        );
        assert_eq!(files(project.path()), before);
    }
}

#[test]
fn a_killed_run_is_finished_by_the_next() {
    let project = project();
    xtask(project.path(), &["generate"]).unwrap();
    let whole = files(project.path());
    write(project.path(), "generated/src/api/a/get.rs", "");
    write(
        project.path(),
        "generated/src/api/a/.xtask-get.rs.tmp",
        "// @gen",
    );
    write(project.path(), "generated/.xtask-Cargo.toml.tmp", "[feat");
    fs::remove_file(project.path().join("generated/tests/contract/a/get.rs")).unwrap();
    xtask(project.path(), &["generate"]).unwrap();
    assert_eq!(files(project.path()), whole);
}

#[test]
fn the_markers_of_the_block_must_be_there_once() {
    for manifest in [
        "[features]\n",
        &MANIFEST.replace("# </generated>\n", ""),
        &(MANIFEST.to_owned() + MANIFEST),
    ] {
        let project = project();
        write(project.path(), "generated/Cargo.toml", manifest);
        let before = files(project.path());
        assert_error(
            xtask(project.path(), &["generate"]),
            &["generated/Cargo.toml", "the line `# <"],
        );
        assert_eq!(files(project.path()), before);
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_read_or_written_through_a_link() {
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "get.yaml", GET);
    for link in [
        "generated/src/api",
        "generated/src/api/a",
        "spec/b",
        "spec/a/link.yaml",
    ] {
        let project = project();
        let path = project.path().join(link);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(outside.path(), path).unwrap();
        let short = ["generate", "--format", "short"];
        assert_error(xtask(project.path(), &short), &[link, "a link"]);
    }
    assert_eq!(files(outside.path()).len(), 1);
}
