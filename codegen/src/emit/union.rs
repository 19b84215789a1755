//! One of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::literal;
use super::{Piece, Scope, Table, docs, ident};
use crate::rust::{Member, Union};

pub(super) fn emit(item: &Union, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let variants = item.members.iter().map(|it| variant(it, scope));
    let union = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    pieces.push(union.into());
    let kinds = format!("kinds: {}", literal(&item.kinds));
    let rows = item.members.iter().map(|it| row(it, scope));
    let table = Table {
        macro_name: "union",
        head: item.ident.clone(),
        rows: [kinds].into_iter().chain(rows).collect(),
    };
    pieces.push(table.into());
}

fn variant(member: &Member, scope: &Scope<'_>) -> TokenStream {
    let (name, docs, ty) = (
        ident(&member.ident),
        docs(&member.docs),
        scope.ty(&member.ty),
    );
    quote!(#docs #name(#ty),)
}

fn row(member: &Member, scope: &Scope<'_>) -> String {
    let (ty, kinds) = (scope.text(&member.ty), member.kinds.join(" "));
    let from = member.from.as_ref();
    let from = from.map_or_else(String::new, |from| format!(", from {}", scope.text(from)));
    format!("{}: {ty}{from} => {kinds}", member.ident)
}
