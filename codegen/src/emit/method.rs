//! What the crate knows about a method.

use proc_macro2::Literal;
use quote::quote;

use super::{Piece, ident};
use crate::rust::Method;

pub(super) fn emit(item: &Method, pieces: &mut Vec<Piece>) {
    let Method { name, scopes, .. } = item;
    let (request, error, output) = (ident(&item.ident), ident(&item.error), &item.output);
    let effect = ident(item.effect);
    let context = item.context.map(|context| {
        let context = ident(context);
        quote!(
            const CONTEXT: crate::Context = crate::Context::#context;
        )
    });
    let unwrap = item.unwrap.as_ref().map(|key| {
        quote!(
            const UNWRAP: ::core::option::Option<&'static str> = ::core::option::Option::Some(#key);
        )
    });
    let batch = (!item.batch).then(|| {
        quote!(
            const BATCH: bool = false;
        )
    });
    let version = item.v3.then(|| {
        quote!(
            const VERSION: crate::Version = crate::Version::V3;
        )
    });
    pieces.push(Piece::Tokens(quote! {
        impl crate::Method for #request {
            const NAME: &'static str = #name;
            const SCOPES: &'static [&'static str] = &[#(#scopes),*];
            #batch
            #version
            const EFFECT: crate::Effect = crate::Effect::#effect;
            #context
            #unwrap
            type Output = #output;
            type Error = #error;
        }
    }));
    if let Some(paging) = &item.paging {
        let (way, item) = (ident(paging.way), &paging.item);
        let size = Literal::u32_unsuffixed(paging.size);
        let keys = paging.texts.iter().map(|(key, _)| ident(key));
        let texts = paging.texts.iter().map(|(_, text)| text);
        let walk = paging.walk.as_ref().map(|walk| match walk {
            Some(parts) => {
                quote!(walk: ::core::option::Option::Some(crate::Walk::new(#(#parts),*)),)
            }
            None => quote!(walk: ::core::option::Option::None,),
        });
        let (items, into_items) = match &paging.items {
            None => (quote!(output), quote!(output)),
            Some(rows) => {
                let field = ident(&rows.ident);
                if rows.required {
                    (quote!(&output.#field), quote!(output.#field))
                } else {
                    (
                        quote!(output.#field.as_deref().unwrap_or_default()),
                        quote!(output.#field.unwrap_or_default()),
                    )
                }
            }
        };
        let rows = paging.items.as_ref().map(|rows| {
            let wire = &rows.wire;
            quote!(const ROWS: &'static str = #wire;)
        });
        let walkable = matches!(&paging.walk, Some(Some(_)))
            .then(|| quote!(impl crate::Walkable for #request {}));
        pieces.push(Piece::Tokens(quote! {
            impl crate::Paged for #request {
                const PAGING: crate::Paging = crate::Paging::#way { #(#keys: #texts,)* #walk size: #size };
                #rows
                type Item = #item;

                fn items(output: &Self::Output) -> &[Self::Item] {
                    #items
                }

                fn into_items(output: Self::Output) -> ::std::vec::Vec<Self::Item> {
                    #into_items
                }
            }

            #walkable
        }));
    }
}
