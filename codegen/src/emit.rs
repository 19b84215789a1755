//! Rust to tokens. Nothing is decided here.

mod details;
mod enums;
mod list;
mod method;
mod structs;
mod tests;
mod union;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::rust::{Child, Item, Module, TestModule, Ty};

/// A part of a file.
pub(crate) enum Piece {
    /// Items of Rust.
    Tokens(TokenStream),
    /// A table for one of the runtime's macros.
    Table(Table),
}

/// `crate::runtime::record! { Name { rows } }`, one row a line.
pub(crate) struct Table {
    pub(crate) macro_name: &'static str,
    pub(crate) ident: String,
    pub(crate) rows: Vec<String>,
}

/// The pieces of a module.
pub(crate) fn module(module: &Module) -> Vec<Piece> {
    let mut pieces = Vec::new();
    if !module.docs.is_empty() {
        let docs = module.docs.iter().map(|line| doc_text(line));
        pieces.push(Piece::Tokens(quote!(#(#![doc = #docs])*)));
    }
    if !module.children.is_empty() {
        let mods = module.children.iter().map(child);
        let uses = module.children.iter().map(exports);
        pieces.push(Piece::Tokens(quote!(#(#mods)*)));
        pieces.push(Piece::Tokens(quote!(#(#uses)*)));
    }
    for item in &module.items {
        match item {
            Item::Struct(item) => structs::emit(item, &mut pieces),
            Item::Enum(item) => enums::emit(item, &mut pieces),
            Item::Id(item) => enums::emit_id(item, &mut pieces),
            Item::Filter(item) => list::filter(item, &mut pieces),
            Item::Order(item) => list::order(item, &mut pieces),
            Item::Details(item) => details::emit(item, &mut pieces),
            Item::Union(item) => union::emit(item, &mut pieces),
            Item::Method(item) => method::emit(item, &mut pieces),
        }
    }
    pieces
}

/// The pieces of a module of tests.
pub(crate) fn test_module(module: &TestModule) -> Vec<Piece> {
    let mods = module.children.iter().map(|name| ident(name));
    let mut pieces = vec![Piece::Tokens(quote!(#(mod #mods;)*))];
    if let Some(request) = &module.request {
        let request = path(request);
        pieces.push(Piece::Tokens(quote!(use #request as Method;)));
    }
    pieces.extend(
        module
            .tests
            .iter()
            .map(|test| Piece::Tokens(tests::emit(test))),
    );
    pieces
}

fn child(child: &Child) -> TokenStream {
    let (name, cfg) = (ident(&child.ident), cfg(child));
    let public = child.public.then(|| quote!(pub));
    quote!(#cfg #public mod #name;)
}

fn exports(child: &Child) -> TokenStream {
    if child.exports.is_empty() {
        return TokenStream::new();
    }
    let (name, cfg) = (ident(&child.ident), cfg(child));
    let exports = child.exports.iter().map(|name| ident(name));
    quote!(#cfg pub use self::#name::{#(#exports),*};)
}

fn cfg(child: &Child) -> Option<TokenStream> {
    let features = &child.features;
    match features.as_slice() {
        [] => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        _ => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| doc_text(line));
    quote!(#(#[doc = #lines])*)
}

fn doc_text(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated = #note]))
}

/// The path of a type.
fn path(path: &str) -> TokenStream {
    let parts = path.split("::").map(ident);
    quote!(#(#parts)::*)
}

fn ty(of: &Ty) -> TokenStream {
    match of {
        Ty::Bool => quote!(bool),
        Ty::Flag => quote!(crate::Flag),
        Ty::I32 => quote!(i32),
        Ty::I64 => quote!(i64),
        Ty::Str => quote!(&str),
        Ty::F64 => quote!(f64),
        Ty::String => quote!(::std::string::String),
        Ty::DateTime => quote!(crate::DateTime),
        Ty::Date => quote!(crate::Date),
        Ty::Scalar => quote!(crate::Scalar),
        Ty::File => quote!(crate::File),
        Ty::Base64 => quote!(crate::Base64),
        Ty::Order => quote!(crate::Order),
        Ty::Pagination => quote!(crate::Pagination),
        Ty::Rest => quote!(crate::Rest),
        Ty::Json => quote!(::serde_json::Value),
        Ty::Unit => quote!(()),
        Ty::Path(name) => path(name),
        Ty::Vec(item) => {
            let item = ty(item);
            quote!(::std::vec::Vec<#item>)
        }
        Ty::Map(item) => {
            let item = ty(item);
            quote!(::std::collections::BTreeMap<::std::string::String, #item>)
        }
        Ty::Option(item) => option(&ty(item)),
        Ty::Nullable(item) => {
            let item = ty(item);
            quote!(crate::Nullable<#item>)
        }
    }
}

fn option(item: &TokenStream) -> TokenStream {
    quote!(::core::option::Option<#item>)
}

/// A string as source text.
fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}
