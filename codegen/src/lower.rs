//! The model to Rust: here every name, path, type and sentence of the output is decided.

mod doc;
mod error;
mod list;
mod method;
mod test;
mod tree;
mod types;
mod union;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use crate::docs::Links;
use crate::model::{Api, Method, TypeDef, TypeRef};
use crate::rust::{Crate, Module, TestModule};
use crate::{names, parallel};

/// Decides the whole output.
pub(crate) fn lower(api: &Api) -> Crate {
    let lowering = Lowering::new(api);
    let lowered = parallel::map(&api.methods, |method| {
        (lowering.method(method), lowering.tests(method))
    });
    let (mut items, mut own_tests) = (BTreeMap::new(), BTreeMap::new());
    for (method, lowered) in api.methods.iter().zip(lowered) {
        items.insert(method.file.as_str(), lowered.0);
        own_tests.insert(method.file.as_str(), lowered.1);
    }
    let (mut modules, mut tests): (Vec<Module>, Vec<TestModule>) = (Vec::new(), Vec::new());
    let tree = tree::Tree::new(api);
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

/// What lowering looks up.
struct Lowering<'a> {
    api: &'a Api,
    links: Links,
    types: BTreeMap<TypeRef, &'a TypeDef>,
    /// The types that stand in requests: they can be built.
    sent: BTreeSet<TypeRef>,
}

impl<'a> Lowering<'a> {
    fn new(api: &'a Api) -> Self {
        let methods = api.methods.iter();
        let mut links: Links = methods
            .map(|method| (method.key(), request_path(method)))
            .collect();
        // Without a method of its own name in the older protocol, one of REST 3 is meant by the name alone as well.
        for (method, path) in links.clone() {
            if let Some(name) = method.strip_suffix("@v3") {
                links.entry(name.to_owned()).or_insert(path);
            }
        }
        Self {
            api,
            links,
            types: api.types(),
            sent: api.sent(),
        }
    }

    /// The path of a named type: where the parent of a method, or the folder, exports it.
    fn type_path(&self, name: &TypeRef) -> String {
        let owner = if name.local {
            parent(&name.owner)
        } else {
            &name.owner
        };
        path_of(owner, &name.name)
    }
}

fn parent(path: &[String]) -> &[String] {
    path.split_last().map_or(&[], |(_, parent)| parent)
}

/// The path of the type of a method's request.
fn request_path(method: &Method) -> String {
    path_of(parent(&method.path()), &names::request(method))
}

/// The path of `item` in the module of `parts`.
fn path_of(parts: &[String], item: &str) -> String {
    let mut path = "crate".to_owned();
    for module in names::modules(parts) {
        path += "::";
        path += &module;
    }
    path + "::" + item
}
