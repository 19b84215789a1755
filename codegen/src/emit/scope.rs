//! What a module calls the things that are not its own: by their names alone, unless it has such a name itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, tokens};
use crate::names;
use crate::rust::{Module, Ty};

pub(super) struct Scope<'m> {
    own: HashSet<&'m str>,
    /// The modules in it, which may be called like a crate.
    modules: HashSet<&'m str>,
    /// The names to be imported, by module.
    imports: RefCell<BTreeMap<&'static str, BTreeSet<&'static str>>>,
}

impl<'m> Scope<'m> {
    pub(super) fn new(module: &'m Module) -> Self {
        let exports = module.children.iter().flat_map(|child| &child.exports);
        let items = module.items.iter().filter_map(|item| item.ident());
        Self {
            own: exports.map(String::as_str).chain(items).collect(),
            modules: module
                .children
                .iter()
                .map(|child| child.ident.as_str())
                .collect(),
            imports: RefCell::default(),
        }
    }

    /// The `use` items for all that was named.
    pub(super) fn imports(&self) -> TokenStream {
        let imports = self.imports.borrow();
        let uses = imports.iter().map(|(module, names)| {
            let root = module.split("::").next().unwrap_or(module);
            let outside = if self.modules.contains(root) {
                "::"
            } else {
                ""
            };
            let module = tokens(&format!("{outside}{module}"));
            let names = names.iter().map(|name| ident(name));
            match names.len() {
                1 => quote!(use #module::#(#names)*;),
                _ => quote!(use #module::{#(#names),*};),
            }
        });
        quote!(#(#uses)*)
    }

    /// The item that `path`, from `std::`, `crate::` or another crate, leads to.
    pub(super) fn name(&self, path: &'static str) -> String {
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        if self.own.contains(name) {
            let outside = if module.starts_with("crate") {
                ""
            } else {
                "::"
            };
            return format!("{outside}{path}");
        }
        if !names::PRELUDE.contains(&name) {
            self.imports
                .borrow_mut()
                .entry(module)
                .or_default()
                .insert(name);
        }
        name.to_owned()
    }

    /// The same as tokens.
    pub(super) fn item(&self, path: &'static str) -> TokenStream {
        tokens(&self.name(path))
    }

    /// The text of a type.
    pub(super) fn text(&self, ty: &Ty) -> String {
        let of = |path, item| format!("{}<{}>", self.name(path), self.text(item));
        match ty {
            Ty::Bool => "bool".to_owned(),
            Ty::I32 => "i32".to_owned(),
            Ty::I64 => "i64".to_owned(),
            Ty::F64 => "f64".to_owned(),
            Ty::Str => "&str".to_owned(),
            Ty::Unit => "()".to_owned(),
            Ty::String => self.name("std::string::String"),
            Ty::Json => self.name("serde_json::Value"),
            Ty::Flag => self.name("crate::Flag"),
            Ty::DateTime => self.name("crate::DateTime"),
            Ty::Date => self.name("crate::Date"),
            Ty::Scalar => self.name("crate::Scalar"),
            Ty::File => self.name("crate::File"),
            Ty::Base64 => self.name("crate::Base64"),
            Ty::Order => self.name("crate::Order"),
            Ty::Pagination => self.name("crate::Pagination"),
            Ty::Rest => self.name("crate::Rest"),
            Ty::Path(path) => path.clone(),
            Ty::Vec(item) => of("std::vec::Vec", item),
            Ty::Option(item) => of("std::option::Option", item),
            Ty::Nullable(item) => of("crate::Nullable", item),
            Ty::Map(item) => {
                let (map, key) = (
                    self.name("std::collections::BTreeMap"),
                    self.text(&Ty::String),
                );
                format!("{map}<{key}, {}>", self.text(item))
            }
        }
    }

    /// The tokens of a type.
    pub(super) fn ty(&self, ty: &Ty) -> TokenStream {
        tokens(&self.text(ty))
    }
}
