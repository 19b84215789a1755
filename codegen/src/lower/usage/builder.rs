//! What a piece of Rust outside of the crate calls the items of the crate.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The modules of what is imported, by name; none if every path is written in full.
    imports: Option<BTreeMap<String, String>>,
}

impl<'l, 'a> Builder<'l, 'a> {
    pub(super) fn new(lowering: &'l Lowering<'a>, imports: bool) -> Self {
        let imports = imports.then(BTreeMap::new);
        Self { lowering, imports }
    }

    pub(super) fn path(&mut self, path: &Path) -> String {
        let full = path.outside();
        let name = &path.ident;
        match &mut self.imports {
            Some(imports) if !names::PRELUDE.contains(&name.as_str()) => {
                let imported = imports.entry(name.clone());
                match imported.or_insert(path.module.clone()) == &path.module {
                    true => name.clone(),
                    false => full,
                }
            }
            _ => full,
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
                    _ => format!("::{path}"),
                }
            }
        })
    }

    /// The `use` items for all that was named.
    pub(super) fn uses(&self) -> Vec<String> {
        let mut modules: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (name, module) in self.imports.iter().flatten() {
            let module = module.replacen("crate", CRATE, 1);
            modules.entry(module).or_default().insert(name);
        }
        let uses = modules.into_iter().map(|(module, names)| {
            let names: Vec<&str> = names.into_iter().collect();
            match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            }
        });
        uses.collect()
    }
}
