//! The proof that the crate compiles with any of its features: whatever an item names is compiled wherever the item is.
//!
//! It reads the gates as they are written, on the way from the root of the crate to each item, and trusts nothing that decided them.

use std::collections::HashMap;

use crate::names;
use crate::rust::{Crate, Def, Gate, Item, Module, Path, Ty};

/// The gates on the way to something; all of them are needed.
type Way = Vec<Gate>;

/// Says which item is compiled without what it names, if there is one.
pub(crate) fn prove(output: &Crate) -> Result<(), String> {
    let mut ways = Ways {
        modules: (output.modules.iter())
            .map(|module| (module.file.as_str(), module))
            .collect(),
        items: Vec::new(),
        paths: HashMap::new(),
    };
    ways.module("src/api/mod.rs", "crate", &Way::new())?;
    for (way, module, item) in &ways.items {
        for path in named(item) {
            let path = match path.module.as_str() {
                "" => format!("{module}::{}", path.ident),
                _ => path.to_string(),
            };
            let target = ways.paths.get(&path);
            if !target.is_some_and(|target| implies(way, target)) {
                let item = format!("{module}::{}", item.ident);
                return Err(format!("`{path}` is missing where `{item}` is compiled"));
            }
        }
    }
    Ok(())
}

struct Ways<'a> {
    modules: HashMap<&'a str, &'a Module>,
    /// Each item, with the way to it and the path of its module.
    items: Vec<(Way, String, &'a Item)>,
    /// The ways to what can be named, by its path.
    paths: HashMap<String, Way>,
}

impl Ways<'_> {
    /// Walks through a module and those in it.
    fn module(&mut self, file: &str, path: &str, way: &Way) -> Result<(), String> {
        let module = *(self.modules.get(file)).ok_or_else(|| format!("there is no {file}"))?;
        for (gate, item) in &module.items {
            let way = further(way, gate);
            self.paths
                .insert(format!("{path}::{}", item.ident), way.clone());
            self.items.push((way, path.to_owned(), item));
        }
        let folder = file.strip_suffix("/mod.rs");
        let folder = folder.unwrap_or_else(|| file.trim_end_matches(".rs"));
        for child in &module.children {
            let inside = format!("{path}::{}", child.ident);
            let file = format!("{folder}/{}.rs", names::file(&child.ident));
            self.module(&file, &inside, &further(way, &child.gate))?;
            for (gate, names) in &child.exports {
                let way = further(way, gate);
                for name in names {
                    let source = self.paths.get(&format!("{inside}::{name}"));
                    if !source.is_some_and(|source| implies(&way, source)) {
                        return Err(format!(
                            "`{path}` exports `{name}` where it is not compiled"
                        ));
                    }
                    self.paths.insert(format!("{path}::{name}"), way.clone());
                }
            }
        }
        Ok(())
    }
}

fn further(way: &Way, gate: &Gate) -> Way {
    way.iter().chain([gate]).cloned().collect()
}

/// Whether the end of `to` is compiled wherever that of `from` is.
fn implies(from: &Way, to: &Way) -> bool {
    let met = |gate: &Gate| from.iter().any(|given| given.implies(gate));
    to.iter().all(|gate| *gate == Gate::Open || met(gate))
}

/// The generated types that an item names.
fn named(item: &Item) -> Vec<&Path> {
    let types: Vec<&Ty> = match &item.def {
        Def::Id(def) => return def.from.iter().collect(),
        // What the crate has at its root is always there, and nothing generated is called so.
        Def::Alias(def) if names::ROOT.contains(&def.of.ident.as_str()) => Vec::new(),
        Def::Alias(def) => return vec![&def.of],
        Def::Struct(def) => {
            let method = def.method.iter();
            let method = method.flat_map(|method| {
                let rows = method.paging.as_ref().map(|paging| &paging.item);
                [&method.output].into_iter().chain(rows)
            });
            let fields = def.fields.iter().map(|field| &field.ty);
            fields.chain(method).collect()
        }
        Def::Filter(def) => def.columns.iter().map(|(_, ty, _)| ty).collect(),
        Def::Union(def) => {
            let members = def.members.iter();
            members
                .flat_map(|it| [&it.ty].into_iter().chain(&it.from))
                .collect()
        }
        Def::Own(def) => def.uses.iter().collect(),
        Def::Required(def) => def.fields.iter().map(|field| &field.ty).collect(),
        Def::Cases(def) => def.cases.iter().map(|case| &case.ty).collect(),
        Def::Enum(_) | Def::Order(_) | Def::Details(_) => Vec::new(),
    };
    types.into_iter().filter_map(Ty::path).collect()
}

#[cfg(test)]
mod tests;
