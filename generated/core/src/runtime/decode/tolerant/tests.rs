use std::collections::BTreeMap;

use crate::runtime::call::Answer;
use crate::runtime::method_def::MethodDef;
use crate::runtime::response::{Response, response};
use crate::runtime::{CallError, Nullable, TooLargeKind, Wire};
use crate::{AnyCode, Mistake};

#[derive(Default)]
struct Node {
    id: i64,
    size: Option<i64>,
    children: Option<Vec<Node>>,
    sizes: BTreeMap<String, Option<i64>>,
    parents: BTreeMap<String, i64>,
    map: Option<BTreeMap<String, Leaf>>,
}

crate::runtime::record! {
    Node {
        0: id => "id" required,
        1: size => "size",
        2: children => "children",
        3: sizes => "sizes",
        4: parents => "parentId*" family,
        5: map => "map",
    }
}

struct Leaf {
    name: Option<String>,
    parent: Nullable<i64>,
}

crate::runtime::record! {
    Leaf {
        0: name => "name",
        1: parent => "parent" required,
    }
}

struct Pair {
    first: i64,
    second: Option<i64>,
}

crate::runtime::record! {
    Pair array {
        0: first => "first" required,
        1: second => "second",
    }
}

type Outcome<T> = Result<Response<T>, CallError<AnyCode>>;

fn decode<T: Wire>(body: &str) -> Outcome<T> {
    let method = MethodDef {
        has_error: None,
        tolerant: true,
        ..MethodDef::any("method".into())
    };
    let answer = Answer {
        method: &method,
        status: 200,
        body: body.as_bytes(),
    };
    let mut output = None;
    let outcome = answer.decode(&mut output);
    response(output, outcome)
}

fn result<T: Wire>(result: &str) -> Outcome<T> {
    decode(&format!(r#"{{"result":{result}}}"#))
}

/// The result, and what was left out: the path, the place in it, the problem and the JSON.
fn left_out<T: Wire>(json: &str) -> (T, Vec<String>) {
    let response = result(json).unwrap();
    let tell = |mistake: &Mistake| {
        let Mistake {
            path,
            place,
            problem,
            ..
        } = mistake;
        format!("{path} | {place} | {problem} | {}", mistake.json())
    };
    let told = response.mistakes.iter().map(tell).collect();
    (response.result, told)
}

#[test]
fn an_optional_field_is_left_absent_and_what_follows_is_read() {
    let (node, told) = left_out::<Node>(r#"{"size":{"a":[1,"]}"]},"id":7}"#);
    assert_eq!((node.id, node.size), (7, None));
    let expected = r#"result.size | result.size | expected integer, found object | {"a":[1,"]}"]}"#;
    assert_eq!(told, [expected]);
}

#[test]
fn an_answer_without_mistakes_has_none() {
    let (node, told) = left_out::<Node>(r#"{"id":"7","size":"","children":null}"#);
    assert_eq!((node.id, node.size), (7, None));
    assert!(node.children.is_none() && told.is_empty());
}

#[test]
fn each_mistake_is_told_at_its_place() {
    let (nodes, told) = left_out::<Vec<Node>>(
        r#"[{"id":1,"size":"x"},{"id":2,"children":[{"id":3,"size":[1]},{"id":4}]},{"id":5,"size":9}]"#,
    );
    let ids: Vec<i64> = nodes.iter().map(|node| node.id).collect();
    assert_eq!(ids, [1, 2, 5]);
    assert_eq!(nodes[1].children.as_ref().unwrap()[0].size, None);
    assert_eq!(nodes[1].children.as_ref().unwrap()[1].id, 4);
    assert_eq!(nodes[2].size, Some(9));
    let expected = [
        r#"result[0].size | result[0].size | expected integer, found string | "x""#,
        "result[1].children[0].size | result[1].children[0].size | expected integer, found array | [1]",
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_required_leaves_out_the_optional_field_around_it_and_the_mistakes_inside() {
    let (node, told) = left_out::<Node>(
        r#"{"id":1,"children":[{"id":2,"size":"x"},{"size":3}],"map":{"s3cret":{"name":[1],"parent":true}}}"#,
    );
    assert!(node.children.is_none() && node.map.is_none());
    let expected = [
        r#"result.children | result.children[1].id | expected integer, found nothing | [{"id":2,"size":"x"},{"size":3}]"#,
        r#"result.map | result.map.s3cret.parent | expected integer, found true | {"s3cret":{"name":[1],"parent":true}}"#,
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_required_and_in_nothing_optional_fails() {
    for (json, path) in [
        (r#"{"id":"x","size":"x"}"#, "result.id"),
        (r#"{"size":[]}"#, "result.id"),
        (r#"{"id":1,"sizes":{"a":"x"}}"#, "result.sizes.a"),
        ("7", "result"),
    ] {
        let Err(CallError::Decode(error)) = result::<Node>(json) else {
            panic!("{json}")
        };
        assert_eq!(error.path, path);
    }
    assert!(result::<Option<i64>>(r#""x""#).is_err());
    assert!(result::<Vec<Option<i64>>>(r#"[1,"x"]"#).is_err());
}

#[test]
fn a_key_of_a_family_is_left_out_alone() {
    let (node, told) = left_out::<Node>(r#"{"id":1,"parentId1":2,"parentId3":[4],"parentId5":6}"#);
    let parents: Vec<i64> = node.parents.into_values().collect();
    assert_eq!(parents, [2, 6]);
    assert_eq!(
        told,
        ["result.parentId3 | result.parentId3 | expected integer, found array | [4]"]
    );
}

#[test]
fn an_element_of_a_tuple_is_left_out() {
    let (pair, told) = left_out::<Pair>(r#"[1,"x"]"#);
    assert_eq!((pair.first, pair.second), (1, None));
    assert_eq!(
        told,
        [r#"result[1] | result[1] | expected integer, found string | "x""#]
    );
}

#[test]
fn the_last_of_two_values_counts() {
    let (node, told) = left_out::<Node>(r#"{"id":1,"size":2,"size":"x"}"#);
    assert_eq!((node.size, told.len()), (None, 1));
    let (node, _) = left_out::<Node>(r#"{"id":1,"size":"x","size":2}"#);
    assert_eq!(node.size, Some(2));
}

#[test]
fn nothing_that_is_data_is_in_a_report() {
    let json = r#"{"id":1,"map":{"k3y":{"parent":"v4lue"}},"parentId7":"v4lue","size":"v4lue"}"#;
    let response = result::<Node>(json).unwrap();
    let report = response.report().unwrap();
    let lines: Vec<&str> = report.lines().collect();
    let expected = [
        "method: method",
        "HTTP status: 200",
        concat!("bitrix24-core: ", env!("CARGO_PKG_VERSION")),
        "result.map[*].parent: expected integer, found string",
        "result[parentId*]: expected integer, found string",
        "result.size: expected integer, found string",
    ];
    assert_eq!(lines, expected);
    let shown = format!("{:?}", response.mistakes);
    assert!(!shown.contains("v4lue"), "{shown}");
    let right = result::<Node>(r#"{"id":1}"#).unwrap();
    assert_eq!(right.report(), None);
    let wrong = result::<BTreeMap<String, Node>>(r#"{"k3y":{"id":"v4lue"}}"#);
    let Err(CallError::Decode(error)) = wrong else {
        panic!("an id is required")
    };
    assert_eq!(error.path, "result.k3y.id");
    let told = error.report();
    assert!(
        told.ends_with("result[*].id: expected integer, found string\n"),
        "{told}"
    );
}

#[test]
fn only_the_beginning_of_a_long_value_is_kept() {
    let long = format!("[\"{}\"]", "\u{fc}".repeat(1 << 20));
    let response = result::<Node>(&format!(r#"{{"id":1,"size":{long}}}"#)).unwrap();
    let json = response.mistakes[0].json();
    assert!(long.starts_with(json));
    // It ends before a character of which the limit is the middle.
    assert_eq!(json.len(), (64 << 10));
}

#[test]
fn a_depth_without_end_is_left_out_like_any_mistake() {
    let deep = |levels: usize| {
        let (open, close) = (r#"{"id":1,"children":["#, "]}");
        let node = open.repeat(levels) + r#"{"id":1,"size":"x"}"# + &close.repeat(levels);
        result::<Node>(&node)
    };
    assert_eq!(
        deep(20).unwrap().mistakes[0].problem,
        "expected integer, found string"
    );
    let response = deep(5_000).unwrap();
    let mistake = &response.mistakes[0];
    assert!(
        mistake.problem.starts_with("recursion limit exceeded"),
        "{mistake}"
    );
    assert_eq!(mistake.path.matches("children").count(), 64);
}

#[test]
fn mistakes_without_end_are_too_large() {
    let many = r#"{"id":1,"size":"x"},"#.repeat(100_000);
    let wrong = result::<Vec<Node>>(&format!(r#"[{many}{{"id":1}}]"#));
    let Err(CallError::TooLarge(error)) = wrong else {
        panic!("100,000 mistakes are kept")
    };
    assert_eq!(error.kind, TooLargeKind::Decoded);
}

struct Loose {
    inner: Option<Shell>,
}

struct Shell {
    inner: Option<Core>,
}

struct Core {
    json: Option<serde_json::Value>,
}

crate::runtime::record! {
    Shell {
        0: inner => "inner",
    }
}

crate::runtime::record! {
    Core {
        0: json => "json",
    }
}

crate::runtime::record! {
    Loose {
        0: inner => "inner",
    }
}

#[test]
fn what_is_too_deep_to_be_read_strictly_is_left_out() {
    let nested = |depth: usize| {
        let json = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"inner":{{"inner":{{"json":{json}}}}}}}"#)
    };
    for depth in [120, 124] {
        assert!(result::<Loose>(&nested(depth)).unwrap().mistakes.is_empty());
    }
    for depth in [125, 126, 127, 200] {
        let mistakes = result::<Loose>(&nested(depth)).unwrap().mistakes;
        assert_eq!(mistakes.len(), 1, "{depth}");
    }
}
