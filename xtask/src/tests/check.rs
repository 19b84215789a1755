//! `cargo xtask check`.

use super::{GET, assert_error, project, write, xtask};
use crate::{Failure, spec};

#[test]
fn the_specs_are_checked_alone_and_mistakes_shown_for_programs() {
    let project = project();
    let root = project.path();
    assert_eq!(xtask(root, &["check"]).unwrap(), "1 method: no mistake\n");
    assert!(!root.join("generated/src/api").exists());

    let wrong = GET.replace("{ type: integer }", "{ doc: Größe., type: int }");
    write(root, "spec/a/get.yaml", &wrong);
    let set = wrong.replace("a.get", "a.set").replace("summary", "sumary");
    write(root, "spec/a/set.yaml", &set);
    assert_eq!(
        xtask(root, &["check", "--format", "short"]).unwrap_err(),
        "spec/a/get.yaml:5:30: E0202: there is no type `int`\n\
         spec/a/set.yaml:2:1: E0003: unknown key `sumary`\n\
         spec/a/set.yaml:5:30: E0202: there is no type `int`\n3 mistakes in 2 files of spec/"
    );
    let json = xtask(root, &["check", "--format", "json"]).unwrap_err();
    let first = r#"{"code":"E0202","end":{"column":33,"line":5},"file":"spec/a/get.yaml","help":"write `integer`","#;
    assert!(json.starts_with(first), "{json}");
    assert_eq!(json.lines().count(), 4);
    let generate = xtask(root, &["generate", "--format", "short"]).unwrap_err();
    assert!(
        generate.starts_with("spec/a/get.yaml:5:30: E0202: "),
        "{generate}"
    );
    // A place that is in conflict comes along, of whatever file.
    let twice = format!("{GET}summary: Again.\n");
    write(root, "spec/a/get.yaml", twice);
    write(root, "spec/a/set.yaml", GET);
    let json = xtask(root, &["check", "--format", "json"]).unwrap_err();
    for related in [
        r#""related":[{"end":{"column":8,"line":2},"file":"spec/a/get.yaml","label":"here first","start":{"column":1,"line":2}}]"#,
        r#""related":[{"end":{"column":14,"line":1},"file":"spec/a/get.yaml","label":"this is the spec of the method","start":{"column":9,"line":1}}]"#,
    ] {
        assert!(json.contains(related), "{json}");
    }
    write(root, "spec/a/get.yaml", &wrong);
    write(root, "spec/a/set.yaml", set);
    // Where people read, the way to more ends it.
    let human = xtask(root, &["check"]).unwrap_err();
    let more = "3 mistakes in 2 files of spec/\n\nFor more about a mistake, try `cargo xtask explain E0202`.";
    assert_eq!(human, more);
}

#[test]
fn a_name_that_the_vendor_does_not_have_is_told() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/get.yaml", format!("{GET}see: [a.lsit]\n"));
    assert!(xtask(root, &["check"]).is_ok());
    write(root, "spec/coverage.yaml", "a: [a.get, a.list]\n");
    for command in ["check", "generate"] {
        let error = xtask(root, &[command, "--format", "short"]).unwrap_err();
        let told = "spec/a/get.yaml:7:7: E0607: there is no method `a.lsit`\n";
        assert!(error.starts_with(told), "{error}");
    }
}

#[test]
fn what_cannot_be_read_is_told_all_at_once() {
    let project = project();
    write(
        project.path(),
        "spec/a/latin1.yaml",
        b"method: a.latin1\nsummary: Gr\xf6\xdfe\n",
    );
    write(project.path(), "spec/b/latin1.yaml", b"\xff");
    // A folder that is called like a spec is none, and a file beside it has its own mistakes.
    write(project.path(), "spec/c/get.yaml/get.yaml", GET);
    write(
        project.path(),
        "spec/a/get.yaml",
        GET.replace("read", "reed"),
    );
    let error = xtask(project.path(), &["generate", "--format", "short"]).unwrap_err();
    let told: Vec<&str> = error.lines().filter(|line| line.contains(": E0")).collect();
    assert_eq!(
        told,
        [
            "spec/a/get.yaml:4:9: E0005: `reed` is not possible here",
            "spec/a/latin1.yaml:2:12: E0001: this is not valid UTF-8",
            "spec/b/latin1.yaml:1:1: E0001: this is not valid UTF-8",
            "spec/c/get.yaml:1:1: E0103: `get.yaml` is a folder",
        ]
    );
    assert!(!project.path().join("generated/src/api").exists());
    // Whoever means to write the specs gets none of them.
    let Err(Failure::Failed(error)) = spec::read(project.path()) else {
        panic!("it was read");
    };
    let parts = [
        "spec/a/latin1.yaml: this is not valid UTF-8",
        "spec/c/get.yaml: a folder",
    ];
    assert_error(Err(error), &parts);
}
