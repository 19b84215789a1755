//! The model to Rust: here every name, path, type and sentence of the output is decided.

mod doc;
mod enums;
mod error;
mod field;
mod list;
mod lowering;
mod method;
mod method_doc;
mod module;
mod test;
mod tree;
mod types;
mod union;
mod usage;

use std::collections::BTreeSet;

use crate::model::Api;
use crate::parallel;
use crate::rust::{Crate, Module};
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
        items: lowering.system(),
    }];
    let mut tests = Vec::new();
    lowering.modules(&mut tree, None, &mut modules);
    test::modules(&mut tree, &mut tests);
    let scopes = api.methods.iter().flat_map(|method| &method.scopes);
    let features: BTreeSet<String> = scopes.cloned().collect();
    let features = features.into_iter().collect();
    Crate {
        modules,
        tests,
        features,
    }
}
