//! What files are made of.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::rust::Notation;

/// A part of a file.
pub(crate) enum Piece {
    /// Items of Rust.
    Tokens(TokenStream),
    /// A table: text, as prettyplease would leave the inside of a macro to itself.
    Table(String),
}

impl Piece {
    /// Puts a `#[cfg(…)]` before it, if there is one. It is one item.
    pub(super) fn gate(&mut self, cfg: &str) {
        match self {
            _ if cfg.is_empty() => {}
            Self::Tokens(item) => {
                let cfg = tokens(cfg);
                *item = quote!(#cfg #item);
            }
            Self::Table(text) => *text = format!("{cfg}\n{text}"),
        }
    }
}

impl From<TokenStream> for Piece {
    fn from(tokens: TokenStream) -> Self {
        Self::Tokens(tokens)
    }
}

/// What nobody calls by name: rows for a macro of the runtime, `crate::runtime::record! { head { rows } }`, one row a line.
pub(super) fn table(macro_name: &str, head: &str, rows: impl IntoIterator<Item = String>) -> Piece {
    let mut text = format!("crate::runtime::{macro_name}! {{\n    {head} {{");
    let start = text.len();
    for row in rows {
        let _ = write!(text, "\n        {row},");
    }
    text += if text.len() == start { "" } else { "\n    " };
    text += "}\n}\n";
    Piece::Table(text)
}

/// ` word` in a row, if it applies.
pub(super) fn flag(word: &'static str, applies: bool) -> String {
    match applies {
        true => format!(" {word}"),
        false => String::new(),
    }
}

/// How booleans are sent, in a row: nothing for those of JSON.
pub(super) fn notation(notation: Notation) -> String {
    match notation {
        Notation::Boolean => String::new(),
        notation => format!(" [{notation:?}]"),
    }
}

/// A string as source text.
pub(super) fn literal(text: impl AsRef<str>) -> String {
    Literal::string(text.as_ref()).to_string()
}

/// A name; `r#type` if it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The tokens of what is decided as text: a path, a type, an expression.
pub(super) fn tokens(text: &str) -> TokenStream {
    let message = "the generator wrote something that is no Rust";
    text.parse()
        .unwrap_or_else(|_| quote!(compile_error!(#message)))
}

/// The attributes of a doc comment, line by line.
pub(super) fn docs<T: AsRef<str>>(lines: &[T]) -> TokenStream {
    let lines = lines.iter().map(|line| doc(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

pub(super) fn doc(line: &str) -> Literal {
    let space = if line.is_empty() { "" } else { " " };
    // A raw literal is read as it stands, and not character by character.
    let raw = format!("r\"{space}{line}\"");
    let plain = !line.contains(|c: char| c == '"' || c.is_control());
    let raw = plain.then(|| raw.parse().ok()).flatten();
    raw.unwrap_or_else(|| Literal::string(&[space, line].concat()))
}

pub(super) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated = #note]))
}
