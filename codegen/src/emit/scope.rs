//! What a module calls the things that are not its own: by their names alone, unless it has such a name itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::{ident, tokens};
use crate::names;
use crate::rust::{Module, Name, Ty};

pub(super) struct Scope<'m> {
    own: HashSet<&'m str>,
    /// The modules in it, which may be called like a crate.
    modules: HashSet<&'m str>,
    /// The names to be imported, by module.
    imports: RefCell<BTreeMap<&'static str, BTreeSet<&'static str>>>,
}

impl<'m> Scope<'m> {
    pub(super) fn new(module: &'m Module) -> Self {
        let children = module.children.iter();
        let exports = children.clone().flat_map(|child| &child.exports);
        let exports = exports.flat_map(|(_, names)| names);
        let items = module.items.iter().map(|(_, item)| &item.ident);
        Self {
            own: exports.chain(items).map(String::as_str).collect(),
            modules: children.map(|child| child.ident.as_str()).collect(),
            imports: RefCell::default(),
        }
    }

    /// The `use` items for all that was named.
    pub(super) fn imports(&self) -> TokenStream {
        let imports = self.imports.borrow();
        let uses = imports.iter().map(|(module, names)| {
            let root = module.split("::").next().unwrap_or(module);
            let module = match self.modules.contains(root) {
                true => tokens(&format!("::{module}")),
                false => tokens(module),
            };
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
        match self.own.contains(name) {
            true if module.starts_with("crate") => return path.to_owned(),
            true => return format!("::{path}"),
            false if names::PRELUDE.contains(&name) => {}
            false => {
                let mut imports = self.imports.borrow_mut();
                imports.entry(module).or_default().insert(name);
            }
        }
        name.to_owned()
    }

    /// The same as tokens.
    pub(super) fn item(&self, path: &'static str) -> TokenStream {
        tokens(&self.name(path))
    }

    /// The text of a type.
    pub(super) fn text(&self, ty: &Ty) -> String {
        ty.text(&mut |name| match name {
            Name::Item(path) => self.name(path),
            Name::Generated(path) => path.to_string(),
        })
    }

    /// The tokens of a type.
    pub(super) fn ty(&self, ty: &Ty) -> TokenStream {
        tokens(&self.text(ty))
    }
}
