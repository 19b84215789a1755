//! What the messages of errors say.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Part, Piece, Table, docs, ident, literal, option};
use crate::rust::{Detail, Details};

pub(super) fn emit(item: &Details, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let fields = item.fields.iter().map(|it| Part(|| field(it)));
    pieces.push(Piece::Tokens(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name<'a> { #(#fields)* }
    }));
    let row = |field: &Detail| {
        let list = if field.list { " list" } else { "" };
        format!("{} => {}{list}", field.ident, literal(&field.placeholder))
    };
    pieces.push(Piece::Table(Table {
        macro_name: "error_details",
        ident: format!("{} for {}", item.ident, item.error),
        rows: item.fields.iter().map(row).collect(),
    }));
}

fn field(field: &Detail) -> TokenStream {
    let (name, docs) = (ident(&field.ident), docs(&field.docs));
    let ty = option(if field.list {
        quote!(::std::vec::Vec<&'a str>)
    } else {
        quote!(&'a str)
    });
    quote!(#docs pub #name: #ty,)
}
