//! Rust to tokens, and to rows of tables. Nothing is decided here.

mod details;
mod enums;
mod list;
mod method;
mod scope;
mod structs;
mod table;
mod tests;
mod union;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::rust::{Child, Item, Module, TestModule};
use scope::Scope;
pub(crate) use table::Table;

/// A part of a file.
pub(crate) enum Piece {
    /// Items of Rust.
    Tokens(TokenStream),
    /// A table for one of the runtime's macros.
    Table(Table),
}

impl From<TokenStream> for Piece {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

impl From<Table> for Piece {
    fn from(table: Table) -> Self {
        Self::Table(table)
    }
}

/// The pieces of a module.
pub(crate) fn module(module: &Module) -> Vec<Piece> {
    let inner = module.docs.iter().map(|line| doc(line));
    let mods = module.children.iter().map(child);
    let uses = module.children.iter().map(exports);
    let mut pieces: Vec<Piece> = vec![
        quote!(#(#![doc = #inner])*).into(),
        quote!(#(#mods)*).into(),
        quote!(#(#uses)*).into(),
    ];
    let scope = Scope::new(module);
    let before_items = pieces.len();
    for item in &module.items {
        match item {
            Item::Struct(item) => structs::emit(item, &scope, &mut pieces),
            Item::Enum(item) => enums::emit(item, &scope, &mut pieces),
            Item::Id(item) => enums::emit_id(item, &scope, &mut pieces),
            Item::Filter(item) => list::filter(item, &scope, &mut pieces),
            Item::Order(item) => list::order(item, &mut pieces),
            Item::Details(item) => details::emit(item, &scope, &mut pieces),
            Item::Union(item) => union::emit(item, &scope, &mut pieces),
            Item::Method(item) => method::emit(item, &scope, &mut pieces),
        }
    }
    pieces.insert(before_items, scope.imports().into());
    pieces
}

/// The pieces of a module of tests.
pub(crate) fn test_module(module: &TestModule) -> Vec<Piece> {
    let mods = module.children.iter().map(|name| ident(name));
    let request = module.request.as_deref().map(tokens);
    let request = request.map(|request| quote!(use #request as Method;));
    let tests = module.tests.iter().map(|test| tests::emit(test).into());
    [quote!(#(mod #mods;)*).into(), quote!(#request).into()]
        .into_iter()
        .chain(tests)
        .collect()
}

fn child(child: &Child) -> TokenStream {
    let (name, cfg) = (ident(&child.ident), cfg(&child.features));
    let public = child.public.then(|| quote!(pub));
    quote!(#cfg #public mod #name;)
}

fn exports(child: &Child) -> TokenStream {
    if child.exports.is_empty() {
        return TokenStream::new();
    }
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

/// A name; `r#type` if it is a keyword.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The tokens of what is decided as text: a path, a type, an expression.
fn tokens(text: &str) -> TokenStream {
    let wrong = |_| {
        quote!(compile_error!(
            "the generator wrote something that is no Rust"
        ))
    };
    text.parse().unwrap_or_else(wrong)
}

/// The attributes of a doc comment, line by line.
fn docs<T: AsRef<str>>(lines: &[T]) -> TokenStream {
    let lines = lines.iter().map(|line| doc(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

fn doc(line: &str) -> Literal {
    let space = if line.is_empty() { "" } else { " " };
    // A raw literal is read as it stands, and not character by character.
    let raw = format!("r\"{space}{line}\"");
    let plain = !line.contains(|c: char| c == '"' || c.is_control());
    let raw = plain.then(|| raw.parse().ok()).flatten();
    raw.unwrap_or_else(|| Literal::string(&[space, line].concat()))
}

fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated = #note]))
}
