//! Examples to tests.

use std::collections::BTreeMap;

use super::tree::Tree;
use super::{Lowering, request_path};
use crate::docs::{self, Links};
use crate::json::{self, Json as Node};
use crate::model::{Answer, Example, Method};
use crate::names;
use crate::rust::{Expect, Test, TestModule};

impl Lowering<'_> {
    pub(super) fn tests(&self, method: &Method) -> Vec<Test> {
        let examples = method.examples.iter();
        let tests = examples.map(|example| test(example, self.built(method, example)));
        tests.collect()
    }
}

/// The test modules of a tree: those with a test in or below them; `tests` are those of the methods, by file.
pub(super) fn modules(
    tree: &Tree<'_>,
    tests: &mut BTreeMap<&str, Vec<Test>>,
    modules: &mut Vec<TestModule>,
) -> bool {
    let own = tree
        .method
        .and_then(|method| tests.remove(method.file.as_str()));
    let index = modules.len();
    modules.push(TestModule {
        file: tree.file("tests/contract"),
        source: tree.source(),
        children: Vec::new(),
        request: tree
            .method
            .filter(|method| !method.examples.is_empty())
            .map(request),
        tests: own.unwrap_or_default(),
    });
    let mut children = Vec::new();
    for (ident, child) in &tree.children {
        if self::modules(child, tests, modules) {
            children.push(ident.clone());
        }
    }
    let Some(module) = modules.get_mut(index) else {
        return false;
    };
    module.children = children;
    let has_tests =
        !(module.children.is_empty() && module.tests.is_empty()) || tree.parts.is_empty();
    if !has_tests {
        modules.truncate(index);
    }
    has_tests
}

/// The type of the request, as a caller names it.
fn request(method: &Method) -> String {
    request_path(method).replacen("crate", "bitrix24", 1)
}

fn test(example: &Example, request: Option<String>) -> Test {
    let expect = match &example.answer {
        Answer::Success { result, beside } => {
            let beside = beside.iter().map(|(key, value)| (*key, value));
            let entries: Vec<(&str, &Node)> =
                [("result", result)].into_iter().chain(beside).collect();
            let params = example.params.as_ref();
            Expect::Success {
                request,
                params: params.map_or_else(|| "{}".to_owned(), Node::json),
                answer: json::pretty(&entries),
            }
        }
        Answer::Failure {
            code,
            description,
            status,
        } => Expect::Failure {
            code: code.clone(),
            description: description.clone(),
            status: *status,
        },
    };
    Test {
        ident: names::field(&example.name),
        docs: example
            .doc
            .as_deref()
            .map_or_else(Vec::new, |doc| docs::prose(doc, &Links::new())),
        expect,
    }
}
