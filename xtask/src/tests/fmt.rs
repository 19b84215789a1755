//! The layout of specs, on the disk.

use std::fs;
use std::path::Path;

use super::{GET, assert_error, files, project, write, xtask};

const UGLY: &str =
    "summary: 'Sets.'\nmethod: a.set\nscope:   a\neffect: write\nresult: {type: integer}\n";
const PRETTY: &str = "# yaml-language-server: $schema=../schema.json\nmethod: a.set\nsummary: Sets.\nscope: a\n\
                      effect: write\nresult: { type: integer }\n";

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn specs_are_formatted_once_and_nothing_else_is() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/set.yaml", UGLY.replace('\n', "\r\n"));
    write(root, "spec/coverage.yaml", "a:   [a.get]\n");
    let output = xtask(root, &["fmt"]).unwrap();
    assert_eq!(
        output,
        "updated spec/_system.yaml\nupdated spec/a/get.yaml\nupdated spec/a/set.yaml\n\
         3 specs: 0 created, 3 updated, 0 removed, 0 unchanged\n"
    );
    assert_eq!(text(root, "spec/a/set.yaml"), PRETTY);
    assert_eq!(text(root, "spec/coverage.yaml"), "a:   [a.get]\n");
    let again = xtask(root, &["fmt", "--check"]).unwrap();
    assert_eq!(
        again,
        "3 specs: 0 created, 0 updated, 0 removed, 3 unchanged\n"
    );
    xtask(root, &["generate"]).unwrap();
}

#[test]
fn check_shows_a_diff_and_writes_nothing() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/set.yaml", UGLY);
    let before = files(root);
    let parts = [
        "--- a/spec/a/set.yaml\n+++ b/spec/a/set.yaml\n",
        "\n method: a.set\n-scope:   a\n+summary: Sets.\n+scope: a\n",
        "3 files are not up to date; run `cargo xtask fmt`",
    ];
    assert_error(xtask(root, &["fmt", "--check"]), &parts);
    assert_eq!(files(root), before);
}

#[test]
fn what_cannot_be_read_does_not_stop_the_others() {
    let broken: [(&str, &[u8]); 5] = [
        ("no_yaml", b"method: [\n"),
        ("twice", b"method:  a\nmethod:  b\n"),
        ("mark", b"\xef\xbb\xbfmethod:  a\n"),
        ("tab", b"params:\n\ta:  1\n"),
        ("latin1", b"summary:  Gr\xf6\xdfe\n"),
    ];
    let project = project();
    let root = project.path();
    write(root, "spec/a/set.yaml", UGLY);
    for (name, bytes) in broken {
        write(root, &format!("spec/a/{name}.yaml"), bytes);
    }
    let parts = [
        "updated spec/a/set.yaml\n",
        "spec/a/latin1.yaml: ",
        "4 mistakes in 4 files of spec/; what has any is untouched\n\nFor more about a mistake, try `cargo xtask explain E0001`.",
    ];
    assert_error(xtask(root, &["fmt"]), &parts);
    assert_eq!(text(root, "spec/a/set.yaml"), PRETTY);
    for (name, bytes) in broken {
        assert_eq!(
            fs::read(root.join(format!("spec/a/{name}.yaml"))).unwrap(),
            bytes
        );
    }
}

#[test]
fn paths_choose() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/set.yaml", UGLY);
    write(root, "spec/b/c/set.yaml", UGLY.replace("a.set", "b.c.set"));
    let full = root.join("spec/b");
    for (paths, updated) in [
        (
            &["spec/a/set.yaml"][..],
            "updated spec/a/set.yaml\n1 spec: ",
        ),
        (&["spec/a"], "updated spec/a/get.yaml\n2 specs: "),
        (
            &[full.to_str().unwrap(), "spec/a/get.yaml"],
            "updated spec/b/c/set.yaml\n2 specs: ",
        ),
        (&["spec"], "updated spec/_system.yaml\n4 specs: "),
    ] {
        let output = xtask(root, &[&["fmt"], paths].concat()).unwrap();
        assert!(output.starts_with(updated), "{output}");
    }
    for path in ["spec/x", "spec/a/se", "a", "spec/README.md", "../spec"] {
        let error = xtask(root, &["fmt", path]).unwrap_err();
        assert_eq!(error, format!("there is no spec `{path}`"));
    }
}

#[test]
fn a_new_spec_is_laid_out_as_it_should_be() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/get.yaml", GET);
    xtask(root, &["fmt"]).unwrap();
    let answer = r#"{"result":{"item":{"id":"7","1":[],"a b":"it's \"so\"","at":"2025-03-20T14:50:06+03:00",
        "text":"one\ntwo: # three","no":null,"rows":[{"a":1,"b":{"c":[[]]}}]}}}"#;
    write(root, "answer.json", answer);
    let from = root.join("answer.json");
    xtask(root, &["new", "top"]).unwrap();
    xtask(root, &["new", "a.b.add@v3"]).unwrap();
    xtask(root, &["new", "a.b.get", "--from", from.to_str().unwrap()]).unwrap();
    xtask(root, &["fmt", "--check"]).unwrap();
}
