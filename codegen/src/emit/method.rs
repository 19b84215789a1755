//! What the crate knows about a method.

use proc_macro2::Literal;
use quote::quote;

use super::{Piece, ident, ty};
use crate::rust::Method;

pub(super) fn emit(item: &Method, pieces: &mut Vec<Piece>) {
    let Method { name, scopes, .. } = item;
    let (request, error, output) = (ident(&item.ident), ident(&item.error), ty(&item.output));
    let (effect, context) = (ident(item.effect), ident(item.context));
    let unwrap = match &item.unwrap {
        Some(key) => quote!(::core::option::Option::Some(#key)),
        None => quote!(::core::option::Option::None),
    };
    pieces.push(Piece::Tokens(quote! {
        impl crate::Method for #request {
            const NAME: &'static str = #name;
            const SCOPES: &'static [&'static str] = &[#(#scopes),*];
            const EFFECT: crate::Effect = crate::Effect::#effect;
            const CONTEXT: crate::Context = crate::Context::#context;
            const UNWRAP: ::core::option::Option<&'static str> = #unwrap;
            type Output = #output;
            type Error = #error;
        }
    }));
    if let Some(paging) = &item.paging {
        let param = &paging.param;
        let (size, item) = (Literal::u32_unsuffixed(paging.size), ty(&paging.item));
        pieces.push(Piece::Tokens(quote! {
            impl crate::Paged for #request {
                const PAGING: crate::Paging = crate::Paging::Page { param: #param, size: #size };
                type Item = #item;

                fn items(output: &Self::Output) -> &[Self::Item] {
                    output
                }

                fn into_items(output: Self::Output) -> ::std::vec::Vec<Self::Item> {
                    output
                }
            }
        }));
    }
}
