//! Objects: the struct, its constructor and setters, its table of fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Piece, Table, deprecated, docs, ident, literal, option, ty};
use crate::rust::{Arg, Field, Struct, Ty};

pub(super) fn emit(item: &Struct, pieces: &mut Vec<Piece>) {
    let (name, docs, note) = (
        ident(&item.ident),
        docs(&item.docs),
        deprecated(item.deprecated.as_ref()),
    );
    let fields = item.fields.iter().map(field);
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
    let ty = ty(&field.ty);
    let ty = if field.secret {
        quote!(crate::Secret<#ty>)
    } else {
        ty
    };
    let ty = if field.required || field.family {
        ty
    } else {
        option(&ty)
    };
    quote!(#docs #note pub #name: #ty,)
}

fn row(index: usize, field: &Field) -> String {
    let required = if field.required { " required" } else { "" };
    let secret = if field.secret { " secret" } else { "" };
    let family = if field.family { " family" } else { "" };
    let limits: String = field
        .limits
        .iter()
        .map(|limit| format!(" {limit}"))
        .collect();
    format!(
        "{index}: {} => {}{required}{secret}{family}{limits}",
        field.ident,
        literal(&field.wire)
    )
}

fn builder(item: &Struct, doc: &str) -> TokenStream {
    let name = ident(&item.ident);
    let doc = format!(" {doc}");
    let args = item.fields.iter().filter(|field| field.required).map(arg);
    let values = item.fields.iter().map(|field| {
        let name = ident(&field.ident);
        if field.family {
            return quote!(#name: ::core::default::Default::default());
        }
        if !field.required {
            return quote!(#name: ::core::option::Option::None);
        }
        match value(field) {
            Some(value) => quote!(#name: #value),
            None => quote!(#name),
        }
    });
    let setters = item
        .fields
        .iter()
        .filter(|field| !field.required)
        .map(setter);
    quote! {
        impl #name {
            #[doc = #doc]
            #[must_use]
            pub fn new(#(#args),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let (name, setter, arg) = (ident(&field.ident), ident(&field.setter), arg(field));
    let note = deprecated(field.deprecated.as_ref());
    let doc = format!(
        " Sets the field `{}`.",
        field.ident.trim_start_matches("r#")
    );
    let value = value(field).unwrap_or_else(|| quote!(#name));
    let value = if field.family {
        value
    } else {
        quote!(::core::option::Option::Some(#value))
    };
    quote! {
        #[doc = #doc]
        #note
        #[must_use]
        pub fn #setter(mut self, #arg) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn arg(field: &Field) -> TokenStream {
    let (name, whole) = (ident(&field.ident), ty(&field.ty));
    match &field.arg {
        Arg::Plain => quote!(#name: #whole),
        Arg::Into => quote!(#name: impl ::core::convert::Into<#whole>),
        Arg::Items { ty: item, into } => {
            let item = element(item, *into);
            quote!(#name: impl ::core::iter::IntoIterator<Item = #item>)
        }
        Arg::Entries { ty: value, into } => {
            let key = quote!(impl ::core::convert::Into<::std::string::String>);
            let value = element(value, *into);
            quote!(#name: impl ::core::iter::IntoIterator<Item = (#key, #value)>)
        }
    }
}

fn element(of: &Ty, into: bool) -> TokenStream {
    let of = ty(of);
    if into {
        quote!(impl ::core::convert::Into<#of>)
    } else {
        of
    }
}

/// What becomes of the argument; nothing if it is taken as it is.
fn value(field: &Field) -> Option<TokenStream> {
    let name = ident(&field.ident);
    let value = match &field.arg {
        Arg::Plain => None,
        Arg::Into => Some(quote!(#name.into())),
        Arg::Items { into: true, .. } => {
            Some(quote!(#name.into_iter().map(::core::convert::Into::into).collect()))
        }
        Arg::Items { .. } => Some(quote!(#name.into_iter().collect())),
        Arg::Entries { into, .. } => {
            let value = into.then(|| quote!(.into()));
            Some(quote!(#name.into_iter().map(|(key, value)| (key.into(), value #value)).collect()))
        }
    };
    if !field.secret {
        return value;
    }
    let (ty, value) = (ty(&field.ty), value.unwrap_or_else(|| quote!(#name)));
    Some(quote!({
        let secret: #ty = #value;
        secret.into()
    }))
}
