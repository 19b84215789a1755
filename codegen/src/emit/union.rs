//! One of several types.

use quote::quote;

use super::{Piece, Table, docs, ident, literal, ty};
use crate::rust::Union;

pub(super) fn emit(item: &Union, pieces: &mut Vec<Piece>) {
    let (name, docs_of_union) = (ident(&item.ident), docs(&item.docs));
    let variants = item.members.iter().map(|member| {
        let (name, docs, ty) = (ident(&member.ident), docs(&member.docs), ty(&member.ty));
        quote!(#docs #name(#ty),)
    });
    pieces.push(Piece::Tokens(quote! {
        #docs_of_union
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }));
    let rows = item.members.iter().map(|member| {
        let ty = ty(&member.ty).to_string().replace(' ', "");
        format!("{}: {ty} => {}", member.ident, member.kinds.join(" "))
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
        let (from, variant) = (ty(from), ident(&member.ident));
        pieces.push(Piece::Tokens(quote! {
            impl ::core::convert::From<#from> for #name {
                fn from(value: #from) -> Self {
                    Self::#variant(value.into())
                }
            }
        }));
    }
}
