//! Objects: the struct, its constructor and setters, its table of fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Part, Piece, Table, deprecated, docs, ident, literal};
use crate::rust::{Arg, Field, Struct, Ty};

pub(super) fn emit(item: &Struct, pieces: &mut Vec<Piece>) {
    let (name, docs, note) = (
        ident(&item.ident),
        docs(&item.docs),
        deprecated(item.deprecated.as_ref()),
    );
    let fields = item.fields.iter().map(|it| Part(|| field(it)));
    pieces.push(Piece::Tokens(quote! {
        #docs
        #note
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    }));
    if let Some(doc) = &item.constructor {
        pieces.push(Piece::Tokens(builder(item, doc)));
        if item.fields.iter().all(|field| !field.required) {
            pieces.push(Piece::Tokens(quote! {
                impl ::core::default::Default for #name {
                    fn default() -> Self { Self::new() }
                }
            }));
        }
    }
    pieces.push(Piece::Table(Table {
        macro_name: "record",
        ident: item.ident.clone() + if item.positional { " positional" } else { "" },
        rows: item
            .fields
            .iter()
            .enumerate()
            .map(|(index, field)| row(index, field))
            .collect(),
    }));
}

fn field(field: &Field) -> TokenStream {
    let (name, docs, note) = (
        ident(&field.ident),
        docs(&field.docs),
        deprecated(field.deprecated.as_ref()),
    );
    let ty = Part(|| field_ty(field));
    quote!(#docs #note pub #name: #ty,)
}

fn field_ty(field: &Field) -> TokenStream {
    let ty = &field.ty;
    match (field.required || field.family, field.secret) {
        (true, false) => quote!(#ty),
        (true, true) => quote!(crate::Secret<#ty>),
        (false, false) => quote!(::core::option::Option<#ty>),
        (false, true) => quote!(::core::option::Option<crate::Secret<#ty>>),
    }
}

fn row(index: usize, field: &Field) -> String {
    let required = if field.required { " required" } else { "" };
    let secret = if field.secret { " secret" } else { "" };
    let family = if field.family { " family" } else { "" };
    let mut row = format!(
        "{index}: {} => {}{required}{secret}{family}",
        field.ident,
        literal(&field.wire)
    );
    if !field.limits.is_empty() {
        row += &format!(": {}", field.limits.join(" "));
    }
    row
}

fn builder(item: &Struct, doc: &str) -> TokenStream {
    let doc = [doc];
    let (name, docs) = (ident(&item.ident), docs(&doc));
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        item.fields.iter().partition(|field| field.required);
    let args = required.iter().map(|it| Part(|| arg(it)));
    let values = required.iter().map(|it| Part(|| initial(it)));
    let empty = quote!(crate::record::Record::empty());
    let made = match (required.is_empty(), optional.is_empty()) {
        (true, _) => empty,
        (false, true) => quote!(Self { #(#values),* }),
        (false, false) => quote!(Self { #(#values,)* ..#empty }),
    };
    let setters = optional.iter().map(|it| Part(|| setter(it)));
    quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#args),*) -> Self {
                #made
            }
            #(#setters)*
        }
    }
}

/// A required field in the constructor.
fn initial(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    if !field.secret && matches!(field.arg, Arg::Plain) {
        return quote!(#name);
    }
    let value = Part(|| value(field));
    quote!(#name: #value)
}

fn setter(field: &Field) -> TokenStream {
    let (name, setter) = (ident(&field.ident), ident(&field.setter));
    let arg = Part(|| arg(field));
    let note = deprecated(field.deprecated.as_ref());
    let doc = field.ident.trim_start_matches("r#");
    let doc = [format!("Sets the field `{doc}`.")];
    let docs = docs(&doc);
    let value = Part(|| {
        if field.family {
            return value(field);
        }
        let value = Part(|| value(field));
        quote!(::core::option::Option::Some(#value))
    });
    quote! {
        #docs
        #note
        #[must_use]
        pub fn #setter(mut self, #arg) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn arg(field: &Field) -> TokenStream {
    let (name, whole) = (ident(&field.ident), &field.ty);
    match &field.arg {
        Arg::Plain => quote!(#name: #whole),
        Arg::Into => quote!(#name: impl ::core::convert::Into<#whole>),
        Arg::Items { ty: item, into } => {
            let item = Part(|| element(item, *into));
            quote!(#name: impl ::core::iter::IntoIterator<Item = #item>)
        }
        Arg::Entries { ty: value, into } => {
            let (key, value) = (
                Part(|| element(&Ty::String, true)),
                Part(|| element(value, *into)),
            );
            quote!(#name: impl ::core::iter::IntoIterator<Item = (#key, #value)>)
        }
    }
}

fn element(of: &Ty, into: bool) -> TokenStream {
    if into {
        quote!(impl ::core::convert::Into<#of>)
    } else {
        quote!(#of)
    }
}

/// What becomes of the argument.
fn value(field: &Field) -> TokenStream {
    if !field.secret {
        return converted(field);
    }
    let (ty, value) = (&field.ty, Part(|| converted(field)));
    quote!({
        let secret: #ty = #value;
        secret.into()
    })
}

fn converted(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    match &field.arg {
        Arg::Plain => quote!(#name),
        Arg::Into => quote!(#name.into()),
        Arg::Items { into: true, .. } => {
            quote!(#name.into_iter().map(::core::convert::Into::into).collect())
        }
        Arg::Items { .. } => quote!(#name.into_iter().collect()),
        Arg::Entries { into, .. } => {
            let value = into.then(|| quote!(.into()));
            quote!(#name.into_iter().map(|(key, value)| (key.into(), value #value)).collect())
        }
    }
}
