//! `cargo xtask new`.

use std::fs;

use super::{GET, project, write, xtask};

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
