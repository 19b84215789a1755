//! One of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Part, Piece, Table, docs, ident, literal, text};
use crate::rust::{Member, Union};

pub(super) fn emit(item: &Union, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let variants = item.members.iter().map(|it| Part(|| variant(it)));
    pieces.push(Piece::Tokens(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }));
    let rows = item.members.iter().map(|member| {
        let (ty, kinds) = (text(&member.ty), member.kinds.join(" "));
        format!("{}: {ty} => {kinds}", member.ident)
    });
    pieces.push(Piece::Table(Table {
        macro_name: "union",
        ident: item.ident.clone(),
        rows: [format!("kinds: {}", literal(&item.kinds))]
            .into_iter()
            .chain(rows)
            .collect(),
    }));
    for member in &item.members {
        let Some(from) = &member.from else { continue };
        let variant = ident(&member.ident);
        pieces.push(Piece::Tokens(quote! {
            impl ::core::convert::From<#from> for #name {
                fn from(value: #from) -> Self {
                    Self::#variant(value.into())
                }
            }
        }));
    }
}

fn variant(member: &Member) -> TokenStream {
    let (name, docs, ty) = (ident(&member.ident), docs(&member.docs), &member.ty);
    quote!(#docs #name(#ty),)
}
