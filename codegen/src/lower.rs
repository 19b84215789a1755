//! The model to Rust: here every name, path, type and sentence of the output is decided.

mod doc;
mod enums;
mod error;
mod field;
mod list;
mod lowering;
mod method;
mod method_doc;
mod test;
mod tree;
mod types;
mod union;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Api;
use crate::parallel;
use crate::rust::Crate;
use lowering::Lowering;
use tree::Tree;

/// Decides the whole output.
pub(crate) fn lower(api: &Api) -> Crate {
    let lowering = Lowering::new(api);
    let lowered = parallel::map(&api.methods, |method| {
        (lowering.method(method), lowering.tests(method))
    });
    let files = api.methods.iter().map(|method| method.file.as_str());
    let (items, tests): (Vec<_>, Vec<_>) = lowered.into_iter().unzip();
    let mut items: BTreeMap<&str, _> = files.clone().zip(items).collect();
    let mut own_tests: BTreeMap<&str, _> = files.zip(tests).collect();
    let tree = Tree::new(api);
    let (mut modules, mut tests) = (Vec::new(), Vec::new());
    lowering.module(&tree, None, &mut items, &mut modules);
    test::modules(&tree, &mut own_tests, &mut tests);
    let scopes: BTreeSet<&String> = api
        .methods
        .iter()
        .flat_map(|method| &method.scopes)
        .collect();
    Crate {
        modules,
        tests,
        features: scopes.into_iter().cloned().collect(),
    }
}
