//! Rust to tokens. Nothing is decided here.
//!
//! What `quote!` is given as tokens, it copies one by one. So what is placed are parts that write themselves where they
//! stand: names, docs and types as they are, and all else as a [`Part`].

mod details;
mod enums;
mod list;
mod method;
mod structs;
mod tests;
mod union;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

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
        let mods = module.children.iter().map(|it| Part(|| child(it)));
        let uses = module.children.iter().map(|it| Part(|| exports(it)));
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
        let request = Path(request);
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
    let (name, cfg) = (ident(&child.ident), Part(|| cfg(&child.features)));
    let public = child.public.then(|| quote!(pub));
    quote!(#cfg #public mod #name;)
}

fn exports(child: &Child) -> TokenStream {
    if child.exports.is_empty() {
        return TokenStream::new();
    }
    let (name, cfg) = (ident(&child.ident), Part(|| cfg(&child.features)));
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

/// What is made in the place where it stands.
struct Part<F>(F);

impl<F: Fn() -> TokenStream> ToTokens for Part<F> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend([(self.0)()]);
    }
}

/// A name; `r#type` if it is a keyword.
struct Name<'a>(&'a str);

impl ToTokens for Name<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(match self.0.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(self.0, Span::call_site()),
        });
    }
}

fn ident(name: &str) -> Name<'_> {
    Name(name)
}

/// The attributes of a doc comment, line by line.
struct Docs<'a, T>(&'a [T]);

impl<T: AsRef<str>> ToTokens for Docs<'_, T> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in self.0 {
            let line = doc_text(line.as_ref());
            tokens.append(Punct::new('#', Spacing::Alone));
            tokens.append(Group::new(Delimiter::Bracket, quote!(doc = #line)));
        }
    }
}

fn docs<T>(lines: &[T]) -> Docs<'_, T> {
    Docs(lines)
}

fn doc_text(line: &str) -> Literal {
    let space = if line.is_empty() { "" } else { " " };
    // What has nothing to escape is a literal as it is; to find that out anew for each character takes long.
    let is_plain = |byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    let plain = line.bytes().all(is_plain);
    let plain = plain.then(|| ["\"", space, line, "\""].concat().parse().ok());
    plain
        .flatten()
        .unwrap_or_else(|| Literal::string(&[space, line].concat()))
}

fn deprecated(note: Option<&String>) -> impl ToTokens {
    note.map(|note| Part(move || quote!(#[deprecated = #note])))
}

/// The path of a type; one that begins with `::` does so in tokens.
struct Path<'a>(&'a str);

impl ToTokens for Path<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for (index, part) in self.0.split("::").enumerate() {
            if index > 0 {
                tokens.append(Punct::new(':', Spacing::Joint));
                tokens.append(Punct::new(':', Spacing::Alone));
            }
            if !part.is_empty() {
                ident(part).to_tokens(tokens);
            }
        }
    }
}

impl ToTokens for Ty {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = match self {
            Ty::Bool => "bool",
            Ty::Flag => "crate::Flag",
            Ty::I32 => "i32",
            Ty::I64 => "i64",
            Ty::F64 => "f64",
            Ty::String => "::std::string::String",
            Ty::DateTime => "crate::DateTime",
            Ty::Date => "crate::Date",
            Ty::Scalar => "crate::Scalar",
            Ty::File => "crate::File",
            Ty::Base64 => "crate::Base64",
            Ty::Order => "crate::Order",
            Ty::Pagination => "crate::Pagination",
            Ty::Rest => "crate::Rest",
            Ty::Json => "::serde_json::Value",
            Ty::Path(path) => path,
            Ty::Str => return tokens.extend([quote!(&str)]),
            Ty::Unit => return tokens.extend([quote!(())]),
            Ty::Vec(item) => return tokens.extend([quote!(::std::vec::Vec<#item>)]),
            Ty::Map(item) => {
                let map = quote!(::std::collections::BTreeMap<::std::string::String, #item>);
                return tokens.extend([map]);
            }
            Ty::Option(item) => return option(item).to_tokens(tokens),
            Ty::Nullable(item) => return tokens.extend([quote!(crate::Nullable<#item>)]),
        };
        Path(name).to_tokens(tokens);
    }
}

fn option(item: impl ToTokens) -> impl ToTokens {
    Part(move || quote!(::core::option::Option<#item>))
}

/// A type as source text, without spaces.
fn text(of: &Ty) -> String {
    of.to_token_stream().to_string().replace(' ', "")
}

/// A string as source text.
fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}
