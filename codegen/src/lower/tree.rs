//! The tree of modules: one for each part of a method's name.

use std::collections::BTreeMap;

use crate::model::{Api, Folder, Method};
use crate::names;
use crate::rust::{Item, Test};

/// A module and what is in it.
#[derive(Default)]
pub(super) struct Tree<'a> {
    /// The parts of the names on the way, as the API spells them.
    pub(super) parts: Vec<String>,
    /// By the name of the module.
    pub(super) children: BTreeMap<String, Tree<'a>>,
    pub(super) method: Option<&'a Method>,
    pub(super) items: Vec<Item>,
    pub(super) tests: Vec<Test>,
    pub(super) folder: Option<&'a Folder>,
}

impl<'a> Tree<'a> {
    /// `lowered` has the items and the tests of each method.
    pub(super) fn new(api: &'a Api, lowered: Vec<(Vec<Item>, Vec<Test>)>) -> Self {
        let mut tree = Self::default();
        for (method, (items, tests)) in api.methods.iter().zip(lowered) {
            let node = tree.descend(&method.path());
            node.method = Some(method);
            (node.items, node.tests) = (items, tests);
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
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty() && self.folder.is_none()
    }

    /// Where its spec, or its folder of specs, is.
    pub(super) fn source(&self) -> String {
        match self.method {
            Some(Method {
                file,
                template: Some(template),
                ..
            }) => {
                format!("spec/{file} and spec/{template}")
            }
            Some(method) => format!("spec/{}", method.file),
            None if self.parts.is_empty() => "spec/".to_owned(),
            None => format!("spec/{}/", self.parts.join("/")),
        }
    }

    /// Its file below `root`.
    pub(super) fn file(&self, root: &str) -> String {
        match self.parts.is_empty() {
            true => format!("{root}/mod.rs"),
            false => self.folder(root) + ".rs",
        }
    }

    /// The folder of the modules in it, below `root`.
    pub(super) fn folder(&self, root: &str) -> String {
        let modules = names::modules(&self.parts).into_iter();
        modules.fold(root.to_owned(), |folder, module| {
            folder + "/" + names::file(&module)
        })
    }

    /// The methods below it.
    pub(super) fn methods(&self) -> Vec<&'a Method> {
        let children = self.children.values();
        let below = children.flat_map(|child| child.method.into_iter().chain(child.methods()));
        below.collect()
    }
}
