//! The tree of modules: one for each part of a method's name.

use std::collections::{BTreeMap, BTreeSet};

use super::lowering::Lowering;
use crate::docs::{self, code};
use crate::model::{Api, Folder, Method, V3};
use crate::names;
use crate::rust::{Child, Item, Module};

/// A module and what is in it.
#[derive(Default)]
pub(super) struct Tree<'a> {
    /// The parts of the names on the way, as the API spells them.
    pub(super) parts: Vec<String>,
    /// By the name of the module.
    pub(super) children: BTreeMap<String, Tree<'a>>,
    pub(super) method: Option<&'a Method>,
    folder: Option<&'a Folder>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut tree = Self::default();
        for method in &api.methods {
            tree.descend(&method.path()).method = Some(method);
        }
        for folder in &api.folders {
            tree.descend(&folder.path).folder = Some(folder);
        }
        tree
    }

    fn descend(&mut self, path: &[String]) -> &mut Self {
        let mut node = self;
        for (depth, module) in names::modules(path).into_iter().enumerate() {
            node = node.children.entry(module).or_default();
            node.parts = path[..=depth].to_vec();
        }
        node
    }

    /// Whether it is there for its method only.
    fn is_leaf(&self) -> bool {
        self.children.is_empty() && self.folder.is_none()
    }

    /// Where its spec, or its folder of specs, is.
    pub(super) fn source(&self) -> String {
        match self.method {
            Some(method) => format!("spec/{}", method.file),
            None => {
                let parts = self.parts.iter().map(|part| format!("{part}/"));
                format!("spec/{}", parts.collect::<String>())
            }
        }
    }

    /// Its file below `root`.
    pub(super) fn file(&self, root: &str) -> String {
        match self.parts.as_slice() {
            [] => format!("{root}/mod.rs"),
            _ => self.folder(root) + ".rs",
        }
    }

    /// The folder of the modules in it, below `root`.
    fn folder(&self, root: &str) -> String {
        let mut folder = root.to_owned();
        for module in names::modules(&self.parts) {
            folder += "/";
            folder += names::file(&module);
        }
        folder
    }

    /// The methods below it.
    fn methods(&self) -> Vec<&'a Method> {
        let below = self.children.values().flat_map(|child| {
            let below = child.methods();
            child.method.into_iter().chain(below)
        });
        below.collect()
    }

    /// The features of which one is needed; none if something in it needs no scope.
    fn features(&self) -> Option<BTreeSet<&'a str>> {
        let mut features = BTreeSet::new();
        if let Some(method) = self.method {
            if method.scopes.is_empty() {
                return None;
            }
            features.extend(method.scopes.iter().map(String::as_str));
        }
        for child in self.children.values() {
            features.extend(child.features()?);
        }
        (!features.is_empty()).then_some(features)
    }
}

impl Lowering<'_> {
    /// The modules of a tree, from its root down; `items` are those of the methods, by file. Gives what the parent exports.
    pub(super) fn module(
        &self,
        tree: &Tree<'_>,
        around: Option<&BTreeSet<&str>>,
        items: &mut BTreeMap<&str, Vec<Item>>,
        modules: &mut Vec<Module>,
    ) -> Vec<String> {
        let method = tree.method;
        let own = method.and_then(|method| items.remove(method.file.as_str()));
        let own = own.unwrap_or_default();
        let exports = idents(&own);
        let mut children = Vec::new();
        let mut share = |ident: &str, source: &str, items: Vec<Item>| {
            children.push(Child {
                ident: ident.to_owned(),
                public: false,
                features: Vec::new(),
                exports: idents(&items),
            });
            modules.push(Module {
                file: format!("{}/{ident}.rs", tree.folder(API)),
                source: format!("spec/{source}"),
                docs: Vec::new(),
                children: Vec::new(),
                items,
            });
        };
        if tree.parts.is_empty() {
            share("_system", "_system.yaml", self.system());
        }
        if let Some(folder) = tree.folder.filter(|folder| !folder.types.is_empty()) {
            let items = self.type_items(&folder.types, &folder.path, false);
            share("_types", &folder.file, items);
        }
        for (ident, child) in &tree.children {
            let features = child.features();
            let exports = self.module(child, features.as_ref(), items, modules);
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
