//! What a piece of Rust outside of the crate calls the items of the crate.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::lower::lowering::{Lowering, Side};
use crate::model::Type;
use crate::names;
use crate::rust::{CRATE, Name, Path};

/// A Rust expression; none for a value that cannot be written as one.
pub(super) type Expr = Option<String>;

/// The entries of a JSON object.
pub(super) type Entries = [(String, Json)];

pub(super) struct Builder<'l, 'a> {
    pub(super) lowering: &'l Lowering<'a>,
    /// What is imported, by name; none if every path is written in full.
    imports: Option<BTreeMap<String, Path>>,
}

/// Crates that an import must not hide.
const CRATES: [&str; 5] = ["alloc", CRATE, "core", "serde_json", "std"];

impl<'l, 'a> Builder<'l, 'a> {
    pub(super) fn new(lowering: &'l Lowering<'a>, imports: bool) -> Self {
        let imports = imports.then(BTreeMap::new);
        Self { lowering, imports }
    }

    /// What a type is called: by its name alone, if that means nothing else.
    pub(super) fn path(&mut self, path: &Path) -> String {
        let name = &path.ident;
        let known = names::PRELUDE.contains(&name.as_str());
        match !known && self.import(path) {
            true => name.clone(),
            false => path.outside(),
        }
    }

    /// What a type is called with its module before it: `item::Get`.
    pub(super) fn qualified(&mut self, path: &Path) -> String {
        let module = Path::of(&path.module);
        if module.module.is_empty() {
            return self.path(path);
        }
        let hides = CRATES.contains(&module.ident.as_str());
        match !hides && self.import(&module) {
            true => format!("{}::{}", module.ident, path.ident),
            false => path.outside(),
        }
    }

    /// Whether the last part of a path is enough, with an import.
    fn import(&mut self, path: &Path) -> bool {
        let Some(imports) = &mut self.imports else {
            return false;
        };
        let imported = imports.entry(path.ident.clone());
        imported.or_insert_with(|| path.clone()) == path
    }

    /// A path of another crate.
    pub(super) fn foreign(&mut self, path: &str) -> String {
        match self.imports {
            Some(_) => path.to_owned(),
            None => format!("::{path}"),
        }
    }

    /// An item of the hand-written crate, by its path without `crate::`.
    pub(super) fn item(&mut self, path: &str) -> String {
        self.path(&Path::of(&format!("crate::{path}")))
    }

    /// `ty` as source text; `at` is the path of a shape without a name.
    pub(super) fn ty(&mut self, ty: &Type, at: &Path) -> String {
        let ty = self.lowering.ty(ty, &|| at.clone(), Side::Request);
        ty.text(&mut |name| match name {
            Name::Generated(path) => self.path(path),
            Name::Item(path) => {
                let path = Path::of(path);
                match path.module.as_str() {
                    "crate" => self.path(&path),
                    _ if names::PRELUDE.contains(&path.ident.as_str()) => path.ident,
                    _ => self.foreign(&path.to_string()),
                }
            }
        })
    }

    /// The `use` items for all that was named.
    pub(super) fn uses(&self) -> Vec<String> {
        let all: Vec<&Path> = self.imports.iter().flat_map(BTreeMap::values).collect();
        let mut modules: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for path in &all {
            let whole = path.outside();
            // A module with something else of its own is imported by the same item.
            let shared = all
                .iter()
                .any(|other| Path::of(&other.to_string()).module == path.to_string());
            let (module, name) = match whole.rsplit_once("::") {
                Some((module, name)) if !shared => (module.to_owned(), name.len()),
                _ => (whole.clone(), 0),
            };
            let name = if name == 0 { "self" } else { &path.ident };
            modules.entry(module).or_default().push(name);
        }
        let uses = modules.into_iter().map(|(module, mut names)| {
            names.sort_by_key(|name| (*name != "self", *name));
            match names.as_slice() {
                ["self"] => format!("use {module};"),
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            }
        });
        uses.collect()
    }
}
