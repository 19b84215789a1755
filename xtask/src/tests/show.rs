//! `cargo xtask show`.

use super::{GET, assert_error, project, write, xtask};

const TEMPLATE: &str = "summary: Lists $many.\nscope: a\neffect: read\nlist: { order: { except: [b] } }\n\
                        result: { type: \"Row[]\" }\nerrors: { GONE: shared }\n";
const TYPES: &str = "\
types:
  Row: { doc: A row., fields: { a: { type: Id, doc: A. }, b: { type: string, doc: B. } } }
  Id: { doc: It., id: integer }
  Other: { doc: Of another method., id: integer }
errors:
  GONE: { doc: It is gone. }
";
const USER: &str = "params: { id: { type: Other, doc: It. } }\n";

#[test]
fn a_method_is_shown_with_everything_in_its_place() {
    let project = project();
    let root = project.path();
    write(root, "spec/a/_list.yaml", TEMPLATE);
    write(root, "spec/a/_types.yaml", TYPES);
    write(
        root,
        "spec/a/use.yaml",
        GET.replace("a.get", "a.use") + USER,
    );
    let list = "method: a.list\ntemplate: list\nwith: { many: rows }\ndescription: |\n  Some.\n\n  More.\n";
    write(root, "spec/a/list.yaml", list);
    assert_eq!(
        xtask(root, &["show", "a.list"]).unwrap(),
        "\
# yaml-language-server: $schema=../schema.json
method: a.list
summary: Lists rows.
description: |
  Some.

  More.
scope: a
effect: read
list: { fields: [a], order: {} }
result: { type: \"Row[]\" }
types:
  Row: { doc: A row., fields: { a: { type: Id, doc: A. }, b: { type: string, doc: B. } } }
  Id: { id: integer, doc: It. }
errors: { GONE: { doc: It is gone. } }
"
    );
}

#[test]
fn what_has_no_spec_is_told_with_what_was_meant() {
    let project = project();
    let root = project.path();
    assert_error(
        xtask(root, &["show", "a.gett"]),
        &["no spec describes `a.gett`; did you mean `a.get`?"],
    );
    assert_error(
        xtask(root, &["show", "crm.deal.get"]),
        &["`cargo xtask list` shows"],
    );
    assert_error(xtask(root, &["show"]), &["usage: show needs the name"]);
    write(root, "spec/a/get.yaml", GET.replace("a.get", "a.got"));
    assert_error(xtask(root, &["show", "a.get"]), &["1 mistake in spec/"]);
}
