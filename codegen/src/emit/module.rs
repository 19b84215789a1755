//! A module: what it declares and exports, its items.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::{Piece, doc, docs, ident, literal, tokens};
use super::scope::Scope;
use super::{builder, enums, list, structs, tests};
use crate::rust::{Alias, Child, Def, Gate, Item, Module, Own, TestModule};

/// The pieces of a module.
pub(crate) fn module(module: &Module) -> Vec<Piece> {
    let scope = Scope::new(module);
    let mut items = Vec::new();
    for (gate, item) in &module.items {
        let start = items.len();
        match &item.def {
            Def::Struct(def) => structs::object(item, def, &scope, &mut items),
            Def::Required(def) => items.push(builder::required(item, def, &scope).into()),
            Def::Details(def) => structs::details(item, def, &scope, &mut items),
            Def::Enum(def) => enums::open(item, def, &scope, &mut items),
            Def::Union(def) => enums::union(item, def, &scope, &mut items),
            Def::Cases(def) => enums::cases(item, def, &scope, &mut items),
            Def::Id(def) => enums::id(item, def, &scope, &mut items),
            Def::Filter(def) => list::filter(item, def, &scope, &mut items),
            Def::Order(def) => list::order(item, def, &mut items),
            Def::Alias(def) => items.push(alias(item, def).into()),
            Def::Own(def) => items.extend(own(item, def)),
        }
        let cfg = cfg(gate);
        items[start..].iter_mut().for_each(|piece| piece.gate(&cfg));
    }
    let inner = module.docs.iter().map(|line| doc(line));
    let children = module.children.iter();
    let mods = children.clone().map(child);
    let uses = children.map(exports);
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
    let request = module.request.as_deref();
    let test = request.map(|request| tests::test(request, &module.tests));
    [quote!(#(mod #mods;)*), quote!(#test)]
        .map(Piece::from)
        .into()
}

/// What the root of the crate takes from the modules of the API: each by its name, as rustc tells of no feature that a `*` hides.
pub(crate) fn root(api: &Module) -> Vec<Piece> {
    let uses = api.children.iter().map(|child| {
        let (name, cfg) = (ident(&child.ident), attribute(&child.gate));
        let module = child.public.then(|| quote!(#cfg pub use self::api::#name;));
        let exports = child.exports.iter().map(|(gate, names)| {
            let (cfg, names) = (attribute(gate), names.iter().map(|name| ident(name)));
            // A method of the root may be deprecated, as those in modules may.
            quote!(#cfg #[allow(deprecated)] pub use self::api::{#(#names),*};)
        });
        quote!(#module #(#exports)*)
    });
    vec![quote!(#(#uses)*).into()]
}

fn alias(item: &Item, def: &Alias) -> TokenStream {
    let (name, docs, of) = (
        ident(&item.ident),
        docs(&item.docs),
        tokens(&def.of.to_string()),
    );
    let borrowed = def.borrows.then(|| quote!(<'a>));
    quote!(#docs pub type #name #borrowed = #of #borrowed;)
}

/// What is written by hand is a module of its own, and its documentation follows on that of the spec.
fn own(item: &Item, def: &Own) -> [Piece; 2] {
    let (module, name, docs) = (ident(&def.module), ident(&item.ident), docs(&item.docs));
    [
        quote!(mod #module;),
        quote!(#docs pub use self::#module::#name;),
    ]
    .map(Piece::from)
}

fn child(child: &Child) -> TokenStream {
    let (name, cfg) = (ident(&child.ident), attribute(&child.gate));
    let public = child.public.then(|| quote!(pub));
    quote!(#cfg #public mod #name;)
}

fn exports(child: &Child) -> TokenStream {
    let name = ident(&child.ident);
    let exports = child.exports.iter().map(|(gate, exports)| {
        let (cfg, exports) = (attribute(gate), exports.iter().map(|name| ident(name)));
        quote!(#cfg pub use self::#name::{#(#exports),*};)
    });
    quote!(#(#exports)*)
}

fn attribute(gate: &Gate) -> TokenStream {
    tokens(&cfg(gate))
}

fn cfg(gate: &Gate) -> String {
    let Gate::Any(features) = gate else {
        return String::new();
    };
    let features = features
        .iter()
        .map(|it| format!("feature = {}", literal(it)));
    let features: Vec<String> = features.collect();
    match features.as_slice() {
        [feature] => format!("#[cfg({feature})]"),
        features => format!("#[cfg(any({}))]", features.join(", ")),
    }
}
