//! The commands for who writes specs.

use std::fs;
use std::path::Path;

use super::{GET, project, write, xtask};
use crate::check::Format;
use crate::watch;

#[test]
fn the_coverage_is_counted_and_the_readme_must_state_it() {
    let project = project();
    let root = project.path();
    write(
        root,
        "spec/coverage.yaml",
        "a: [a.get, a.get@v3]\nb: [b.get]\n",
    );
    assert_eq!(
        xtask(root, &["list"]).unwrap(),
        "\
scope  methods  specs  complete  no examples  deprecated
a            2      1         1            0           0
b            1      0         0            0           0

1 of 3 methods have a spec
"
    );
    let badge = "![1 of 3 methods](https://img.shields.io/badge/methods-1%20of%203-blue)";
    write(root, "README.md", "![0 of 3 methods](…)");
    assert!(
        xtask(root, &["list", "--check"])
            .unwrap_err()
            .ends_with(badge)
    );
    write(root, "README.md", badge);
    assert!(xtask(root, &["list", "--check"]).is_ok());

    write(root, "spec/coverage.yaml", "a: [a.list]\n");
    let error = xtask(root, &["list"]).unwrap_err();
    assert!(
        error.starts_with("the vendor has no method a.get;"),
        "{error}"
    );
    write(root, "spec/coverage.yaml", "a: a.get\n");
    let error = xtask(root, &["list"]).unwrap_err();
    assert!(error.starts_with("1 mistake in spec/"), "{error}");
}

#[test]
fn a_method_is_complete_deprecated_without_examples_or_missing() {
    let project = project();
    let root = project.path();
    let vendor = "a: [a.add, a.get, a.set, a.zap]\nb: [b.get]\n";
    write(root, "spec/coverage.yaml", vendor);
    let add = GET.replace("a.get", "a.add");
    write(
        root,
        "spec/a/add.yaml",
        &add[..add.find("examples").unwrap()],
    );
    let set = GET.replace("a.get", "a.set") + "deprecated: { reason: It is old. }\n";
    write(root, "spec/a/set.yaml", set);
    assert_eq!(
        xtask(root, &["list", "a"]).unwrap(),
        "\
method  state
a.add   no examples
a.get   complete
a.set   deprecated
a.zap   missing

3 of 5 methods have a spec
"
    );
    assert_eq!(
        xtask(root, &["list", "--format", "markdown"]).unwrap(),
        "\
| scope | methods | specs | complete | no examples | deprecated |
|---|---|---|---|---|---|
| a | 4 | 3 | 1 | 1 | 1 |
| b | 1 | 0 | 0 | 0 | 0 |

3 of 5 methods have a spec
"
    );
    let json = xtask(root, &["list", "--format", "json"]).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["a"]["a.set"], "deprecated");
    assert_eq!(json["b"], serde_json::json!({ "b.get": "missing" }));
    assert_eq!(
        xtask(root, &["list", "c"]).unwrap_err(),
        "the vendor has no scope `c`; `cargo xtask list` shows all of them"
    );
}

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
    let error = xtask(root, &["check", "--format", "xml"]).unwrap_err();
    assert_eq!(error, "usage: there is no format `xml`");
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
fn a_new_spec_is_valid_at_once_and_replaces_nothing() {
    let project = project();
    let root = project.path();
    assert_eq!(
        xtask(root, &["new", "a.b.list"]).unwrap(),
        "created spec/a/b/list.yaml\n"
    );
    let text = fs::read_to_string(root.join("spec/a/b/list.yaml")).unwrap();
    let begin = "# yaml-language-server: $schema=../../schema.json\nmethod: a.b.list\n";
    assert!(text.starts_with(begin), "{text}");
    xtask(root, &["new", "top"]).unwrap();
    xtask(root, &["new", "a.b.list@v3"]).unwrap();
    assert_eq!(xtask(root, &["check"]).unwrap(), "4 methods: no mistake\n");

    write(root, "spec/top.yaml", "mine");
    let error = xtask(root, &["new", "top"]).unwrap_err();
    assert_eq!(error, "spec/top.yaml is there already");
    assert_eq!(fs::read(root.join("spec/top.yaml")).unwrap(), b"mine");
    for name in ["../x", "a/b", "a..b", "", "a.1"] {
        let error = xtask(root, &["new", name]).unwrap_err();
        assert_eq!(error, format!("usage: `{name}` is no name of a method"));
    }
}

#[test]
fn a_new_spec_takes_over_what_an_answer_shows() {
    let project = project();
    let root = project.path();
    write(
        root,
        "spec/shop/get.yaml",
        GET.replace("a.get", "shop.get")
            .replace("scope: a", "scope: store"),
    );
    let answer = r#"{"result":{"rows":[
        {"ID":"7","OPEN":"Y","PRICE":1,"AT":"2025-03-20T14:50:06+03:00","WHO":[],"TAGS":["x"],"NOTE":null},
        {"ID":8,"OPEN":"N","PRICE":1.5,"AT":"","WHO":{"name":"Ann"},"2":[{"a":true}]}
    ]},"time":{}}"#;
    write(root, "answer.json", answer);
    let file = root.join("answer.json");
    xtask(
        root,
        &["new", "shop.list", "--from", file.to_str().unwrap()],
    )
    .unwrap();
    let text = fs::read_to_string(root.join("spec/shop/list.yaml")).unwrap();
    let result = "scope: store\neffect: read # read, write or delete\n\
        params: {}   # id: { type: integer, required: true, doc: Which. }\n\
        result:\n  unwrap: rows\n  type: object[]\n  fields:\n    \
        ID: { type: integer, doc: What it is. }\n    \
        OPEN: { type: flag, doc: What it is. }\n    \
        PRICE: { type: double, doc: What it is. }\n    \
        AT: { type: datetime, doc: What it is. }\n    \
        WHO:\n      type: object\n      doc: What it is.\n      fields:\n        name: { type: string, doc: What it is. }\n    \
        TAGS: { type: \"string[]\", doc: What it is. }\n    \
        NOTE: { type: any, doc: What it is. }\n    \
        \"2\":\n      type: object[]\n      doc: What it is.\n      fields:\n        a: { type: boolean, doc: What it is. }\n";
    assert!(text.contains(result), "{text}");
    assert_eq!(xtask(root, &["check"]).unwrap(), "3 methods: no mistake\n");
    xtask(root, &["generate"]).unwrap();

    for (answer, problem) in [
        ("{", "EOF while parsing an object at line 1 column 1"),
        (r#"{"error":"x"}"#, "this is no answer: it has no `result`"),
    ] {
        write(root, "answer.json", answer);
        let error = xtask(root, &["new", "shop.set", "--from", file.to_str().unwrap()]);
        assert_eq!(error.unwrap_err(), format!("{}: {problem}", file.display()));
        assert!(!root.join("spec/shop/set.yaml").exists());
    }
}

#[test]
fn a_code_is_explained() {
    let root = Path::new("/");
    let text = xtask(root, &["explain", "E0201"]).unwrap();
    assert!(
        text.starts_with("# A type that cannot be read\n\n"),
        "{text}"
    );
    assert!(text.contains("\nWrong:\n") && text.contains("\nRight:\n"));
    assert_eq!(xtask(root, &["explain", "e0201"]).unwrap(), text);

    let list = xtask(root, &["explain"]).unwrap();
    assert_eq!(list.lines().count(), bitrix24_codegen::codes().count());
    assert!(
        list.contains("\nE0201  A type that cannot be read\n"),
        "{list}"
    );
}

#[test]
fn a_code_that_does_not_exist_leads_to_those_that_do() {
    let all = "`cargo xtask explain` lists all codes";
    for (code, way_out) in [
        ("201", "did you mean `E0201`?"),
        ("E201", "did you mean `E0201`?"),
        ("E0309", "near it are `E0301`, `E0302`, `E0303`"),
        ("E0999", all),
        ("unused", all),
        ("", all),
        ("99999999999", all),
    ] {
        assert_eq!(
            xtask(Path::new("/"), &["explain", code]).unwrap_err(),
            format!("there is no explanation of `{code}`; {way_out}")
        );
    }
}

#[test]
fn specs_are_watched_and_a_mistake_does_not_end_it() {
    let project = project();
    let root = project.path();
    let mut seen = None;
    let mut look = || {
        let mut out = Vec::new();
        let looked = watch::look(root, &mut seen, Format::Short, &mut out);
        assert!(looked.is_ok());
        String::from_utf8(out).unwrap()
    };
    let first = look();
    assert!(
        first.contains("created generated/src/api/a.rs\n"),
        "{first}"
    );
    assert_eq!(look(), "");
    write(root, "spec/a/get.yaml", GET.replace("integer", "int"));
    let shown = look();
    assert!(
        shown.starts_with("spec/a/get.yaml:5:17: E0202: "),
        "{shown}"
    );
    assert!(shown.contains("error: 1 mistake in spec/"), "{shown}");
    assert_eq!(look(), "");
    write(root, "spec/a/get.yaml", GET.replace("Gets.", "Gets it."));
    let changed = look();
    assert!(
        changed.contains("updated generated/src/api/a/get.rs\n"),
        "{changed}"
    );

    let error = xtask(root, &["generate", "--watch", "--check"]).unwrap_err();
    assert_eq!(error, "usage: --check looks once");
}
