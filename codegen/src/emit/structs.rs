//! Objects: the struct, its constructor and setters, its table of fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::literal;
use super::{Piece, Scope, Table, deprecated, docs, ident};
use crate::rust::{Arg, Field, Limits, Struct, Ty};

pub(super) fn emit(item: &Struct, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let note = deprecated(item.deprecated.as_ref());
    let fields = item.fields.iter().map(|it| field(it, scope));
    let object = quote! {
        #docs
        #note
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    };
    pieces.push(object.into());
    let constructor = item.constructor.as_ref();
    pieces.extend(constructor.map(|doc| builder(item, doc, scope).into()));
    let positional = if item.positional { " positional" } else { "" };
    let is_default = constructor.is_some() && item.fields.iter().all(|field| !field.required);
    let default = if is_default { ": Default" } else { "" };
    let rows = item.fields.iter().enumerate();
    let table = Table {
        macro_name: "record",
        head: format!("{}{positional}{default}", item.ident),
        rows: rows.map(|(index, field)| row(index, field)).collect(),
    };
    pieces.push(table.into());
}

fn field(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&field.ident), docs(&field.docs));
    let note = deprecated(field.deprecated.as_ref());
    let mut ty = scope.ty(&field.ty);
    if field.secret {
        let secret = scope.item("crate::Secret");
        ty = quote!(#secret<#ty>);
    }
    if !(field.required || field.family) {
        let option = scope.item("std::option::Option");
        ty = quote!(#option<#ty>);
    }
    quote!(#docs #note pub #name: #ty,)
}

fn row(index: usize, field: &Field) -> String {
    let required = if field.required { " required" } else { "" };
    let secret = if field.secret { " secret" } else { "" };
    let family = if field.family { " family" } else { "" };
    let limits = limits(&field.limits);
    let colon = if limits.is_empty() { "" } else { ": " };
    let (name, wire) = (&field.ident, literal(&field.wire));
    format!(
        "{index}: {name} => {wire}{required}{secret}{family}{colon}{}",
        limits.join(" ")
    )
}

fn limits(limits: &Limits) -> Vec<String> {
    let flags = [
        limits.min.map(|min| format!("min({min:?})")),
        limits.max.map(|max| format!("max({max:?})")),
        limits
            .min_length
            .map(|length| format!("min_length({length})")),
        limits
            .max_length
            .map(|length| format!("max_length({length})")),
        limits
            .pattern
            .as_ref()
            .map(|pattern| format!("pattern({pattern:?})")),
    ];
    flags.into_iter().flatten().collect()
}

fn builder(item: &Struct, doc: &str, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&item.ident), docs(&[doc]));
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        item.fields.iter().partition(|field| field.required);
    let args = required.iter().map(|it| arg(it, scope));
    let values = required.iter().map(|it| initial(it, scope));
    let empty = quote!(crate::record::Record::empty());
    let made = match (required.is_empty(), optional.is_empty()) {
        (true, _) => empty,
        (false, true) => quote!(Self { #(#values),* }),
        (false, false) => quote!(Self { #(#values,)* ..#empty }),
    };
    let setters = optional.iter().map(|it| setter(it, scope));
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
fn initial(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    if !field.secret && matches!(field.arg, Arg::Plain) {
        return quote!(#name);
    }
    let value = value(field, scope);
    quote!(#name: #value)
}

fn setter(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, setter) = (ident(&field.ident), ident(&field.setter));
    let (arg, note) = (arg(field, scope), deprecated(field.deprecated.as_ref()));
    let doc = field.ident.trim_start_matches("r#");
    let docs = docs(&[format!("Sets the field `{doc}`.")]);
    let mut value = value(field, scope);
    if !field.family {
        let some = scope.item("std::option::Option::Some");
        value = quote!(#some(#value));
    }
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

fn arg(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, whole) = (ident(&field.ident), &field.ty);
    let each = |item: TokenStream| {
        let iterator = scope.item("std::iter::IntoIterator");
        quote!(#name: impl #iterator<Item = #item>)
    };
    match &field.arg {
        Arg::Plain | Arg::Into => {
            let ty = element(whole, matches!(field.arg, Arg::Into), scope);
            quote!(#name: #ty)
        }
        Arg::Items { ty: item, into } => each(element(item, *into, scope)),
        Arg::Entries { ty: value, into } => {
            let (key, value) = (
                element(&Ty::String, true, scope),
                element(value, *into, scope),
            );
            each(quote!((#key, #value)))
        }
    }
}

fn element(of: &Ty, into: bool, scope: &Scope<'_>) -> TokenStream {
    let of = scope.ty(of);
    if !into {
        return of;
    }
    let into = scope.item("std::convert::Into");
    quote!(impl #into<#of>)
}

/// What becomes of the argument.
fn value(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let value = match &field.arg {
        Arg::Plain => quote!(#name),
        Arg::Into => quote!(#name.into()),
        Arg::Items { into: true, .. } => {
            let into = scope.item("std::convert::Into");
            quote!(#name.into_iter().map(#into::into).collect())
        }
        Arg::Items { .. } => quote!(#name.into_iter().collect()),
        Arg::Entries { into, .. } => {
            let value = into.then(|| quote!(.into()));
            quote!(#name.into_iter().map(|(key, value)| (key.into(), value #value)).collect())
        }
    };
    if !field.secret {
        return value;
    }
    let ty = scope.ty(&field.ty);
    quote!({
        let secret: #ty = #value;
        secret.into()
    })
}
