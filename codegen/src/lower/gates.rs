//! What is compiled with which features: methods by their own, shared types where a method leads to them.

use std::collections::{BTreeMap, HashMap};
use std::mem;

use super::tree::Tree;
use crate::features::Features;
use crate::model::{Api, Method, Shape, Type, TypeDef, TypeRef, reached};
use crate::rust::Gate;

/// A type that more features than these lead to is always compiled: they would take longer to read than the type.
const FEW: usize = 8;

pub(super) struct Gates<'a> {
    /// The features of methods, by file.
    features: HashMap<&'a str, Option<String>>,
    /// The gates of types with a name.
    types: BTreeMap<TypeRef, Gate>,
}

impl<'a> Gates<'a> {
    pub(super) fn new(api: &'a Api, types: &BTreeMap<TypeRef, &'a TypeDef>) -> Self {
        let (of, mut features) = (Features::new(api), HashMap::new());
        let mut methods: BTreeMap<Option<String>, Vec<&Method>> = BTreeMap::new();
        for method in &api.methods {
            let feature = of.of(method);
            features.insert(method.file.as_str(), feature.clone());
            methods.entry(feature).or_default().push(method);
        }
        let mut gates: BTreeMap<TypeRef, Gate> = BTreeMap::new();
        for (feature, methods) in methods {
            let open = methods.into_iter().flat_map(named).collect();
            for name in reached(types, open, Shape::all_types) {
                let gate = gates.entry(name).or_insert(Gate::SHUT);
                *gate = mem::replace(gate, Gate::Open).or(Gate::of(feature.clone()));
            }
        }
        // A type that is only the base of another one is always compiled, and so is what it leads to.
        let bases = types.iter().filter(|(name, _)| !gates.contains_key(*name));
        let open = bases.flat_map(|(_, def)| def.shape.all_types()).collect();
        for name in reached(types, open, Shape::all_types) {
            gates.insert(name, Gate::Open);
        }
        // What these lead to, more features lead to as well.
        for gate in gates.values_mut() {
            if matches!(gate, Gate::Any(features) if features.len() > FEW) {
                *gate = Gate::Open;
            }
        }
        let types = gates;
        Self { features, types }
    }

    /// The feature that compiles a method, if it is not always compiled.
    pub(super) fn feature(&self, method: &Method) -> Option<String> {
        self.features.get(method.file.as_str()).cloned().flatten()
    }

    pub(super) fn method(&self, method: &Method) -> Gate {
        Gate::of(self.feature(method))
    }

    pub(super) fn ty(&self, name: &TypeRef) -> Gate {
        self.types.get(name).cloned().unwrap_or(Gate::Open)
    }

    /// The gate of a module: one feature that compiles all of it, or none. What stands in a module that several features lead to
    /// has its own gates, so that rustc always names the feature that a method needs.
    pub(super) fn module(&self, tree: &Tree<'_>) -> Gate {
        let method = tree.method.map(|method| self.method(method));
        let folder = tree.folder.into_iter();
        let types = folder.flat_map(|folder| {
            let name = |def: &TypeDef| TypeRef::new(folder.path.clone(), false, &def.name);
            folder.types.iter().map(move |def| self.ty(&name(def)))
        });
        let children = tree.children.values().map(|child| self.module(child));
        let all = method.into_iter().chain(types).chain(children);
        match all.fold(Gate::SHUT, Gate::or) {
            Gate::Any(features) if features.len() == 1 => Gate::Any(features),
            _ => Gate::Open,
        }
    }
}

/// The types that a method names.
fn named(method: &Method) -> Vec<&Type> {
    let params = method.params.fields.iter().map(|param| &param.ty);
    let local = method.types.iter().flat_map(|def| def.shape.all_types());
    params.chain(local).chain([&method.result.ty]).collect()
}
