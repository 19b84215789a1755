//! What the crate knows about a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, ty};
use crate::rust::Method;

pub(super) fn emit(item: &Method) -> TokenStream {
    let Method { name, scopes, .. } = item;
    let (request, error, output) = (ident(&item.ident), ident(&item.error), ty(&item.output));
    let (effect, context) = (ident(item.effect), ident(item.context));
    let unwrap = match &item.unwrap {
        Some(key) => quote!(::core::option::Option::Some(#key)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        impl crate::Method for #request {
            const NAME: &'static str = #name;
            const SCOPES: &'static [&'static str] = &[#(#scopes),*];
            const EFFECT: crate::Effect = crate::Effect::#effect;
            const CONTEXT: crate::Context = crate::Context::#context;
            const UNWRAP: ::core::option::Option<&'static str> = #unwrap;
            type Output = #output;
            type Error = #error;
        }
    }
}
