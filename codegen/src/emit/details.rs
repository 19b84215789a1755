//! What the messages of errors say.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::literal;
use super::{Piece, Scope, Table, docs, ident};
use crate::rust::{Detail, Details};

pub(super) fn emit(item: &Details, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let fields = item.fields.iter().map(|it| field(it, scope));
    let details = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name<'a> { #(#fields)* }
    };
    pieces.push(details.into());
    let row = |field: &Detail| {
        let list = if field.list { " list" } else { "" };
        format!("{} => {}{list}", field.ident, literal(&field.placeholder))
    };
    let table = Table {
        macro_name: "error_details",
        head: format!("{} for {}", item.ident, item.error),
        rows: item.fields.iter().map(row).collect(),
    };
    pieces.push(table.into());
}

fn field(field: &Detail, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&field.ident), docs(&field.docs));
    let option = scope.item("std::option::Option");
    let ty = if field.list {
        let list = scope.item("std::vec::Vec");
        quote!(#list<&'a str>)
    } else {
        quote!(&'a str)
    };
    quote!(#docs pub #name: #option<#ty>,)
}
