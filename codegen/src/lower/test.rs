//! Examples to tests.

use std::mem;

use super::lowering::{Lowering, request_path};
use super::tree::Tree;
use crate::json::{self, Json};
use crate::model::{Answer, Example, Method};
use crate::rust::{Expect, Test, TestModule};

impl Lowering<'_> {
    pub(super) fn tests(&self, method: &Method) -> Vec<Test> {
        let tested = |example| test(example, self.built(method, example));
        method.examples.iter().map(tested).collect()
    }
}

/// The test modules of a tree, with the tests that are taken out of it: those with a method in or below them.
pub(super) fn modules(tree: &mut Tree<'_>, modules: &mut Vec<TestModule>) -> bool {
    let mut module = TestModule {
        file: tree.file("tests/contract"),
        source: tree.source(),
        children: Vec::new(),
        request: tree.method.map(|method| request_path(method).outside()),
        tests: mem::take(&mut tree.tests),
    };
    for (ident, child) in &mut tree.children {
        if self::modules(child, modules) {
            module.children.push(ident.clone());
        }
    }
    let is_root = tree.parts.is_empty();
    let is_needed = is_root || !module.children.is_empty() || module.request.is_some();
    modules.extend(is_needed.then_some(module));
    is_needed
}

fn test(example: &Example, request: Option<String>) -> Test {
    let expect = match &example.answer {
        Answer::Success { result, beside } => {
            let mut entries = vec![("result", result)];
            entries.extend(beside.iter().map(|(key, value)| (*key, value)));
            let params = example.params.as_ref();
            Expect::Success {
                request,
                params: params.map_or_else(|| "{}".to_owned(), Json::json),
                answer: json::pretty(&entries),
            }
        }
        Answer::Failure(failure) => Expect::Failure(failure.clone()),
    };
    Test {
        name: example.name.clone(),
        expect,
    }
}
