//! What is told of a change of specs: small pairs of them, one for each rule.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

mod support;

use bitrix24_codegen::{Impact, Sources, changes};

const GET: &str = "\
method: a.get
summary: Gets.
scope: a
effect: read
params:
  id: { type: integer, required: true, max: 9, doc: Which. }
  code: { type: string | null, doc: Its code. }
  state: { type: string, doc: Its state., values: { NEW: Not begun., DONE: Ended. } }
result:
  unwrap: item
  fields:
    id: { type: integer, required: true, doc: Which. }
    code: { type: string, max_length: 9, doc: Its code. }
    state: { type: string, doc: Its state., values: { NEW: Not begun., DONE: Ended., GONE: Deleted. } }
errors:
  NOT_FOUND: { message: \"No #ID#.\", status: 404, doc: It is gone. }
";

const LIST: &str = "\
#--- a/list.yaml
method: a.list
summary: Lists.
scope: a
effect: read
list:
  fields: [ID, NAME]
  select: { all: \"*\" }
  filter: { operators: [\"=\", \">\"], logic: true }
  order: {}
  paging: { style: start, size: 50, walk: ID }
result:
  type: object[]
  fields:
    ID: { type: integer, doc: Which. }
    NAME: { type: string, doc: Its name. }
    \"UF_*\": { type: any, rename: more, doc: The portal's own. }
";

const SHARED: &str = "\
#--- a/_types.yaml
doc: The folder.
types:
  Both:
    doc: Sent and answered.
    fields:
      name: { type: string, required: true, doc: Its name. }
      note: { type: string | null, doc: A note. }
  Answered:
    doc: Answered.
    fields:
      name: { type: string, required: true, doc: Its name. }
      note: { type: string | null, doc: A note. }
  Id: { id: integer, doc: An identifier. }
  State: { doc: A state., values: { NEW: Not begun., DONE: Ended. } }
#--- a/get.yaml
method: a.get
summary: Gets.
scope: a
effect: read
result:
  fields:
    both: { type: Both, doc: What. }
    id: { type: Id, doc: Which. }
    state: { type: State, doc: Its state. }
#--- a/set.yaml
method: a.set
summary: Sets.
scope: a
effect: write
params:
  item: { type: Both, doc: What. }
  value: { type: \"Own | integer\", doc: A value. }
types:
  Own: { doc: Of this method alone., fields: { on: { type: flag, doc: Whether. } } }
result: { type: \"Answered[]\" }
";

fn specs(fixture: &str) -> Sources {
    support::sources(fixture)
}

/// What is told, in the form of its output.
fn told(old: &Sources, new: &Sources) -> Vec<String> {
    let changes = changes(old, new).unwrap_or_else(|report| {
        panic!("{}{}", report.render(old, false), report.render(new, false))
    });
    let line = |change: &bitrix24_codegen::Change| {
        format!("{:?} {}: {}", change.kind, change.method, change.what)
    };
    changes.iter().map(line).collect()
}

/// Replaces `from` by `to` in `fixture`, and expects exactly these lines, and other ones for the way back.
#[track_caller]
fn both_ways(fixture: &str, from: &str, to: &str, there: &[&str], back: &[&str]) {
    assert!(fixture.contains(from), "{from}");
    let (old, new) = (specs(fixture), specs(&fixture.replacen(from, to, 1)));
    assert_eq!(told(&old, &old), [""; 0]);
    assert_eq!(told(&old, &new), there, "{from} -> {to}");
    assert_eq!(told(&new, &old), back, "{to} -> {from}");
}

#[track_caller]
fn get(from: &str, to: &str, there: &[&str], back: &[&str]) {
    both_ways(GET, from, to, there, back);
}

#[track_caller]
fn list(from: &str, to: &str, there: &[&str], back: &[&str]) {
    both_ways(LIST, from, to, there, back);
}

#[test]
fn the_worst_comes_first() {
    assert!(Impact::Breaking < Impact::Additive && Impact::Additive < Impact::Docs);
}

#[test]
fn methods_come_and_go() {
    let one = specs(GET);
    let mut two = one.clone();
    two.extend(specs(LIST));
    assert_eq!(told(&one, &two), ["Additive a.list: the method is new"]);
    assert_eq!(told(&two, &one), ["Breaking a.list: the method is gone"]);

    let plain =
        "method: a.get\nsummary: Gets.\nscope: a\neffect: read\nresult: { type: integer }\n";
    let (old, new) = (specs(plain), specs(&format!("#--- v3/a/get.yaml\n{plain}")));
    assert_eq!(
        told(&old, &new),
        [
            "Breaking a.get: the method is `a.get@v3` now, of the other protocol",
            "Additive a.get@v3: the method is new"
        ]
    );
}

#[test]
fn a_module_that_is_divided_is_still_a_feature_of_all_of_it() {
    let text = |name: &str| {
        format!(
            "method: {name}\nsummary: Does it.\nscope: a\neffect: read\nresult: {{ type: integer }}\n"
        )
    };
    let few = specs(&format!("#--- a/b/get.yaml\n{}", text("a.b.get")));
    let listed: String = (1..60).map(|index| format!("  - a.b.m{index}\n")).collect();
    let many = specs(&format!(
        "#--- a/b/get.yaml\n{}#--- coverage.yaml\na:\n{listed}",
        text("a.b.get")
    ));
    assert_eq!(
        told(&few, &many),
        ["Additive a.b.get: it needs the feature `a.b` now, not the feature `a`"]
    );
    assert_eq!(
        told(&many, &few),
        ["Breaking a.b.get: it needs the feature `a` now, not the feature `a.b`"]
    );
}

#[test]
fn the_facts_of_a_method() {
    get(
        "scope: a",
        "scope: [a, b]",
        &["Additive a.get: it needs the scope `a` or `b` now, not the scope `a`"],
        &["Breaking a.get: it needs the scope `a` now, not the scope `a` or `b`"],
    );
    get(
        "scope: a",
        "scope: b",
        &["Breaking a.get: it needs the scope `b` now, not the scope `a`"],
        &["Breaking a.get: it needs the scope `a` now, not the scope `b`"],
    );
    get(
        "scope: a",
        "scope: { all: [a, b] }",
        &["Breaking a.get: it needs the scopes `a` and `b` now, not the scope `a`"],
        &["Additive a.get: it needs the scope `a` now, not the scopes `a` and `b`"],
    );
    get(
        "scope: a",
        "scope: { all: [a], also: that of `moduleId` }",
        &["Breaking a.get: it needs the scope `a` and that of `moduleId` now, not the scope `a`"],
        &["Additive a.get: it needs the scope `a` now, not the scope `a` and that of `moduleId`"],
    );
    get(
        "scope: a",
        "scope: []",
        &[
            "Additive a.get: it needs no feature now, not the feature `a`",
            "Additive a.get: it needs no scope now, not the scope `a`",
        ],
        &[
            "Breaking a.get: it needs the feature `a` now, not no feature",
            "Breaking a.get: it needs the scope `a` now, not no scope",
        ],
    );
    get(
        "effect: read",
        "effect: write",
        &["Breaking a.get: its effect is `write` now, not `read`"],
        &["Additive a.get: its effect is `read` now, not `write`"],
    );
    get(
        "effect",
        "context: application\neffect",
        &["Breaking a.get: a webhook may not call it any more"],
        &["Additive a.get: a webhook may call it now"],
    );
    get(
        "effect",
        "batch: false\neffect",
        &["Breaking a.get: a batch cannot have it any more"],
        &["Additive a.get: a batch can have it now"],
    );
    get(
        "effect",
        "positional: true\neffect",
        &["Additive a.get: the parameters are sent by their order now"],
        &["Additive a.get: the parameters are sent by their names now"],
    );
    get(
        "effect",
        "rename: Read\neffect",
        &["Breaking a.get: it is called `Read` in Rust now, not `Get`"],
        &["Breaking a.get: it is called `Get` in Rust now, not `Read`"],
    );
    get(
        "effect",
        "deprecated: { reason: It is slow. }\neffect",
        &["Additive a.get: the method is deprecated now"],
        &["Additive a.get: the method is not deprecated any more"],
    );
    get(
        "unwrap: item",
        "unwrap: row",
        &["Breaking a.get: the answer stands under `row` now"],
        &["Breaking a.get: the answer stands under `item` now"],
    );
}

#[test]
fn parameters() {
    let id = "  id: { type: integer, required: true, max: 9, doc: Which. }\n";
    get(
        id,
        &format!("{id}  more: {{ type: boolean, doc: More. }}\n"),
        &["Additive a.get: the parameter `more` is new"],
        &["Breaking a.get: the parameter `more` is gone"],
    );
    get(
        id,
        &format!("{id}  more: {{ type: boolean, required: true, doc: More. }}\n"),
        &["Breaking a.get: the parameter `more` is new, and required"],
        &["Breaking a.get: the parameter `more` is gone"],
    );
    get(
        "code: { type: string | null, ",
        "code: { type: string | null, required: true, ",
        &["Breaking a.get: the parameter `code` is required now"],
        &["Breaking a.get: the parameter `code` is optional now"],
    );
    get(
        "string | null, doc",
        "string, doc",
        &["Breaking a.get: the parameter `code` is `string` now, not `string | null`"],
        &["Breaking a.get: the parameter `code` is `string | null` now, not `string`"],
    );
    get(
        "string | null, doc",
        "\"string[]\", doc",
        &["Breaking a.get: the parameter `code` is `string[]` now, not `string | null`"],
        &["Breaking a.get: the parameter `code` is `string | null` now, not `string[]`"],
    );
    get(
        "string | null, doc",
        "string | null, rename: key, doc",
        &["Breaking a.get: the parameter `code` is called `key` in Rust now, not `code`"],
        &["Breaking a.get: the parameter `code` is called `code` in Rust now, not `key`"],
    );
    get(
        "code: { type: string | null",
        "CODE: { type: string | null",
        &["Additive a.get: the parameter `code` is `CODE` in JSON now"],
        &["Additive a.get: the parameter `CODE` is `code` in JSON now"],
    );
    get(
        "string | null, doc",
        "string | null, secret: true, doc",
        &["Breaking a.get: the parameter `code` is a secret now"],
        &["Breaking a.get: the parameter `code` is no secret any more"],
    );
    get(
        "string | null, doc",
        "string | null, deprecated: { replacement: id }, doc",
        &["Additive a.get: the parameter `code` is deprecated now"],
        &["Additive a.get: the parameter `code` is not deprecated any more"],
    );
    get(
        "string | null, doc",
        "string | null, default: x, doc",
        &["Docs a.get: the parameter `code` has the default `\"x\"` now"],
        &["Docs a.get: the parameter `code` has no default any more"],
    );
    // Of two required parameters each would take the other's argument.
    let two = GET.replace("string | null, doc", "integer, required: true, doc");
    let code = "  code: { type: integer, required: true, doc: Its code. }\n";
    let moved = two.replace(code, "").replace(id, &format!("{code}{id}"));
    assert_eq!(
        told(&specs(&two), &specs(&moved)),
        ["Breaking a.get: the request: the constructor takes its arguments in another order now"]
    );
}

#[test]
fn groups_of_parameters() {
    get(
        "result:\n  unwrap: item",
        "any_of: [[code, state]]\nresult:\n  unwrap: item",
        &["Breaking a.get: at least one of `code`, `state` must be sent now"],
        &["Additive a.get: none of `code`, `state` need be sent any more"],
    );
}

#[test]
fn names_that_are_swapped_are_no_correction() {
    get(
        "code: { type: string | null, doc: Its code. }\n  state: { type: string,",
        "code: { type: string | null, rename: state, doc: Its code. }\n  state: { type: string, rename: code,",
        &[
            "Breaking a.get: the parameter `code` is called `state` in Rust now, not `code`",
            "Breaking a.get: the parameter `state` is called `code` in Rust now, not `state`",
        ],
        &[
            "Breaking a.get: the parameter `code` is called `code` in Rust now, not `state`",
            "Breaking a.get: the parameter `state` is called `state` in Rust now, not `code`",
        ],
    );
}

#[test]
fn limits() {
    get(
        "max: 9, ",
        "max: 5, ",
        &["Breaking a.get: the parameter `id` has `max` 5 now, not 9"],
        &["Additive a.get: the parameter `id` has `max` 9 now, not 5"],
    );
    get(
        "max: 9, ",
        "max: 9, min: 1, ",
        &["Breaking a.get: the parameter `id` has `min` 1 now"],
        &["Additive a.get: the parameter `id` has no `min` any more"],
    );
    get(
        "string | null, doc",
        "string | null, pattern: \"^a+$\", doc",
        &["Breaking a.get: the parameter `code` has the pattern `^a+$` now"],
        &["Additive a.get: the parameter `code` has no pattern any more"],
    );
    get(
        "string | null, doc",
        "string | null, format: url, doc",
        &["Breaking a.get: the parameter `code` has the format `url` now"],
        &["Additive a.get: the parameter `code` has no format any more"],
    );
    // Answers are not validated.
    get(
        "max_length: 9, ",
        "max_length: 5, ",
        &["Docs a.get: the field `code` of the answer has `max_length` 5 now, not 9"],
        &["Docs a.get: the field `code` of the answer has `max_length` 9 now, not 5"],
    );
}

#[test]
fn answers() {
    let id = "    id: { type: integer, required: true, doc: Which. }\n";
    get(
        id,
        &format!("{id}    more: {{ type: boolean, required: true, doc: More. }}\n"),
        &["Additive a.get: the field `more` of the answer is new"],
        &["Breaking a.get: the field `more` of the answer is gone"],
    );
    get(
        id,
        "    id: { type: integer, doc: Which. }\n",
        &["Breaking a.get: the field `id` of the answer is optional now"],
        &["Breaking a.get: the field `id` of the answer is always there now, and never null"],
    );
    get(
        id,
        "    id: { type: integer | null, required: true, doc: Which. }\n",
        &["Breaking a.get: the field `id` of the answer may be null now"],
        &["Breaking a.get: the field `id` of the answer is always there now, and never null"],
    );
    get(
        "type: string, max_length: 9",
        "type: integer",
        &[
            "Breaking a.get: the field `code` of the answer is `integer` now, not `string`",
            "Docs a.get: the field `code` of the answer has no `max_length` any more",
        ],
        &[
            "Breaking a.get: the field `code` of the answer is `string` now, not `integer`",
            "Docs a.get: the field `code` of the answer has `max_length` 9 now",
        ],
    );
    get(
        "type: string, max_length: 9",
        "type: decimal",
        &[
            "Breaking a.get: the field `code` of the answer is `decimal` now, not `string`",
            "Docs a.get: the field `code` of the answer has no `max_length` any more",
        ],
        &[
            "Breaking a.get: the field `code` of the answer is `string` now, not `decimal`",
            "Docs a.get: the field `code` of the answer has `max_length` 9 now",
        ],
    );
    get(
        "code: { type: string | null,",
        "code: { type: money | null,",
        &["Breaking a.get: the parameter `code` is `money | null` now, not `string | null`"],
        &["Breaking a.get: the parameter `code` is `string | null` now, not `money | null`"],
    );
    // One `Option` says both, so null changes nothing where the field may be missing.
    get(
        "type: string, max_length",
        "type: string | null, max_length",
        &[],
        &[],
    );
    get(
        "type: string, max_length",
        "type: string | null, required: true, max_length",
        &["Additive a.get: the field `code` of the answer always arrives now, if only as null"],
        &["Additive a.get: the field `code` of the answer may be missing now, and not only null"],
    );
    both_ways(
        "method: a.b\nsummary: S.\nscope: a\neffect: read\nresult: { type: integer }\n"
            .replace("a.b", "a.get")
            .as_str(),
        "integer",
        "integer | null",
        &["Breaking a.get: the answer is `integer | null` now, not `integer`"],
        &["Breaking a.get: the answer is `integer` now, not `integer | null`"],
    );
}

#[test]
fn a_field_leaves_its_family() {
    list(
        "    NAME:",
        "    UF_A: { type: string, doc: One of them. }\n    NAME:",
        &["Breaking a.list: the field `UF_A` of the answer is new, and not among `UF_*` any more"],
        &["Breaking a.list: the field `UF_A` of the answer is gone"],
    );
}

#[test]
fn values() {
    let at = "the parameter `state`: the value";
    get(
        ", DONE: Ended. }",
        ", DONE: Ended., OLD: Long ended. }",
        &[&format!("Additive a.get: {at} `OLD` is new")],
        &[&format!("Breaking a.get: {at} `OLD` is gone")],
    );
    get(
        "DONE: Ended.",
        "DONE: { doc: Ended., rename: Ended }",
        &[&format!(
            "Breaking a.get: {at} `DONE` is called `Ended` in Rust now, not `Done`"
        )],
        &[&format!(
            "Breaking a.get: {at} `DONE` is called `Done` in Rust now, not `Ended`"
        )],
    );
    get(
        "string, doc: Its state., values: { NEW: Not begun., DONE: Ended. }",
        "integer, doc: Its state., values: { 1: Not begun. }",
        &[
            "Breaking a.get: the parameter `state` is `integer with values` now, not `string with values`",
        ],
        &[
            "Breaking a.get: the parameter `state` is `string with values` now, not `integer with values`",
        ],
    );
}

#[test]
fn errors() {
    let row = "  NOT_FOUND: { message: \"No #ID#.\", status: 404, doc: It is gone. }\n";
    get(
        row,
        &format!("{row}  OTHER: {{ doc: Another one. }}\n"),
        &["Additive a.get: the error `OTHER` is new"],
        &["Breaking a.get: the error `OTHER` is gone"],
    );
    get(
        "status: 404, ",
        "status: 404, name: Gone, ",
        &["Breaking a.get: the error `NOT_FOUND` is called `Gone` in Rust now, not `NotFound`"],
        &["Breaking a.get: the error `NOT_FOUND` is called `NotFound` in Rust now, not `Gone`"],
    );
    get(
        "No #ID#.",
        "None.",
        &[
            "Breaking a.get: the detail `ID` of the errors is gone",
            "Docs a.get: the error `NOT_FOUND` is described in other words",
        ],
        &[
            "Additive a.get: the detail `ID` of the errors is new",
            "Docs a.get: the error `NOT_FOUND` is described in other words",
        ],
    );
    get(
        "status: 404, ",
        "",
        &["Docs a.get: the error `NOT_FOUND` has no HTTP status now, not HTTP 404"],
        &["Docs a.get: the error `NOT_FOUND` has HTTP 404 now, not no HTTP status"],
    );
    // The system's table has the code as well: who matches on `CallError::System` no longer sees it.
    let system = "QUERY_LIMIT_EXCEEDED";
    get(
        row,
        &format!("{row}  {system}: {{ doc: Too many. }}\n"),
        &[&format!(
            "Breaking a.get: the error `{system}` arrives as `CallError::Method` now, not as `CallError::System`"
        )],
        &[&format!("Breaking a.get: the error `{system}` is gone")],
    );
    get(
        row,
        &format!("{row}  {system}: {{ doc: Too many., status: 200 }}\n"),
        &[&format!("Additive a.get: the error `{system}` is new")],
        &[&format!("Breaking a.get: the error `{system}` is gone")],
    );
    // What has a variant of its own is no longer that of its code.
    let coded = "  \"100\": [{ message: One., doc: One. }, { message: Two., doc: Two. }]\n";
    let told = "  \"100\": [{ name: One, fixed: true, message: One., doc: One. }, { message: Two., doc: Two. }]\n";
    get(
        row,
        &format!("{row}{coded}"),
        &["Additive a.get: the error `100` is new"],
        &["Breaking a.get: the error `100` is gone"],
    );
    both_ways(
        &GET.replace(row, &format!("{row}{coded}")),
        coded,
        told,
        &[
            "Breaking a.get: the error `100` is `One` now in one case, not `Code100`",
            "Docs a.get: the error `100` is described in other words",
        ],
        &[
            "Breaking a.get: the error `100` is `Code100` now where it was `One`",
            "Docs a.get: the error `100` is described in other words",
        ],
    );
    get(
        row,
        &format!("{row}  \"\": {{ name: NoAccess, fixed: true, message: No access., doc: No. }}\n"),
        &["Breaking a.get: the error without a code is `NoAccess` now in one case, not `NoCode`"],
        &["Breaking a.get: the error without a code is `NoCode` now where it was `NoAccess`"],
    );
}

#[test]
fn lists() {
    for (part, also) in [
        ("filter: {", "filter"),
        ("order: {", "order"),
        ("select: {", "select"),
    ] {
        let new = format!("the parameter `{also}`: the field `MORE` is");
        let comma = if also == "order" { "" } else { "," };
        let what = if also == "filter" {
            "more: { MORE: { type: string, doc: More. } }"
        } else {
            "more: [MORE]"
        };
        list(
            part,
            &format!("{part} {what}{comma}"),
            &[&format!("Additive a.list: {new} new")],
            &[&format!("Breaking a.list: {new} gone")],
        );
    }
    let filter = "the parameter `filter`";
    list(
        "NAME: { type: string,",
        "NAME: { type: integer,",
        &[
            &format!("Breaking a.list: {filter}: the field `NAME` is `integer` now, not `string`"),
            "Breaking a.list: the field `NAME` of the answer is `integer` now, not `string`",
        ],
        &[
            &format!("Breaking a.list: {filter}: the field `NAME` is `string` now, not `integer`"),
            "Breaking a.list: the field `NAME` of the answer is `string` now, not `integer`",
        ],
    );
    list(
        ", logic: true",
        "",
        &[&format!("Breaking a.list: {filter} has no groups any more")],
        &[&format!("Additive a.list: {filter} has groups now")],
    );
    list(
        "\"=\", \">\"",
        "\"=\", \">\", \"!\"",
        &[&format!(
            "Additive a.list: {filter}: the operator `!` is new"
        )],
        &[&format!(
            "Breaking a.list: {filter}: the operator `!` is gone"
        )],
    );
    let spelled = format!("Additive a.list: {filter}: operators are spelled in another way");
    list("\"=\", \">\"", "\">\"", &[&spelled], &[&spelled]);
    let demands = format!("Breaking a.list: {filter} demands conditions on `ID` and `NAME` now");
    let none = format!("Breaking a.list: {filter} demands no conditions any more");
    list(
        "logic: true",
        "logic: true, required: [ID, \"=NAME\"]",
        &[
            &format!("Breaking a.list: {filter} is required now"),
            &demands,
        ],
        &[&format!("Breaking a.list: {filter} is optional now"), &none],
    );
    list(
        "all: \"*\"",
        "",
        &["Breaking a.list: the parameter `select` has no name for all fields any more"],
        &["Additive a.list: the parameter `select` has `*` for all fields now"],
    );
    list(
        "  order: {}\n  paging: { style: start, size: 50, walk: ID }",
        "  paging: { style: start, size: 50 }",
        &[
            "Breaking a.list: the parameter `order` is gone",
            "Breaking a.list: it is not `Walkable` any more",
        ],
        &[
            "Additive a.list: the parameter `order` is new",
            "Additive a.list: it is `Walkable` now",
        ],
    );
    list(
        "  paging: { style: start, size: 50, walk: ID }\n",
        "",
        &[
            "Breaking a.list: the parameter `start` is gone",
            "Breaking a.list: it is not `Paged` any more",
        ],
        &[
            "Additive a.list: the parameter `start` is new",
            "Additive a.list: it is `Paged` now",
        ],
    );
    list(
        "walk: ID",
        "walk: false",
        &["Breaking a.list: it is not `Walkable` any more"],
        &["Additive a.list: it is `Walkable` now"],
    );
    let derived = LIST.replace(", walk: ID", "");
    both_ways(LIST, ", walk: ID", "", &[], &[]);
    let number = "    NUMBER: { type: integer, doc: Its number. }\n";
    let numbered = [&LIST.replace("NAME]", "NAME, NUMBER]"), number].concat();
    both_ways(
        &numbered,
        "walk: ID",
        "walk: NUMBER",
        &["Additive a.list: it is walked by `NUMBER` now"],
        &["Additive a.list: it is walked by `ID` now"],
    );
    both_ways(
        &derived,
        "style: start",
        "style: page",
        &[
            "Breaking a.list: the parameter `start` is gone",
            "Breaking a.list: pages follow each other by `page` now, not `start`",
            "Additive a.list: the parameter `page` is new",
        ],
        &[
            "Breaking a.list: the parameter `page` is gone",
            "Breaking a.list: pages follow each other by `start` now, not `page`",
            "Additive a.list: the parameter `start` is new",
        ],
    );
    list(
        "size: 50",
        "size: 20",
        &["Additive a.list: a page has 20 rows now, not 50"],
        &["Additive a.list: a page has 50 rows now, not 20"],
    );
}

#[test]
fn what_a_list_takes_by_default() {
    list(
        "order: {}",
        "order: { default: { ID: DESC } }",
        &["Docs a.list: the parameter `order` has the default `{\"ID\":\"DESC\"}` now"],
        &["Docs a.list: the parameter `order` has no default any more"],
    );
}

#[test]
fn types_with_a_name_are_told_where_they_stand() {
    let shared = |from: &str, to: &str, there: &[&str], back: &[&str]| {
        both_ways(SHARED, from, to, there, back);
    };
    let (old, new) = (specs(SHARED), specs(&SHARED.replace("Id", "Number")));
    assert_eq!(
        told(&old, &new),
        [
            "Breaking a.get: the field `id` of the answer is `Number` now, not `Id`",
            "Breaking types of a: the type `Id` is gone",
            "Additive types of a: the type `Number` is new",
        ]
    );
    shared(
        "{ id: integer",
        "{ id: string",
        &["Breaking types of a: the type `Id` is `id: string` now, not `id: integer`"],
        &["Breaking types of a: the type `Id` is `id: integer` now, not `id: string`"],
    );
    let general = SHARED.replacen(
        "  Id:",
        "  Narrow: { id: integer, doc: Narrower. }\n  Id:",
        1,
    );
    let general = general.replacen(
        "id: { type: Id,",
        "narrow: { type: Narrow, doc: N. }\n    id: { type: Id,",
        1,
    );
    both_ways(
        &general,
        "  Id: { id: integer,",
        "  Id: { id: integer, from: [Narrow],",
        &["Additive types of a: the type `Id` is made of `Narrow` too"],
        &["Breaking types of a: the type `Id` is not made of `Narrow` any more"],
    );
    shared(
        "{ NEW: Not begun., ",
        "{ ",
        &["Breaking types of a: the type `State`: the value `NEW` is gone"],
        &["Additive types of a: the type `State`: the value `NEW` is new"],
    );
    // `Both` is sent, so a new field that is required is one more argument; `Answered` is not.
    let more = "fields:\n      more: { type: Id, required: true, doc: More. }\n      name";
    shared(
        "fields:\n      name",
        more,
        &["Breaking types of a: the field `more` of `Both` is new, and required"],
        &["Breaking types of a: the field `more` of `Both` is gone"],
    );
    let (before, after) = SHARED.split_once("  Answered:").unwrap();
    let answered = after.replacen("fields:\n      name", more, 1);
    assert_eq!(
        told(
            &specs(SHARED),
            &specs(&format!("{before}  Answered:{answered}"))
        ),
        ["Additive types of a: the field `more` of `Answered` is new"]
    );
    shared(
        "{ on: { type: flag",
        "{ on: { type: string",
        &["Breaking a.set: the field `on` of `Own` is `string` now, not `flag`"],
        &["Breaking a.set: the field `on` of `Own` is `flag` now, not `string`"],
    );
    let notation =
        ["Additive a.set: the field `on` of `Own`: booleans are sent in another notation"];
    shared(
        "{ on: { type: flag",
        "{ on: { type: boolean",
        &notation,
        &notation,
    );
    shared(
        "\"Own | integer\"",
        "\"Own | integer | string[]\"",
        &["Additive a.set: the parameter `value` may be `string[]` too"],
        &["Breaking a.set: the parameter `value` is never `string[]` any more"],
    );
    let named = SHARED.replacen(
        "  Own: {",
        "  Either: { doc: Either., one_of: [Own, integer] }\n  Own: {",
        1,
    );
    let named = named.replacen("\"Own | integer\"", "Either", 1);
    both_ways(
        &named,
        "one_of: [Own, integer]",
        "one_of: [Own, string]",
        &[
            "Breaking a.set: the type `Either` is never `integer` any more",
            "Additive a.set: the type `Either` may be `string` too",
        ],
        &[
            "Breaking a.set: the type `Either` is never `string` any more",
            "Additive a.set: the type `Either` may be `integer` too",
        ],
    );
}

#[test]
fn what_is_known_of_a_method() {
    for (given, told) in [
        (
            "available: { since: { a: 1.2.3 } }",
            "other portals have it",
        ),
        ("evidence: sdk", "its answer is known from elsewhere"),
        (
            "entity: { id: id }",
            "other parameters say what a call is about",
        ),
    ] {
        let told = format!("Docs a.get: {told}");
        let to = format!("effect: read\n{given}\n");
        get("effect: read\n", &to, &[&told], &[&told]);
    }
    get(
        "code: { type: string | null,",
        "code: { type: string | null, default_doc: the last one,",
        &["Docs a.get: the parameter `code` has the default `the last one` now"],
        &["Docs a.get: the parameter `code` has no default in words any more"],
    );
    get(
        "status: 404,",
        "status: 404, means: not_found,",
        &["Docs a.get: the error `NOT_FOUND` is described in other words"],
        &["Docs a.get: the error `NOT_FOUND` is described in other words"],
    );
}

#[test]
fn an_envelope_comes_and_goes() {
    get(
        "result:\n",
        "result:\n  envelope: false\n",
        &["Docs a.get: the answer has no envelope now"],
        &["Docs a.get: the answer has an envelope now"],
    );
}

#[test]
fn objects_that_depend_on_another_field() {
    let fixture = "\
method: a.get
summary: Gets.
scope: a
effect: write
params:
  kind: { type: string, doc: Its kind. }
  sort: { type: string, doc: Another. }
  settings: { type: Settings, doc: Its settings. }
result: { type: integer }
types:
  Settings: { doc: Settings., by: kind, cases: { a: Some, b: Few } }
  Some: { doc: Some., fields: { x: { type: integer, doc: X. } } }
  Few: { doc: Few., fields: { y: { type: integer, doc: Y. } } }
";
    both_ways(
        fixture,
        "b: Few }",
        "b: Few, c: Few }",
        &["Breaking a.get: the type `Settings` for `c` is `Few` now, not `object`"],
        &["Breaking a.get: the type `Settings` for `c` is `object` now, not `Few`"],
    );
    both_ways(
        fixture,
        "by: kind",
        "by: sort",
        &["Breaking a.get: the type `Settings` depends on `sort` now, not `kind`"],
        &["Breaking a.get: the type `Settings` depends on `kind` now, not `sort`"],
    );
}

#[test]
fn a_type_is_sent_no_more() {
    both_ways(
        SHARED,
        "item: { type: Both, doc",
        "item: { type: integer, doc",
        &[
            "Breaking a.set: the parameter `item` is `integer` now, not `Both`",
            "Breaking types of a: the type `Both` is in no request any more: it cannot be built",
            "Breaking types of a: the field `note` of `Both` has another type for null in Rust now",
        ],
        &[
            "Breaking a.set: the parameter `item` is `Both` now, not `integer`",
            "Breaking types of a: the field `note` of `Both` has another type for null in Rust now",
            "Additive types of a: the type `Both` is in a request now: it can be built",
        ],
    );
}

#[test]
fn a_type_that_moves_beside_its_method_stays_what_it_is() {
    let own =
        "  Own: { doc: Of this method alone., fields: { on: { type: flag, doc: Whether. } } }\n";
    let moved = SHARED.replace(&format!("types:\n{own}"), "");
    let moved = moved.replacen("types:\n", &format!("types:\n{own}"), 1);
    assert_eq!(told(&specs(SHARED), &specs(&moved)), [""; 0]);
}

#[test]
fn the_system_table() {
    let old = specs(GET);
    let mut new = old.clone();
    let system = "_system.yaml".to_owned();
    let text = old[&system].replace("time:", "  NEW: { doc: New. }\ntime:");
    let text = text.replace("start: { type: double", "start: { type: integer");
    new.insert(system, text);
    assert_eq!(
        told(&old, &new),
        [
            "Breaking system: the field `start` of `time` is `integer` now, not `double`",
            "Additive system: the error `NEW` is new",
        ]
    );
}

#[test]
fn what_is_only_written() {
    let docs = |from: &str, to: &str, line: &str| {
        let line = format!("Docs {line}");
        get(from, to, &[&line], &[&line]);
    };
    docs(
        "Gets.",
        "Gets it.",
        "a.get: the method is described in other words",
    );
    docs(
        "effect",
        "description: It does.\neffect",
        "a.get: the method is described in other words",
    );
    docs(
        "effect",
        "docs: a/get.html\neffect",
        "a.get: it leads to another page of the vendor",
    );
    docs(
        "effect",
        "see: [a.set]\neffect",
        "a.get: it leads to other methods",
    );
    docs(
        "effect",
        "access: everybody\neffect",
        "a.get: who may call it is described in other words",
    );
    docs(
        "errors:",
        "examples: { x: { params: { id: 1 }, result: { item: { id: 1 } } } }\nerrors:",
        "a.get: it has other examples",
    );
    docs(
        "Its code.",
        "A code.",
        "a.get: the parameter `code` is described in other words",
    );
    docs(
        "Not begun.",
        "Fresh.",
        "a.get: the parameter `state`: the value `NEW` is described in other words",
    );
    docs(
        "It is gone.",
        "Gone.",
        "a.get: the error `NOT_FOUND` is described in other words",
    );
    docs(
        "errors:",
        "errors:\n  \"\": { doc: None. }",
        "a.get: the error without a code is described in other words",
    );
    let line = "Docs types of a: the folder is described in other words";
    both_ways(SHARED, "The folder.", "A folder.", &[line], &[line]);
    let line = "Docs types of a: the type `Both` is described in other words";
    both_ways(SHARED, "Sent and answered.", "Both.", &[line], &[line]);
}

/// A type and a turn of the page that are written by hand.
const OWN: &str = "\
#--- a/list.yaml
method: a.list
summary: Lists.
scope: a
effect: read
list: { items: rows, paging: { style: own, size: 50 } }
result: { type: Page }
types:
  Page: { doc: A page., fields: { rows: { type: \"Row[]\", required: true, doc: The rows. }, mark: { type: Mark, doc: Its mark. } } }
  Row: { doc: A row., fields: { id: { type: integer, doc: Its number. } } }
  Mark: { doc: A mark., own: [] }
#--- a/Mark.rs
pub struct Mark(i64);
#--- a/list.rs
pub(super) fn next_page() {}
";

#[test]
fn what_is_written_by_hand_is_to_be_looked_at() {
    let own = |from, to, there: &[&str], back: &[&str]| both_ways(OWN, from, to, there, back);
    let line = ["Breaking a.list: the type `Mark` is written in another way: compare it yourself"];
    own("Mark(i64)", "Mark(f64)", &line, &line);
    let line = ["Additive a.list: its pages are turned in another way: compare it yourself"];
    own("next_page() {}", "next_page() -> bool {}", &line, &line);
    own(
        "A mark.",
        "Its mark.",
        &["Docs a.list: the type `Mark` is described in other words"],
        &["Docs a.list: the type `Mark` is described in other words"],
    );
}

#[test]
fn mistakes_in_either_are_told() {
    let (good, bad) = (
        specs(GET),
        specs(&GET.replace("effect: read", "effect: reed")),
    );
    assert_eq!(changes(&good, &bad).unwrap_err().len(), 1);
    assert_eq!(changes(&bad, &good).unwrap_err().len(), 1);
}

#[test]
fn where_a_spec_says_it_is_nothing_to_callers() {
    let made = GET
        .replace("No #ID#.", "No #$ID#.")
        .replace("Its code.", "Its $code.");
    let (name, rest) = made.split_once('\n').unwrap();
    let with = "template: get\nwith: { ID: ID, code: code }\n";
    let made = format!("#--- a/_get.yaml\n{rest}#--- a/get.yaml\n{name}\n{with}");
    let (plain, made) = (support::sources(GET), support::sources(&made));
    assert_eq!(changes(&plain, &made).unwrap(), []);

    let fields = LIST.replace("  fields: [ID, NAME]\n", "");
    let (named, derived) = (support::sources(LIST), support::sources(&fields));
    assert_eq!(changes(&named, &derived).unwrap(), []);
}
