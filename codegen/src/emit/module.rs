//! A module: what it declares and exports, its items.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::{Piece, doc, ident, tokens};
use super::scope::Scope;
use super::{enums, list, structs, tests};
use crate::rust::{Child, Def, Module, TestModule};

/// The pieces of a module.
pub(crate) fn module(module: &Module) -> Vec<Piece> {
    let scope = Scope::new(module);
    let mut items = Vec::new();
    for item in &module.items {
        match &item.def {
            Def::Struct(def) => structs::object(item, def, &scope, &mut items),
            Def::Details(def) => structs::details(item, def, &scope, &mut items),
            Def::Enum(def) => enums::open(item, def, &scope, &mut items),
            Def::Union(def) => enums::union(item, def, &scope, &mut items),
            Def::Cases(def) => enums::cases(item, def, &scope, &mut items),
            Def::Id(def) => enums::id(item, def, &scope, &mut items),
            Def::Filter(def) => list::filter(item, def, &scope, &mut items),
            Def::Order(def) => list::order(item, def, &mut items),
        }
    }
    let inner = module.docs.iter().map(|line| doc(line));
    let children = module.children.iter();
    let mods = children.clone().map(child);
    let exporting = children.filter(|child| !child.exports.is_empty());
    let uses = exporting.map(exports);
    let head = [
        quote!(#(#![doc = #inner])*),
        quote!(#(#mods)*),
        quote!(#(#uses)*),
        scope.imports(),
    ];
    head.into_iter().map(Piece::from).chain(items).collect()
}

/// The pieces of a module of tests.
pub(crate) fn test_module(module: &TestModule) -> Vec<Piece> {
    let mods = module.children.iter().map(|name| ident(name));
    let request = module.request.as_deref().map(tokens);
    let request = request.map(|request| quote!(use #request as Method;));
    let head = [quote!(#(mod #mods;)*), quote!(#request)];
    let tests = module.tests.iter().map(tests::test);
    head.into_iter().chain(tests).map(Piece::from).collect()
}

fn child(child: &Child) -> TokenStream {
    let (name, cfg) = (ident(&child.ident), cfg(&child.features));
    let public = child.public.then(|| quote!(pub));
    quote!(#cfg #public mod #name;)
}

fn exports(child: &Child) -> TokenStream {
    let (name, cfg) = (ident(&child.ident), cfg(&child.features));
    let exports = child.exports.iter().map(|name| ident(name));
    quote!(#cfg pub use self::#name::{#(#exports),*};)
}

fn cfg(features: &[String]) -> TokenStream {
    match features {
        [] => TokenStream::new(),
        [feature] => quote!(#[cfg(feature = #feature)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
