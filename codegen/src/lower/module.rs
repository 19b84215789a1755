//! Modules: what each holds, declares and exports.

use std::collections::BTreeSet;
use std::{mem, slice};

use super::lowering::Lowering;
use super::tree::Tree;
use crate::docs::{self, code};
use crate::features::by_top;
use crate::model::{Folder, Method, TypeDef, TypeRef, V3};
use crate::rust::{Child, Gate, Item, Module};

impl Lowering<'_> {
    /// The modules of a tree, with the items that are taken out of it; `gate` is that of the tree itself. Gives what the parent
    /// exports.
    pub(super) fn modules(
        &self,
        tree: &mut Tree<'_>,
        gate: &Gate,
        modules: &mut Vec<Module>,
    ) -> Vec<String> {
        let own = mem::take(&mut tree.items);
        let exports = idents(&own);
        let own_gate = tree.method.map_or(Gate::Open, |it| self.gates.method(it));
        let mut children = Vec::new();
        if let Some(folder) = tree.folder.filter(|folder| !folder.types.is_empty()) {
            let (child, module) = self.shared(folder, tree.folder(API), gate);
            children.push(child);
            modules.push(module);
        }
        for (ident, child) in &mut tree.children {
            let (needs, method) = (self.gates.module(child), child.method);
            let exports = self.modules(child, &needs, modules);
            let exports = method.map(|it| (besides(gate, self.gates.method(it)), exports));
            children.push(Child {
                ident: ident.clone(),
                public: !child.is_leaf(),
                gate: besides(gate, needs),
                exports: exports.into_iter().collect(),
            });
        }
        modules.push(Module {
            file: tree.file(API),
            source: tree.source(),
            docs: self.module_docs(tree),
            children,
            items: gated(own, &besides(gate, own_gate)),
        });
        exports
    }

    /// The module of the types of a folder, inside a module with a gate.
    fn shared(&self, folder: &Folder, place: String, around: &Gate) -> (Child, Module) {
        let named = |def: &TypeDef| TypeRef::new(folder.path.clone(), false, &def.name);
        let types = folder.types.iter();
        let types = types.map(|def| (self.gates.ty(&named(def)), slice::from_ref(def)));
        let types: Vec<_> = types.collect();
        let gate = types
            .iter()
            .map(|(gate, _)| gate.clone())
            .fold(Gate::SHUT, Gate::or);
        let (mut items, mut exports) = (Vec::new(), Vec::<(Gate, Vec<String>)>::new());
        for (needs, types) in types {
            let own = self.type_items(types, &folder.path, false);
            let names = idents(&own);
            let export = besides(around, needs.clone());
            match exports.iter_mut().find(|(gate, _)| *gate == export) {
                Some((_, together)) => together.extend(names),
                None => exports.push((export, names)),
            }
            items.extend(gated(own, &besides(&gate, needs)));
        }
        let child = Child {
            ident: "_types".to_owned(),
            public: false,
            gate: besides(around, gate),
            exports,
        };
        let module = Module {
            file: place + "/_types.rs",
            source: format!("spec/{}", folder.file),
            docs: Vec::new(),
            children: Vec::new(),
            items,
        };
        (child, module)
    }

    fn module_docs(&self, tree: &Tree<'_>) -> Vec<String> {
        if tree.parts.is_empty() || tree.is_leaf() {
            return Vec::new();
        }
        let mut lines = match tree.folder.and_then(|folder| folder.doc.as_deref()) {
            Some(doc) => self.prose(doc),
            None => vec![match tree.parts.split_first() {
                Some((first, [])) if first == V3 => "The methods of REST 3.".to_owned(),
                Some((first, rest)) if first == V3 => {
                    format!("The methods {} of REST 3.", code(&(rest.join(".") + ".*")))
                }
                _ => format!("The methods {}.", code(&(tree.parts.join(".") + ".*"))),
            }],
        };
        let methods = tree.methods();
        if let Some(features) = self.features(&methods) {
            lines.extend([String::new(), features]);
        }
        if !methods.is_empty() {
            let head = ["", "| method | what it does |", "|---|---|"];
            lines.extend(head.map(str::to_owned));
            lines.extend(methods.into_iter().map(|method| self.table_row(method)));
        }
        lines
    }

    /// Which features compile the methods of a module.
    fn features(&self, methods: &[&Method]) -> Option<String> {
        let features = methods.iter().filter_map(|it| self.gates.feature(it));
        let features: BTreeSet<String> = features.collect();
        let first = code(features.first()?);
        let tops = by_top(features.clone());
        Some(match (tops.first_key_value(), features.len()) {
            (_, 1) => format!("Feature: {first}."),
            (Some((top, _)), _) if tops.len() == 1 => {
                let top = code(top);
                format!("Features: {top} for all of it, or one per module, such as {first}.")
            }
            _ => format!("Features: one per module, such as {first}."),
        })
    }

    /// A method in the table of its module.
    fn table_row(&self, method: &Method) -> String {
        let path = self.links.get(&method.key()).map_or("", String::as_str);
        let link = docs::item(&method.name, path);
        let summary = docs::cell(&method.summary, &self.links);
        match method.deprecated {
            Some(_) => format!("| {link} | {summary} *Deprecated.* |"),
            None => format!("| {link} | {summary} |"),
        }
    }
}

/// Where the modules of the API are.
const API: &str = "src/api";

fn idents(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| item.ident.clone()).collect()
}

/// What is still needed where `around` is met.
fn besides(around: &Gate, gate: Gate) -> Gate {
    match around.implies(&gate) {
        true => Gate::Open,
        false => gate,
    }
}

pub(super) fn gated(items: Vec<Item>, gate: &Gate) -> Vec<(Gate, Item)> {
    items.into_iter().map(|item| (gate.clone(), item)).collect()
}
