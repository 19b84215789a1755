//! `cargo xtask show`.

use super::{GET, assert_error, project, write, xtask};

const TEMPLATE: &str = "summary: Lists $many.\nscope: a\neffect: read\nlist: { order: { except: [b] } }\n\
                        result: { type: \"Row[]\" }\nerrors: { GONE: shared, LATE: none }\n";
const TYPES: &str = "\
types:
  Row: { doc: A row., fields: { a: { type: Id, doc: A. }, b: { type: string, doc: B. } } }
  Id: { doc: It., id: integer }
  Other: { doc: Of another method., id: integer }
errors:
  GONE: { doc: It is gone. }
  LOST: { doc: It is lost. }
  LATE: { doc: It is late. }
error_groups: { all: [LOST, LATE] }
inherits: all
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
errors: { LOST: { doc: It is lost. }, GONE: { doc: It is gone. } }
"
    );
}

#[test]
fn the_columns_of_a_list_inside_a_parameter_are_named() {
    let project = project();
    let root = project.path();
    let list = "method: a.list\nsummary: Lists rows.\nscope: a\neffect: read\nparams:\n  \
                options: { type: object, doc: What to list., fields: { all: { type: boolean, doc: All. } } }\n\
                list: { inside: options, except: [b], select: { also: [b] }, filter: {} }\nresult:\n  \
                type: object[]\n  fields: { a: { type: integer, doc: A. }, b: { type: string, doc: B. } }\n";
    write(root, "spec/a/list.yaml", list);
    let shown = xtask(root, &["show", "a.list"]).unwrap();
    assert!(
        shown.contains("list: { inside: options, fields: [a], select: { also: [b] }, filter: {} }"),
        "{shown}"
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
