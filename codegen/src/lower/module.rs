//! Modules: what each holds, declares and exports.

use std::collections::BTreeSet;
use std::mem;

use super::lowering::Lowering;
use super::tree::Tree;
use crate::docs::{self, code};
use crate::model::{Method, V3};
use crate::rust::{Child, Item, Module};

impl Lowering<'_> {
    /// The modules of a tree, with the items that are taken out of it. Gives what the parent exports.
    pub(super) fn modules(
        &self,
        tree: &mut Tree<'_>,
        around: Option<&BTreeSet<&str>>,
        modules: &mut Vec<Module>,
    ) -> Vec<String> {
        let own = mem::take(&mut tree.items);
        let exports = idents(&own);
        let mut children = Vec::new();
        if let Some(folder) = tree.folder.filter(|folder| !folder.types.is_empty()) {
            let items = self.type_items(&folder.types, &folder.path, false);
            children.push(Child {
                ident: "_types".to_owned(),
                public: false,
                features: Vec::new(),
                exports: idents(&items),
            });
            modules.push(Module {
                file: format!("{}/_types.rs", tree.folder(API)),
                source: format!("spec/{}", folder.file),
                docs: Vec::new(),
                children: Vec::new(),
                items,
            });
        }
        for (ident, child) in &mut tree.children {
            let features = child.features();
            let exports = self.modules(child, features.as_ref(), modules);
            let needed = features.filter(|features| Some(features) != around);
            let needed = needed.unwrap_or_default();
            children.push(Child {
                ident: ident.clone(),
                public: !child.is_leaf(),
                features: needed.into_iter().map(str::to_owned).collect(),
                exports,
            });
        }
        modules.push(Module {
            file: tree.file(API),
            source: tree.source(),
            docs: self.module_docs(tree),
            children,
            items: own,
        });
        exports
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
        if !methods.is_empty() {
            let head = ["", "| method | what it does |", "|---|---|"];
            lines.extend(head.map(str::to_owned));
            lines.extend(methods.into_iter().map(|method| self.table_row(method)));
        }
        lines
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
