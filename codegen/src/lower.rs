//! The model to Rust: here every name, path, type and sentence of the output is decided.

mod doc;
mod enums;
mod error;
mod field;
mod gates;
mod list;
mod lowering;
mod method;
mod method_doc;
mod module;
mod required;
mod shared_errors;
mod test;
mod tree;
mod types;
mod union;
mod usage;

use std::collections::BTreeMap;

use crate::model::Api;
use crate::parallel;
use crate::rust::{Crate, Gate, Module};
use lowering::Lowering;
use tree::Tree;

/// Decides the whole output.
pub(crate) fn lower(api: &Api) -> Crate {
    let lowering = Lowering::new(api);
    let lowered = parallel::map(&api.methods, |method| {
        (lowering.method(method), lowering.tests(method))
    });
    let mut tree = Tree::new(api, lowered);
    // The core knows the system's errors by name.
    let mut modules = vec![Module {
        file: "core/src/system.rs".to_owned(),
        source: "spec/_system.yaml".to_owned(),
        docs: Vec::new(),
        children: Vec::new(),
        items: module::gated(lowering.system(), &Gate::Open),
    }];
    let mut tests = Vec::new();
    lowering.modules(&mut tree, &Gate::Open, &mut modules);
    test::modules(&mut tree, &mut tests);
    let mut features: BTreeMap<String, usize> = BTreeMap::new();
    for feature in api
        .methods
        .iter()
        .filter_map(|it| lowering.gates.feature(it))
    {
        *features.entry(feature).or_default() += 1;
    }
    Crate {
        modules,
        tests,
        features,
    }
}
