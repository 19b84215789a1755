//! The tree of modules: one for each part of a method's name.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::docs;
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
            None => ["spec"]
                .into_iter()
                .chain(self.parts.iter().map(String::as_str))
                .fold(String::new(), |path, part| path + part + "/"),
        }
    }

    /// Its file below `root`.
    pub(super) fn file(&self, root: &str) -> String {
        if self.parts.is_empty() {
            return format!("{root}/mod.rs");
        }
        let modules = names::modules(&self.parts);
        let files: Vec<&str> = modules.iter().map(|module| names::file(module)).collect();
        format!("{root}/{}.rs", files.join("/"))
    }

    /// The methods below it.
    fn methods(&self) -> Vec<&'a Method> {
        let children = self.children.values();
        let below = |child: &Self| {
            let mut methods: Vec<&'a Method> = child.method.into_iter().collect();
            methods.extend(child.methods());
            methods
        };
        children.flat_map(below).collect()
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
        let own = tree
            .method
            .and_then(|method| items.remove(method.file.as_str()));
        let own = own.unwrap_or_default();
        let exports: Vec<String> = own
            .iter()
            .filter_map(Item::ident)
            .map(str::to_owned)
            .collect();
        let index = modules.len();
        modules.push(Module {
            file: tree.file("src/api"),
            source: tree.source(),
            docs: self.module_docs(tree),
            children: Vec::new(),
            items: own,
        });
        let mut children = Vec::new();
        if tree.parts.is_empty() {
            // The core knows the system's errors by name.
            modules.push(Module {
                file: "core/src/system.rs".to_owned(),
                source: "spec/_system.yaml".to_owned(),
                docs: Vec::new(),
                children: Vec::new(),
                items: self.system(),
            });
        }
        if let Some(folder) = tree.folder.filter(|folder| !folder.types.is_empty()) {
            let items = self.type_items(&folder.types, |name| super::TypeRef {
                owner: folder.path.clone(),
                local: false,
                name: name.to_owned(),
            });
            children.push(self.shared(
                "_types",
                &format!("spec/{}", folder.file),
                tree,
                items,
                modules,
            ));
        }
        for (ident, child) in &tree.children {
            let features = child.features();
            let exports = self.module(child, features.as_ref(), items, modules);
            let needed = features
                .filter(|features| Some(features) != around)
                .unwrap_or_default();
            children.push(Child {
                ident: ident.clone(),
                public: !child.is_leaf(),
                features: needed.into_iter().map(str::to_owned).collect(),
                exports,
            });
        }
        if let Some(module) = modules.get_mut(index) {
            module.children = children;
        }
        exports
    }

    /// A private module whose types its parent exports.
    fn shared(
        &self,
        ident: &str,
        source: &str,
        parent: &Tree<'_>,
        items: Vec<Item>,
        modules: &mut Vec<Module>,
    ) -> Child {
        let exports = items
            .iter()
            .filter_map(Item::ident)
            .map(str::to_owned)
            .collect();
        let folder = parent.file("src/api");
        let folder = folder.trim_end_matches(".rs").trim_end_matches("/mod");
        modules.push(Module {
            file: format!("{folder}/{ident}.rs"),
            source: source.to_owned(),
            docs: Vec::new(),
            children: Vec::new(),
            items,
        });
        Child {
            ident: ident.to_owned(),
            public: false,
            features: Vec::new(),
            exports,
        }
    }

    fn module_docs(&self, tree: &Tree<'_>) -> Vec<String> {
        if tree.parts.is_empty() || tree.is_leaf() {
            return Vec::new();
        }
        let mut lines = match tree.folder.and_then(|folder| folder.doc.as_deref()) {
            Some(doc) => docs::prose(doc, &self.links),
            None => {
                let v3 = tree.parts.first().is_some_and(|part| *part == V3);
                let name = tree.parts[usize::from(v3)..].join(".");
                vec![match (name.is_empty(), v3) {
                    (true, _) => "The methods of REST 3.".to_owned(),
                    (false, true) => {
                        format!("The methods {} of REST 3.", docs::code(&(name + ".*")))
                    }
                    (false, false) => format!("The methods {}.", docs::code(&(name + ".*"))),
                }]
            }
        };
        let methods = tree.methods();
        if !methods.is_empty() {
            lines.push(String::new());
            lines.extend(self.method_table(methods.into_iter()));
        }
        lines
    }
}
