//! Objects: the struct, its table of fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::builder::builder;
use super::method::method;
use super::piece::{Piece, deprecated, docs, flag, ident, literal, notation, table};
use super::scope::Scope;
use crate::rust::{Details, Field, Item, Struct};

pub(super) fn object(item: &Item, def: &Struct, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let note = deprecated(def.deprecated.as_ref());
    let fields = def.fields.iter().map(|it| field(it, scope));
    // The vendor's name finds it in the search of the documentation.
    let vendors = def.method.as_ref().map(|method| &method.name);
    let alias = vendors
        .filter(|name| **name != item.ident)
        .map(|name| quote!(#[doc(alias = #name)]));
    let object = quote! {
        #docs
        #alias
        #note
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    };
    pieces.push(object.into());
    let constructor = def.constructor.as_ref();
    pieces.extend(constructor.map(|doc| builder(&name, def, doc, scope).into()));
    let default = if def.has_default() { ": Default" } else { "" };
    let positional = flag("positional", def.positional);
    let head = format!("{}{positional}{default}", item.ident);
    let rows = def.fields.iter().enumerate().map(|it| row(it, scope));
    pieces.push(table("record", &head, rows));
    if let Some(of) = &def.method {
        method(&item.ident, of, scope, pieces);
    }
}

/// What the messages of errors say.
pub(super) fn details(item: &Item, def: &Details, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let option = scope.item("std::option::Option");
    let list = scope.item("std::vec::Vec");
    let fields = def.fields.iter().map(|field| {
        let (name, docs) = (ident(&field.ident), docs(&field.docs));
        match field.list {
            true => quote!(#docs pub #name: #option<#list<&'a str>>,),
            false => quote!(#docs pub #name: #option<&'a str>,),
        }
    });
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let details = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name<'a> { #(#fields)* }
    };
    let head = format!("{} for {}", item.ident, def.error);
    let rows = def.fields.iter().map(|field| {
        let (name, wire) = (&field.ident, literal(&field.placeholder));
        format!("{name} => {wire}{}", flag("list", field.list))
    });
    pieces.extend([details.into(), table("error_details", &head, rows)]);
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

fn row((index, field): (usize, &Field), scope: &Scope<'_>) -> String {
    let flags = [
        flag("required", field.required),
        flag("secret", field.secret),
        flag("family", field.family),
    ];
    let by = field.cases.as_ref();
    let by = by.map(|cases| format!("by({}::BY)", scope.text(cases)));
    let limits: Vec<String> = limits(field).into_iter().chain(by).collect();
    let limits = limits.join(" ");
    let colon = if limits.is_empty() { "" } else { ": " };
    let (name, wire, flags) = (&field.ident, literal(&field.wire), flags.concat());
    let notation = notation(field.notation);
    format!("{index}: {name} => {wire}{notation}{flags}{colon}{limits}")
}

fn limits(field: &Field) -> Vec<String> {
    let limits = &field.limits;
    let (least, most) = (limits.min_length, limits.max_length);
    let (pattern, conditions) = (limits.pattern.as_ref(), field.conditions.as_ref());
    let limits = [
        limits.min.map(|min| format!("min({min:?})")),
        limits.max.map(|max| format!("max({max:?})")),
        least.map(|length| format!("min_length({length})")),
        most.map(|length| format!("max_length({length})")),
        pattern.map(|pattern| format!("pattern({pattern:?})")),
        conditions.map(|keys| format!("conditions({keys:?})")),
        limits
            .format
            .map(|format| format!("format(crate::record::Format::{format:?})")),
    ];
    limits.into_iter().flatten().collect()
}
